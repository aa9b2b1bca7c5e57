import type { WritableTable } from './field.ts'

const ofAccounting = 'It follows from the invoices of the job, which ServiceTitan keeps.'
const ofAppointments = 'It follows from the appointments of the job.'
const ofAssignments = 'It changes by assigning technicians.'
const ofTransitions = 'It changes by actions, such as to start, to complete or to cancel.'

export const jobFields = {
  table: 'jobs',
  domain: 'jobs',
  fields: {
    customerId: { kind: 'record', of: 'customers', isRequired: true },
    locationId: { kind: 'record', of: 'locations', isRequired: true },
    businessUnitId: { kind: 'record', of: 'business_units', isRequired: true },
    jobTypeId: { kind: 'record', of: 'job_types', isRequired: true },
    campaignId: { kind: 'record', of: 'campaigns', staysInHybrid: true },
    priority: {
      kind: 'choice',
      options: ['Low', 'Normal', 'High', 'Urgent'],
      isRequired: true,
      initial: 'Normal',
    },
    summary: { kind: 'text', max: 10_000, isLong: true, onConflict: 'ask' },
    customerPo: { kind: 'text', max: 100 },
    soldById: { kind: 'record', of: 'technicians' },
    noCharge: { kind: 'boolean', isRequired: true, initial: false },
    recallForId: { kind: 'record', of: 'jobs', ownerInHybrid: 'servicetitan' },
    warrantyId: { kind: 'record', of: 'jobs', ownerInHybrid: 'servicetitan' },
    tagTypeIds: { kind: 'records', of: 'tag_types', max: 100, isRequired: true, initial: [] },
    customFields: { kind: 'customFields', isRequired: true, initial: {} },
  },
  readOnly: {
    number: 'It is given when the job is created.',
    status: ofTransitions,
    completedAt: ofTransitions,
    cancelReasonId: ofTransitions,
    cancelMemo: ofTransitions,
    canceledAt: ofTransitions,
    active: 'A job is canceled, and not deactivated.',
    total: ofAccounting,
    invoiceId: ofAccounting,
    projectServiceTitanId: 'Only ServiceTitan has projects.',
    appointmentCount: ofAppointments,
    scheduledStart: ofAppointments,
    scheduledEnd: ofAppointments,
    duration: ofAppointments,
    actualStart: 'It follows from timesheets.',
    actualEnd: 'It follows from timesheets.',
  },
} as const satisfies WritableTable

export const appointmentFields = {
  table: 'appointments',
  domain: 'jobs',
  fields: {
    jobId: { kind: 'record', of: 'jobs', isRequired: true },
    startsAt: { kind: 'instant', isRequired: true, group: 'time', onConflict: 'ask' },
    endsAt: { kind: 'instant', isRequired: true, group: 'time', onConflict: 'ask' },
    arrivalStartsAt: { kind: 'instant', group: 'time', onConflict: 'ask' },
    arrivalEndsAt: { kind: 'instant', group: 'time', onConflict: 'ask' },
    specialInstructions: { kind: 'text', max: 10_000, isLong: true },
  },
  readOnly: {
    number: 'It is given when the appointment is created.',
    status: ofTransitions,
    holdReasonId: ofTransitions,
    holdMemo: ofTransitions,
    isConfirmed: 'It changes by confirming the appointment.',
    active: 'An appointment is removed, or its job canceled.',
    unused: 'Only ServiceTitan has it.',
    customerId: 'It is the customer of the job.',
    technicianId: ofAssignments,
    technicianIds: ofAssignments,
  },
  fixed: ['jobId', 'startsAt', 'endsAt', 'arrivalStartsAt', 'arrivalEndsAt'],
} as const satisfies WritableTable

/** A job as it is exchanged with ServiceTitan: what people can change, and what actions change. */
export const exchangedJobs = {
  ...jobFields,
  fields: {
    ...jobFields.fields,
    status: {
      kind: 'choice',
      options: ['Scheduled', 'Dispatched', 'InProgress', 'Hold', 'Completed', 'Canceled'],
      comparedAs: 'jobStatus',
    },
  },
} as const satisfies WritableTable

/** An appointment as it is exchanged with ServiceTitan: what people can change, and what actions change. */
export const exchangedAppointments = {
  ...appointmentFields,
  fields: {
    ...appointmentFields.fields,
    status: {
      kind: 'choice',
      options: ['Scheduled', 'Dispatched', 'Working', 'Hold', 'Done', 'Canceled'],
      comparedAs: 'appointmentStatus',
    },
    isConfirmed: { kind: 'boolean' },
    technicianIds: { kind: 'records', of: 'technicians', max: 100 },
  },
} as const satisfies WritableTable

/** An assignment as it is exchanged: it is made and ended with the technicians of its appointment. */
export const exchangedAssignments = {
  table: 'appointment_assignments',
  domain: 'jobs',
  fields: { active: { kind: 'boolean', isRequired: true } },
  readOnly: {},
} as const satisfies WritableTable

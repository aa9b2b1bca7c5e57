import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI jpm-v2: GET /tenant/{tenant}/appointments and /tenant/{tenant}/export/appointments.
 * The export is documented to return all records by default; `active=Any` is sent in case the default changes.
 */
export const appointments = defineResource({
  name: 'appointments',
  type: 'Appointment',
  comment: 'Appointments: when a job is worked on, and by whom.',
  module: 'jpm',
  listPath: 'appointments',
  exportPath: 'export/appointments',
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: { active: 'Any' },
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort', 'jobId'],
  exportParameters: ['active', ...exportParameters],
  scope: 'tn.jpm.appointments:r',
  exampleId: '61000023',
  fields: {
    required: fieldNames(`
      id jobId start end status createdOn modifiedOn customerId unused createdById isConfirmed active
    `),
    optional: fieldNames(`
      appointmentSummaries appointmentNumber arrivalWindowStart arrivalWindowEnd specialInstructions
    `),
  },
  droppedPaths: [],
  columns: {
    job_id: { path: 'jobId', type: 'bigint', comment: 'The job (API: jobId).', api: 'id' },
    customer_id: {
      path: 'customerId',
      type: 'bigint',
      comment: 'The customer (API: customerId).',
      api: 'id',
    },
    technician_id: {
      derivedFrom: 'appointment-assignments',
      type: 'bigint',
      comment: 'Derived: the technician assigned first of those still assigned.',
      api: 'id',
    },
    technician_ids: {
      derivedFrom: 'appointment-assignments',
      type: 'bigint[]',
      comment:
        'Derived: all assigned technicians in the order of assignment, at most 100; NULL: none is assigned.',
      api: 'ids',
    },
    appointment_number: {
      path: 'appointmentNumber',
      type: 'text',
      comment: 'The number people know the appointment by (API: appointmentNumber).',
      api: 'text',
    },
    start_time: {
      path: 'start',
      type: 'timestamptz',
      comment: 'When it starts (API: start).',
      api: 'instant',
    },
    end_time: { path: 'end', type: 'timestamptz', comment: 'When it ends (API: end).', api: 'instant' },
    arrival_window_start: {
      path: 'arrivalWindowStart',
      type: 'timestamptz',
      comment: 'Earliest promised arrival (API: arrivalWindowStart).',
      api: 'instant',
    },
    arrival_window_end: {
      path: 'arrivalWindowEnd',
      type: 'timestamptz',
      comment: 'Latest promised arrival (API: arrivalWindowEnd).',
      api: 'instant',
    },
    status: {
      path: 'status',
      type: 'text',
      comment:
        'Scheduled, Dispatched, Working, Hold, Done or Canceled; the API may add others (API: status).',
      api: 'text',
    },
    special_instructions: {
      path: 'specialInstructions',
      type: 'text',
      comment: 'What the technician should know (API: specialInstructions).',
      api: 'text',
    },
    unused: {
      path: 'unused',
      type: 'boolean',
      comment: 'Whether the appointment was not needed (API: unused).',
      api: 'boolean',
    },
    is_confirmed: {
      path: 'isConfirmed',
      type: 'boolean',
      comment: 'Whether the customer confirmed it (API: isConfirmed).',
      api: 'boolean',
    },
  },
  derivedFields: {},
  indexes: {
    st_appointments_board_idx: {
      columns: ['tenant_id', 'start_time'],
      include: ['end_time', 'status', 'job_id', 'technician_ids'],
      where: 'active AND deleted_at IS NULL',
      queries: [
        'the board of a day',
        "a technician's day or week",
        'unassigned appointments in a period',
        'booked minutes of each technician on a day',
      ],
    },
    st_appointments_job_idx: { columns: ['tenant_id', 'job_id'], queries: ['the appointments of a job'] },
  },
  relations: {
    job: { one: 'jobs', by: 'job_id' },
    customer: { one: 'customers', by: 'customer_id' },
    location: {
      one: 'locations',
      by: 'job_id',
      through: { resource: 'jobs', find: 'st_id', take: 'location_id', only: 'kept' },
    },
    technicians: { many: 'technicians', by: 'technician_ids' },
  },
  syncedAfter: [],
})

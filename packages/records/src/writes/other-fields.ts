import type { OtherFields } from './stored-record.ts'

/** The fields of a job that follow from its appointments, or that actions set. */
export const otherJobFields = {
  number: 'text',
  status: 'text',
  completedAt: 'instant',
  cancelReasonId: 'uuid',
  cancelMemo: 'text',
  canceledAt: 'instant',
  scheduledStart: 'instant',
  scheduledEnd: 'instant',
  duration: 'integer',
  appointmentCount: 'integer',
} as const satisfies OtherFields

/** The fields of an appointment that actions set, or that follow from its job and its assignments. */
export const otherAppointmentFields = {
  number: 'text',
  customerId: 'uuid',
  status: 'text',
  isConfirmed: 'boolean',
  holdReasonId: 'uuid',
  holdMemo: 'text',
  technicianId: 'uuid',
  technicianIds: 'uuids',
} as const satisfies OtherFields

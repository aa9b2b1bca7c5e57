export { changesInEntry, type EnteredChanges, idsInEntry } from '../audit/changes-in-entry.ts'
export { type Arrived, fillReferences } from './adoption/fill-references.ts'
export { type Adopted, followAdopted, type Moved, moveAdopted } from './adoption/follow-adopted.ts'
export {
  type LockedParents,
  lockParentsOfAdopted,
  type ParentIds,
} from './adoption/lock-parents-of-adopted.ts'
export { changeRecord, type RecordChange } from './change-record.ts'
export type { Created } from './create-record.ts'
export { changeCustomer, changeLocation } from './customers/change-customers.ts'
export {
  type ContactKind,
  changeContact,
  createContact,
  customerContacts,
  locationContacts,
  removeContact,
} from './customers/contacts.ts'
export {
  createCustomer,
  createLocation,
  type NewCustomer,
} from './customers/create-customers.ts'
export { mergeCustomers } from './customers/merge-customers.ts'
export { type EnteredTable, enteredTable, enteredTables } from './entered-tables.ts'
export {
  DoubleBookingError,
  InvalidValuesError,
  NoSuchRecordError,
  NotOwnedError,
  type OtherBooking,
  RefusedChangeError,
  StaleVersionError,
  type ValueProblem,
  WriteError,
} from './errors.ts'
export {
  confirmAppointment,
  holdAppointment,
  moveAppointment,
  type NewTime,
  type Reason,
  removeAppointment,
  rescheduleAppointment,
} from './jobs/appointments.ts'
export { otherBookings } from './jobs/assert-free.ts'
export { type Assignment, assignTechnicians, unassignTechnicians } from './jobs/assign-technicians.ts'
export { assignmentStatusOf } from './jobs/bookings.ts'
export { changeJob } from './jobs/change-job.ts'
export { createAppointment, createJob, type NewAppointment, type NewJob } from './jobs/create-jobs.ts'
export {
  cancelJob,
  completeJob,
  holdJob,
  type JobTarget,
  reopenJob,
  restoreJob,
  unholdJob,
} from './jobs/job-actions.ts'
export type { AppointmentTarget } from './jobs/lock-appointment.ts'
export { type BeforeCommit, type RecordWrite, type WriteOptions, writeRecords } from './record-write.ts'

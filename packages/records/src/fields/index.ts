export {
  customerContactFields,
  customerFields,
  locationContactFields,
  locationFields,
} from './customers.ts'
export {
  type ChangedValues,
  type NewValues,
  valueKindOf,
  type WritableField,
  type WritableTable,
} from './field.ts'
export { appointmentFields, jobFields } from './jobs.ts'
export {
  type AppointmentAction,
  type AppointmentStatus,
  appointmentTransitions,
  type JobAction,
  type JobStatus,
  jobTransitions,
  theirsInHybrid,
} from './transitions.ts'

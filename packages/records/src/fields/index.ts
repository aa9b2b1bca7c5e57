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

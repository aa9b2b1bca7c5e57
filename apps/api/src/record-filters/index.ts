import type { tableFields, viewFields } from '../generated/record-fields.ts'
import type { ResourceFilters } from '../resource-definition/filters.ts'
import type { tableRecordFields } from '../resource-definition/shared-fields.ts'
import { estimates, invoices, payments } from './accounting.ts'
import { customerContacts, customers, locationContacts, locations } from './customers.ts'
import { appointmentAssignments, appointments, jobs, technicians } from './jobs.ts'

type Fields = typeof tableFields & typeof viewFields
type FieldName<Name extends keyof Fields> =
  | keyof Fields[Name]
  | keyof typeof tableRecordFields.leading
  | keyof typeof tableRecordFields.trailing

/** The fields must exist. A kind may have no filters. */
type FilterMap = { readonly [Name in keyof Fields]?: ResourceFilters<FieldName<Name> & string> }

/** The filters of each kind of LAZI's records that has some. */
export const recordFilterMap = {
  'appointment-assignments': appointmentAssignments,
  appointments,
  'customer-contacts': customerContacts,
  customers,
  estimates,
  invoices,
  jobs,
  'location-contacts': locationContacts,
  locations,
  payments,
  technicians,
} as const satisfies FilterMap

import type { RecordTable, View } from './table.ts'
import { estimates, invoices, payments } from './tables/accounting.ts'
import { customerContacts, customers, locationContacts, locations } from './tables/customers.ts'
import * as demand from './tables/demand.ts'
import { appointmentAssignments, appointments, jobs } from './tables/jobs.ts'
import * as labor from './tables/labor.ts'
import { technicians } from './tables/people.ts'
import * as reference from './tables/reference.ts'

/**
 * The tables of schema `lazi`, parents first: the order in which they are filled, and in which a transaction locks
 * their rows.
 */
export const recordTables: readonly RecordTable[] = [
  reference.tagTypes,
  reference.businessUnits,
  reference.jobTypes,
  reference.campaigns,
  reference.zones,
  reference.teams,
  reference.jobCancelReasons,
  reference.jobHoldReasons,
  reference.employees,
  technicians,
  customers,
  customerContacts,
  locations,
  locationContacts,
  jobs,
  appointments,
  appointmentAssignments,
]

/** The views of schema `lazi` over the cache. */
export const views: readonly View[] = [
  invoices,
  payments,
  estimates,
  ...Object.values(labor),
  ...Object.values(demand),
]

/** The views that the API serves beside the tables: those of which LAZI has a model. */
export const servedViews: readonly View[] = views.filter(({ domain }) => domain !== null)

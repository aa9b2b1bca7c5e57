export type { ResourceName } from '../src/resources/resources.ts'
export type { FilterName, IncludeName, Row, RowWith } from '../src/resources/row-types.ts'
export type { Availability } from '../src/schemas/availability.ts'
export type { Change, Reset } from '../src/schemas/change.ts'
export type { Database, DatabaseTable } from '../src/schemas/database.ts'
export type { Me } from '../src/schemas/me.ts'
export type { Problem } from '../src/schemas/problem.ts'
export type { DriftEntry, QuarantineDetail, QuarantineEntry } from '../src/schemas/quarantine.ts'
export type { BoardAppointment, BoardTechnician, Schedule } from '../src/schemas/schedule.ts'
export type { SearchResult } from '../src/schemas/search.ts'
export type { AcceptedRequest, SyncRequest, SyncRun, SyncState, SyncTable } from '../src/schemas/sync.ts'
export { ApiError } from './api-error.ts'
export { type ApiClient, type ClientOptions, createClient, type ListQuery, type Page } from './client.ts'
export type { FeedEvent, FollowOptions } from './follow-changes.ts'
export type {
  Appointment,
  AppointmentAssignment,
  BusinessUnit,
  Campaign,
  Customer,
  CustomerContact,
  Employee,
  Estimate,
  Invoice,
  Job,
  JobType,
  Location,
  LocationContact,
  Payment,
  TagType,
  Team,
  Technician,
  Zone,
} from './rows.ts'

export { type RunKind, runStatuses } from 'db-migrations/protocol'
export type { Availability } from '../src/availability/availability-schemas.ts'
export { availabilitySources } from '../src/availability/availability-sources.ts'
export type { Change, Reset } from '../src/changes/change-schema.ts'
export type { Database, DatabaseTable } from '../src/database-schema/database-schemas.ts'
export type { Problem } from '../src/http/problem-schema.ts'
export type { Me } from '../src/me/me-schema.ts'
export type { DriftEntry, QuarantineDetail, QuarantineEntry } from '../src/quarantine/quarantine-schemas.ts'
export type { FilterName, IncludeName, Row, RowWith } from '../src/records/row-types.ts'
export type { ResourceName } from '../src/resources/resources.ts'
export type { BoardAppointment, BoardTechnician, Schedule } from '../src/schedule/schedule-schemas.ts'
export { scheduleSources } from '../src/schedule/schedule-sources.ts'
export type { SearchResult } from '../src/search/search-schemas.ts'
export type { AcceptedRequest, SyncRequest, SyncRun, SyncState, SyncTable } from '../src/sync/sync-schemas.ts'
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

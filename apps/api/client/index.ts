export type { Grain } from 'analytics'
export type { ResourceName } from 'catalog'
export { actorKinds, auditActions, type RunKind, runStatuses } from 'db-migrations/protocol'
export {
  type AppointmentAction,
  appointmentFields,
  appointmentTransitions,
  customerContactFields,
  customerFields,
  type JobAction,
  jobFields,
  jobTransitions,
  locationContactFields,
  locationFields,
  theirsInHybrid,
  type WritableField,
  type WritableTable,
} from 'records/fields'
export type {
  BehindRow,
  FactsState,
  MetricDefinition,
  MetricsAnswer,
} from '../src/analytics/analytics-schemas.ts'
export type {
  BacklogReport,
  CustomersReport,
  OpenInvoice,
  Recall,
  ReceivablesReport,
} from '../src/analytics/report-schemas.ts'
export type { AuditEntry } from '../src/audit/audit-schemas.ts'
export type { AuditStatus } from '../src/audit/seal-schemas.ts'
export type { Availability } from '../src/availability/availability-schemas.ts'
export { availabilitySources } from '../src/availability/availability-sources.ts'
export type { CachedChange, Change, Reset } from '../src/changes/change-schema.ts'
export { heartbeatMs } from '../src/changes/heartbeat.ts'
export type { Database, DatabaseTable } from '../src/database-schema/database-schemas.ts'
export type { Domains } from '../src/domains/domain-schemas.ts'
export type { Conflicts, FieldRules, Outbox } from '../src/exchange/exchange-schemas.ts'
export type { Problem } from '../src/http/problem-schema.ts'
export type { Key } from '../src/key-routes/key-schemas.ts'
export type { Me } from '../src/me/me-schema.ts'
export type { NewPerson, Person, PersonChanges } from '../src/people/people-schemas.ts'
export type { DriftEntry, QuarantineDetail, QuarantineEntry } from '../src/quarantine/quarantine-schemas.ts'
export type { CachedVersion, HistoryItem } from '../src/records/history/history-schemas.ts'
export type {
  CachedFilterName,
  CachedRow,
  CachedRowWith,
  FilterName,
  FormerCachedRow,
  FormerRow,
  IncludeName,
  ListIncludeName,
  RecordName,
  Row,
  RowWith,
} from '../src/records/row-types.ts'
export { includeLimit } from '../src/resource-definition/include-limit.ts'
export type { SyncOfRecord } from '../src/resource-definition/sync-of-record.ts'
export type { BoardAppointment, BoardTechnician, Schedule } from '../src/schedule/schedule-schemas.ts'
export { scheduleSources } from '../src/schedule/schedule-sources.ts'
export type { SearchResult } from '../src/search/search-schemas.ts'
export type { EndedSession, SessionBody, Sessions, SignInCode } from '../src/sessions/session-schemas.ts'
export type {
  AcceptedRequest,
  RecordState,
  SyncRequest,
  SyncRun,
  SyncState,
  SyncTable,
} from '../src/sync/sync-schemas.ts'
export type { Why } from './act.ts'
export { ApiError } from './api-error.ts'
export {
  type ApiClient,
  type CachedListQuery,
  type ClientOptions,
  createClient,
  type History,
  type ListQuery,
} from './client.ts'
export type { FeedEvent, FollowOptions } from './follow-changes.ts'
export { recordSources } from './generated/record-sources.ts'
export type { Page } from './paging.ts'
export { type Credentials, createSessions, type SessionsClient, type SessionsOptions } from './sessions.ts'
export { ApiTimeoutError } from './timeout-error.ts'
export type { NewAppointment, NewRecords, RecordChanges, Versioned } from './writes.ts'

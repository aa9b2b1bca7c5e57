export { appendRecordChanges, type Cause, type RecordChanges, snapshotOf } from './append-changes.ts'
export { commandAct, type ReasonOptions, reasonOption } from './audit/command-act.ts'
export {
  type Act,
  type Actor,
  type AuditEntry,
  actorText,
  changedFields,
  type FieldChange,
  installation,
  maxReasonLength,
  recordEntries,
} from './audit/record-entries.ts'
export { hasValue, isNotJsonNull, nullColumn, readColumn } from './columns/read-column.ts'
export { activeColumn, createdOnColumn, derivedColumnsOf, modifiedOnColumn } from './columns/typed-columns.ts'
export { columnInWords, recordColumn, recordFieldOf } from './field-name.ts'
export { feedOfFollower, followerBehind, followerLagSeconds, followerRefused } from './follower-lag.ts'
export { partialRow, type RecordValues, recordValues } from './history/record-values.ts'
export { type ChangesOfRow, changesOfRecord } from './history/replaced-values.ts'
export { type RowAt, rowAt } from './history/row-at.ts'
export { isAt, lookupSettings, rowsAt, rowsOf, setForLookups } from './lookup.ts'
export { compareStatement, type Projected, projectStatement } from './project-statement.ts'
export { recordColumnOf } from './record-column.ts'
export type { Field, RecordTable, Source, View } from './table.ts'
export { recordTables, servedViews, views } from './tables.ts'
export { instantText, plainDecimal, type ValueKind, valueJson } from './value-json.ts'
export { type Viewed, viewStatement } from './view-statement.ts'

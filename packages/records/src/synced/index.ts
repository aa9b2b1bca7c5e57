export { type MergedRecord, mergeCached, type Reading, type SyncedWrite } from './merge-cached.ts'
export { lockMode, type OutboxRow, type RecordKey } from './outbox-row.ts'
export { syncedTableOf, syncedTables } from './synced-tables.ts'
export type { SyncedTable } from './version-statement.ts'

export { MigrationError, type MigrationErrorCode } from './errors.ts'
export type { Blockage, Blocker } from './events.ts'
export type { AppliedMigration } from './ledger.ts'
export {
  createMigrator,
  type MigrationEvent,
  type MigrationStatus,
  type Migrator,
  type MigratorOptions,
} from './migrator.ts'
export { assertDirectConnection, openDatabase } from './open-database.ts'
export type { UnfinishedMigration } from './run/progress-ledger.ts'
export type { Difference } from './verify/drift.ts'
export { readSchemaDrift } from './verify/verify.ts'

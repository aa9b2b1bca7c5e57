export { connectPostgres } from './connect.ts'
export { readEnvironment } from './env-file.ts'
export { type PostgresUnavailableCode, PostgresUnavailableError } from './errors.ts'
export { type OnEvent, type PostgresEvent, type PostgresOptions, postgresOptionsFromEnv } from './options.ts'
export { redactUrl } from './redact-url.ts'
export { type ResolvedPostgres, type ResolvePostgresOptions, resolvePostgres } from './resolve-postgres.ts'
export {
  startTemporaryPostgres,
  type TemporaryPostgres,
  type TemporaryPostgresOptions,
} from './temporary-postgres.ts'

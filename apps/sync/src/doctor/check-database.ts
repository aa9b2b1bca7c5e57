import { errorText } from 'cli-kit'
import { RoleError } from 'cli-kit/postgres'
import { assertDirectConnection, createMigrator, MigrationError } from 'db-migrations'
import { roles } from 'db-migrations/protocol'
import { type PostgresOptions, resolvePostgres } from 'local-postgres'
import type pg from 'pg'
import { connect } from '../database.ts'
import { readClaims } from '../worker/claims/read-claims.ts'
import { type Check, failed, ok, warning } from './check.ts'
import { checkSkew } from './check-clock.ts'

/** The checks of the database. */
export interface CheckedDatabase {
  readonly checks: readonly Check[]
  /** Its URL; null: the database cannot be used. */
  readonly url: string | null
}

/** Checks the database without changing it. @param keep called with the opened database, which the caller disposes */
export async function checkDatabase(
  options: PostgresOptions,
  keep: (database: AsyncDisposable) => void,
): Promise<CheckedDatabase> {
  const checks: Check[] = []
  const found = await resolvePostgres({ ...options, onEvent: () => undefined }).catch((error: unknown) => {
    checks.push(failed('database', errorText(error), 'Set DATABASE_URL, or run: pnpm postgres start'))
    return null
  })
  if (!found) return { checks, url: null }
  keep({ [Symbol.asyncDispose]: () => found.close() })
  checks.push(ok('database', found.description))
  try {
    await assertDirectConnection(found.url)
  } catch (error) {
    checks.push(failed('pooler', errorText(error), 'Set DATABASE_DIRECT_URL'))
    return { checks, url: null }
  }
  checks.push(await checkMigrations(found.url))
  const session = await checkRole(found.url)
  checks.push(...session)
  const usable = checks.every(({ state }) => state !== 'failed')
  if (usable) checks.push(await checkQueue(found.url))
  return { checks, url: usable ? found.url : null }
}

async function checkMigrations(url: string): Promise<Check> {
  try {
    await createMigrator({ connectionString: url }).assertUpToDate()
    return ok('migrations', 'none are pending')
  } catch (error) {
    const advice = 'Run: pnpm --filter db-migrations migrate'
    const isAccess = error instanceof MigrationError && error.code === 'ACCESS'
    return failed('migrations', errorText(error), isAccess ? `${advice}, then verify --sql` : advice)
  }
}

async function checkRole(url: string): Promise<Check[]> {
  let client: pg.Client
  try {
    client = await connect(url)
  } catch (error) {
    const advice = error instanceof RoleError ? 'See README, "Roles"' : 'Check DATABASE_URL'
    return [failed('role', errorText(error), advice)]
  }
  try {
    const before = Date.now()
    const { rows } = await client.query<{ now: number; mayCreate: boolean }>(
      `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now,
              has_schema_privilege('raw', 'CREATE') AS "mayCreate"`,
    )
    const { now = 0, mayCreate = true } = rows[0] ?? {}
    const role = mayCreate
      ? failed(
          'role',
          `${roles.sync} may create objects in schema raw`,
          `REVOKE CREATE ON SCHEMA raw FROM ${roles.sync};`,
        )
      : ok('role', `acts as ${roles.sync}, which may change rows but no schema`)
    return [
      role,
      checkSkew(
        'clock of PostgreSQL',
        now - (before + Date.now()) / 2,
        'Set the clock of one of the two machines',
      ),
    ]
  } catch (error) {
    return [failed('role', errorText(error), 'Migrate first: pnpm --filter db-migrations migrate')]
  } finally {
    await client.end()
  }
}

/** Checks the claims. An expired one is of a worker that died; any running worker takes the table over. */
async function checkQueue(url: string): Promise<Check> {
  let client: pg.Client
  try {
    client = await connect(url)
  } catch (error) {
    return failed('claims', errorText(error), 'Check DATABASE_URL')
  }
  try {
    const claims = await readClaims(client)
    const expired = claims.flatMap(({ tenantId, tableName, expiredMs }) =>
      expiredMs === null
        ? []
        : [`${tableName} of tenant ${tenantId} (${Math.round(expiredMs / 1_000)} s ago)`],
    )
    const active = claims.length - expired.length
    if (expired.length === 0) return ok('claims', `${active} tables are being synced`)
    return warning(
      'claims',
      `${active} tables are being synced; a worker died that had claimed ${expired.join(', ')}`,
      'Start a worker: pnpm sync worker',
    )
  } catch (error) {
    return failed('claims', errorText(error), 'Migrate: pnpm --filter db-migrations migrate')
  } finally {
    await client.end()
  }
}

import type pg from 'pg'
import { MigrationError } from './errors.ts'
import type { MigrationFile } from './migration-files.ts'
import { ledger, ledgerName } from './protocol/ledger.ts'
import { type SchemaName, schemaNames } from './protocol/schemas.ts'

export interface AppliedMigration {
  readonly name: string
  readonly appliedAt: Date
}

/** The applied migrations, oldest first; empty without a ledger. */
export async function readLedger(client: pg.Client): Promise<AppliedMigration[]> {
  if (!(await ledgerExists(client))) return []
  const { rows } = await client.query<AppliedMigration>(
    `SELECT name, run_on AT TIME ZONE 'UTC' AS "appliedAt" FROM ${ledgerName} ORDER BY run_on, id`,
  )
  return rows
}

/** Creates the ledger, if missing, as node-pg-migrate does. */
export async function ensureLedger(client: pg.Client): Promise<void> {
  if (await ledgerExists(client)) return
  await client.query(
    `CREATE TABLE ${ledgerName} (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)`,
  )
}

async function ledgerExists(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    ledgerName,
  ])
  return rows[0]?.found === true
}

/**
 * Asserts that the migration files continue the database's ledger.
 * @throws {MigrationError} `AHEAD_OF_CODE`, `OUT_OF_ORDER`, `LEDGER_ELSEWHERE`, `UNLEDGERED_SCHEMA`.
 */
export async function assertContinuable(
  client: pg.Client,
  applied: readonly AppliedMigration[],
  files: readonly MigrationFile[],
): Promise<void> {
  const known = new Set(files.map((file) => file.name))
  const unknown = applied.filter(({ name }) => !known.has(name)).map(({ name }) => name)
  if (unknown.length > 0) {
    throw new MigrationError(
      'AHEAD_OF_CODE',
      `The database has migrations unknown to this version: ${unknown.join(', ')}. Update the code, or restore the files.`,
    )
  }
  for (const [index, { name }] of applied.entries()) {
    const expected = files[index]?.name
    if (expected !== name) {
      throw new MigrationError(
        'OUT_OF_ORDER',
        `The database has ${name} where ${expected} is expected: a new migration has a lower number than an applied one. Renumber the new file.`,
      )
    }
  }
  if (applied.length === 0) await assertNoSchemas(client)
}

async function assertNoSchemas(client: pg.Client): Promise<void> {
  const { rows: ledgers } = await client.query<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = $1 AND c.relkind = 'r' AND n.nspname <> $2`,
    [ledger.table, ledger.schema],
  )
  if (ledgers.length > 0) {
    throw new MigrationError(
      'LEDGER_ELSEWHERE',
      `There is a ledger in schema ${ledgers.map(({ schema }) => schema).join(', ')}, but none in ${ledger.schema}: another directory of migrations manages this database. Nothing was changed.`,
    )
  }
  const { rows } = await client.query<{ schema: string; tables: string[] }>(
    `SELECT n.nspname AS schema,
            array(SELECT c.relname::text FROM pg_class c
                   WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY c.relname) AS tables
       FROM pg_namespace n WHERE n.nspname = ANY ($1) ORDER BY n.nspname <> $2, n.nspname`,
    [schemaNames, adoptableSchema],
  )
  const [found] = rows
  if (found) throw unledgered(found)
}

/** The only schema that hand-run scripts create. */
const adoptableSchema = 'raw' satisfies SchemaName

function unledgered({ schema, tables }: { schema: string; tables: readonly string[] }): MigrationError {
  if (tables.length === 0) {
    return new MigrationError(
      'UNLEDGERED_SCHEMA',
      `Schema ${schema} exists and is empty. Nothing was changed. Drop it and run migrate again: DROP SCHEMA ${schema};`,
    )
  }
  const adoption =
    schema === adoptableSchema
      ? ' If hand-run scripts created them: pnpm --filter db-migrations adopt --plan.'
      : ''
  return new MigrationError(
    'UNLEDGERED_SCHEMA',
    `Schema ${schema} has tables (${tables.join(', ')}) without recorded migrations. Nothing was changed.${adoption} To set them aside and start over: ALTER SCHEMA ${schema} RENAME TO ${schema}_before;`,
  )
}

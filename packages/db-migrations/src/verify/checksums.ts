import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type pg from 'pg'
import { MigrationError } from '../errors.ts'
import { loadMigration, type MigrationFile } from '../migration-files.ts'
import { type MigrationPlan, planMigration } from '../plan/migration-plan.ts'
import { ledgerName } from '../protocol/ledger.ts'

/** The checksums of a migration. */
export interface Checksum {
  readonly name: string
  /** The file's extension and hash; the extension because a built file differs from its source. */
  readonly file: string
  /** Hash of its SQL, which also covers what the file imports. */
  readonly sql: string
}

/** Separate from the ledger, so that the table of node-pg-migrate's own CLI stays unchanged. */
const table = `${ledgerName}_checksums`

/** @param plan the `up` plan @returns the current checksums of a migration */
export async function checksumOf({ migration, statements }: MigrationPlan): Promise<Checksum> {
  const text = (await readFile(migration.path, 'utf8')).replaceAll('\r\n', '\n')
  return {
    name: migration.name,
    file: `${extname(migration.path)}:${sha256(text)}`,
    sql: sha256(statements.map((statement) => statement.trim()).join('\n')),
  }
}

/**
 * SQL that records the checksums of an applied migration, or deletes those of a reverted one. It runs together with the
 * ledger statement. Every value in it is a hash, or a name validated by `listMigrationFiles`.
 */
export async function checksumStatement(plan: MigrationPlan): Promise<string> {
  const { migration, direction } = plan
  const remove = `DELETE FROM ${table} WHERE name = '${migration.name}';`
  if (direction === 'down') return `${createTable} ${remove}`
  const { name, file, sql } = await checksumOf(plan)
  return `${createTable} ${remove} INSERT INTO ${table} (name, file, sql) VALUES ('${name}', '${file}', '${sql}');`
}

/** The recorded checksums by name; migrations applied by psql or the stock CLI have none. */
export async function readChecksums(client: pg.ClientBase): Promise<Map<string, Checksum>> {
  const { rows: found } = await client.query<{ found: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS found',
    [table],
  )
  if (!found[0]?.found) return new Map()
  const { rows } = await client.query<Checksum>(`SELECT name, file, sql FROM ${table}`)
  return new Map(rows.map((row) => [row.name, row]))
}

/** The names of the applied migrations that now produce other SQL than was recorded. Reads only. */
export async function findChanged(
  client: pg.ClientBase,
  applied: readonly MigrationFile[],
): Promise<string[]> {
  const recorded = await readChecksums(client)
  const changed: string[] = []
  for (const file of applied) {
    const checksum = recorded.get(file.name)
    if (checksum && checksum.sql !== (await currentChecksum(file)).sql) changed.push(file.name)
  }
  return changed
}

/**
 * Asserts that no applied migration has changed since, since the database would lack the change.
 * @throws {MigrationError} `CHECKSUM` if an applied migration now produces different SQL
 */
export async function assertUnchanged(
  client: pg.ClientBase,
  applied: readonly MigrationFile[],
): Promise<void> {
  const changed = await findChanged(client, applied)
  if (changed.length === 0) return
  const before = applied.findIndex(({ name }) => name === changed[0])
  throw new MigrationError(
    'CHECKSUM',
    `Changed since they were applied: ${changed.join(', ')}. Nothing was changed in the database. Restore the files, and put the change into a new migration; or, if only this database has them, revert them first: rollback --to ${applied[before - 1]?.number ?? 0}.`,
  )
}

/**
 * Records the checksums of applied migrations that have none, as psql, the stock CLI and `adopt` leave them: later
 * changes of their files are found then. Changes nothing where the connection may not write.
 */
export async function recordMissing(client: pg.ClientBase, applied: readonly MigrationFile[]): Promise<void> {
  const recorded = await readChecksums(client)
  const missing = applied.filter(({ name }) => !recorded.has(name))
  if (missing.length === 0) return
  const checksums = await Promise.all(missing.map(currentChecksum))
  const columns = (['name', 'file', 'sql'] as const).map((key) => checksums.map((checksum) => checksum[key]))
  try {
    await client.query(createTable)
    await client.query(
      `INSERT INTO ${table} (name, file, sql) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])`,
      columns,
    )
  } catch (error) {
    if (!cannotWrite.has((error as { code?: string }).code ?? '')) throw error
  }
}

/** SQLSTATE: insufficient_privilege, read_only_sql_transaction. */
const cannotWrite = new Set(['42501', '25006'])

const createTable = `CREATE TABLE IF NOT EXISTS ${table} (name text PRIMARY KEY, file text NOT NULL, sql text NOT NULL);`

async function currentChecksum(file: MigrationFile): Promise<Checksum> {
  return checksumOf(await planMigration(await loadMigration(file), 'up'))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

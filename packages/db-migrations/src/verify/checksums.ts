import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type pg from 'pg'
import { MigrationError } from '../errors.ts'
import { loadMigration, type MigrationFile } from '../migration-files.ts'
import { type MigrationPlan, planMigration } from '../plan/migration-plan.ts'
import { ledgerName } from '../protocol/ledger.ts'

/** What a migration was when it was applied. */
export interface Checksum {
  readonly name: string
  /** Hash of the file with its extension before it, since a built file differs from its source. */
  readonly file: string
  /** Hash of the SQL that it made: it also changes with what the file imports. */
  readonly sql: string
}

/** Beside the ledger and not in it, so that node-pg-migrate's own CLI finds its table as it knows it. */
const table = `${ledgerName}_checksums`

/** @param plan of the way up @returns the checksum of a migration as it is now */
export async function checksumOf({ migration, statements }: MigrationPlan): Promise<Checksum> {
  const text = (await readFile(migration.path, 'utf8')).replaceAll('\r\n', '\n')
  return {
    name: migration.name,
    file: `${extname(migration.path)}:${sha256(text)}`,
    sql: sha256(statements.map((statement) => statement.trim()).join('\n')),
  }
}

/**
 * SQL that notes what is applied, or forgets what is reverted. It runs with the statement that writes the ledger.
 * Every value in it is a hash, or a name that `listMigrationFiles` has held against its pattern.
 */
export async function checksumStatement(plan: MigrationPlan): Promise<string> {
  const { migration, direction } = plan
  const create = `CREATE TABLE IF NOT EXISTS ${table} (name text PRIMARY KEY, file text NOT NULL, sql text NOT NULL);`
  const forget = `DELETE FROM ${table} WHERE name = '${migration.name}';`
  if (direction === 'down') return `${create} ${forget}`
  const { name, file, sql } = await checksumOf(plan)
  return `${create} ${forget} INSERT INTO ${table} (name, file, sql) VALUES ('${name}', '${file}', '${sql}');`
}

/** The recorded checksums by name; none for what psql or the stock CLI applied. */
export async function readChecksums(client: pg.ClientBase): Promise<Map<string, Checksum>> {
  const { rows: found } = await client.query<{ found: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS found',
    [table],
  )
  if (!found[0]?.found) return new Map()
  const { rows } = await client.query<Checksum>(`SELECT name, file, sql FROM ${table}`)
  return new Map(rows.map((row) => [row.name, row]))
}

/**
 * Refuses to go on from a migration that was changed after it was applied: what it makes now, this database does not
 * have.
 * @throws {MigrationError} `CHECKSUM` when an applied migration makes other SQL than it did
 */
export async function assertUnchanged(
  client: pg.ClientBase,
  applied: readonly MigrationFile[],
): Promise<void> {
  const recorded = await readChecksums(client)
  const changed: string[] = []
  for (const file of applied) {
    const then = recorded.get(file.name)
    if (then && then.sql !== (await checksumOf(await planMigration(await loadMigration(file), 'up'))).sql)
      changed.push(file.name)
  }
  if (changed.length === 0) return
  throw new MigrationError(
    'CHECKSUM',
    `Changed since they were applied: ${changed.join(', ')}. Nothing was changed in the database. Restore the files, and put the change into a new migration.`,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

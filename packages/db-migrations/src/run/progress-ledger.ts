import { createHash } from 'node:crypto'
import type pg from 'pg'
import { MigrationError } from '../errors.ts'
import type { Direction } from '../migration-files.ts'
import { ledgerName } from '../protocol/ledger.ts'

// Progress of migrations outside a transaction. The first such migration creates the table, which has a row only while
// one is running or unfinished; node-pg-migrate does not use the table.
const table = `${ledgerName}_progress`

/** A migration started outside a transaction and not yet recorded in the ledger. */
export interface UnfinishedMigration {
  readonly name: string
  readonly direction: Direction
  /** Number of completed statements. */
  readonly done: number
  /** Hashes of the statements started: one more than `done` if the outcome of one is unknown. */
  readonly begun: readonly string[]
  readonly startedAt: Date
}

/** The unfinished migrations (in practice at most one); empty without the table. Read-only. */
export async function readUnfinished(client: pg.Client): Promise<UnfinishedMigration[]> {
  // An app without the privilege relies on the ledger only.
  const { rows } = await client.query<{ readable: boolean | null }>(
    `SELECT has_table_privilege(to_regclass($1), 'SELECT') AS readable`,
    [table],
  )
  if (!rows[0]?.readable) return []
  const unfinished = await client.query<UnfinishedMigration>(
    `SELECT name, direction, done, begun, started_at AS "startedAt" FROM ${table} ORDER BY name`,
  )
  return unfinished.rows
}

/** Returns the progress row of an interrupted run of the migration, or a new one. */
export async function openProgress(
  client: pg.Client,
  name: string,
  direction: Direction,
): Promise<UnfinishedMigration> {
  const unfinished = await readUnfinished(client)
  const mine = unfinished.find((row) => row.name === name && row.direction === direction)
  if (mine) return mine
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${table} (
       name text PRIMARY KEY, direction text NOT NULL, done integer NOT NULL DEFAULT 0,
       begun text[] NOT NULL DEFAULT '{}', started_at timestamptz NOT NULL DEFAULT now())`,
  )
  await client.query(
    `COMMENT ON TABLE ${table} IS 'Migrations outside a transaction that are under way or stopped half-way; kept by db-migrations.'`,
  )
  const { rows } = await client.query<UnfinishedMigration>(
    `INSERT INTO ${table} (name, direction) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET direction = excluded.direction, done = 0, begun = '{}', started_at = now()
     RETURNING name, direction, done, begun, started_at AS "startedAt"`,
    [name, direction],
  )
  return rows[0] as UnfinishedMigration
}

/** Marks the next statement as started, before it runs. */
export async function markBegun(client: pg.Client, name: string, statement: string): Promise<void> {
  await client.query(`UPDATE ${table} SET begun = begun[1:done] || $2::text WHERE name = $1`, [
    name,
    hashStatement(statement),
  ])
}

/** Removes the mark: the statement failed without effect. */
export async function markNotBegun(client: pg.Client, name: string): Promise<void> {
  await client.query(`UPDATE ${table} SET begun = begun[1:done] WHERE name = $1`, [name])
}

/** Marks the next statement as done; in the statement's own transaction, if it has one. */
export async function markDone(client: pg.Client, name: string, statement: string): Promise<void> {
  await client.query(
    `UPDATE ${table} SET begun = begun[1:done] || $2::text, done = done + 1 WHERE name = $1`,
    [name, hashStatement(statement)],
  )
}

/** Removes the row, in the transaction that records the migration in the ledger. */
export async function closeProgress(client: pg.Client, name: string): Promise<void> {
  await client.query(`DELETE FROM ${table} WHERE name = $1`, [name])
}

/** @throws {MigrationError} `UNFINISHED` if a started statement has changed in the file */
export function assertSameStatements(progress: UnfinishedMigration, statements: readonly string[]): void {
  const changed = progress.begun.findIndex((hash, index) => hash !== hashStatement(statements[index] ?? ''))
  if (changed < 0) return
  throw new MigrationError(
    'UNFINISHED',
    `${progress.name} is unfinished (${progress.done} of ${statements.length} statements are done), and its statement ${changed + 1} was changed since. Restore the file, let it finish, and put the change into a new migration.`,
    { migration: progress.name },
  )
}

/**
 * Asserts that no unfinished migration prevents a run in this direction, and deletes the rows of migrations that
 * node-pg-migrate's own CLI has finished.
 * @throws {MigrationError} `UNFINISHED`
 */
export async function assertNoneUnfinished(
  client: pg.Client,
  direction: Direction,
  { applied, files }: { readonly applied: ReadonlySet<string>; readonly files: ReadonlySet<string> },
): Promise<void> {
  for (const row of await readUnfinished(client)) {
    const finished = applied.has(row.name) === (row.direction === 'up')
    if (finished) await closeProgress(client, row.name)
    else if (!files.has(row.name)) {
      throw unfinishedError(row, 'Its file is missing; restore it, and run the command again.')
    } else if (row.direction !== direction) throw unfinishedError(row)
  }
}

/** @param advice what to do next @default to run the command that completes it */
export function unfinishedError(
  { name, direction, done }: UnfinishedMigration,
  advice = `To complete it, run: pnpm --filter db-migrations ${direction === 'up' ? 'migrate' : 'rollback'}`,
): MigrationError {
  const action = direction === 'up' ? 'Applying' : 'Rolling back'
  return new MigrationError(
    'UNFINISHED',
    `${action} ${name} was interrupted after ${done} of its statements. ${advice}`,
    { migration: name },
  )
}

function hashStatement(statement: string): string {
  return createHash('sha256').update(statement).digest('hex')
}

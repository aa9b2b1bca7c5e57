import type pg from 'pg'
import { findFullAccess } from '../access/full-access.ts'
import { MigrationError } from '../errors.ts'
import { readLedger } from '../ledger.ts'
import { listMigrationFiles } from '../migration-files.ts'
import { createMigrator, type Migrator, type MigratorOptions } from '../migrator.ts'
import { openReader, openSession } from '../run/session.ts'
import { sumTable, writeTable } from './copy-rows.ts'
import { type DumpReader, damaged, openDump } from './dump-reader.ts'
import type { DumpEnd, DumpedTable, TableSum } from './format.ts'
import { listNonEmpty, listSequences, listTables } from './tables.ts'

export interface RestoreOptions extends Pick<MigratorOptions, 'connectionString' | 'onEvent' | 'signal'> {
  /** A file that {@link dumpDatabase} wrote. */
  readonly file: string
  /** Called after each table. @default none */
  readonly onTable?: (sum: TableSum) => void
}

/** What was restored. */
export interface Restored {
  readonly tables: readonly TableSum[]
  /** The migrations that the dump did not have, and that were applied to its rows. */
  readonly applied: readonly string[]
}

/** The longest wait for a session that uses a table, which is empty. */
const lockTimeoutMs = 10_000

/**
 * Restores a dump into a database without rows: its schema is migrated to the version of the dump, then the rows of all
 * tables are written in one transaction, and counted and hashed again before it commits; then the other migrations run.
 * @throws {MigrationError} `NOT_EMPTY` if a table has rows; `DUMP_DAMAGED`; `AHEAD_OF_CODE` if the dump has migrations that
 *   this code does not have; `ACCESS` if the login may not write every row
 * @example
 * const { tables } = await restoreDatabase({ connectionString: url, file: 'lazi.dump' })
 */
export async function restoreDatabase(options: RestoreOptions): Promise<Restored> {
  const dump = await openDump(options.file)
  try {
    const version = await versionOf(dump)
    await assertEmpty(options)
    const migrator = createMigrator(options)
    await migrateTo(migrator, version)
    const tables = await writeRows(dump, options)
    const applied = await migrator.up()
    await analyze(options, tables)
    return { tables, applied }
  } finally {
    dump.close()
  }
}

/** @returns the number of the dump's last migration */
async function versionOf({ header }: DumpReader): Promise<number> {
  const files = await listMigrationFiles()
  const unknown = header.migrations.filter((name, index) => files[index]?.name !== name)
  const last = files[header.migrations.length - 1]
  if (unknown.length === 0 && last) return last.number
  throw new MigrationError(
    'AHEAD_OF_CODE',
    `The dump has migrations unknown to this version: ${unknown.join(', ')}. Nothing was changed. Update the code.`,
  )
}

async function assertEmpty({ connectionString }: RestoreOptions): Promise<void> {
  const client = await openReader({ connectionString, applicationName: 'lazi-restore' })
  try {
    if ((await readLedger(client)).length === 0) return
    const setRole = await findFullAccess(client)
    if (setRole) await client.query(setRole)
    await assertNoRows(client, await listTables(client))
  } finally {
    await client.end()
  }
}

async function assertNoRows(client: pg.ClientBase, tables: readonly DumpedTable[]): Promise<void> {
  const filled = await listNonEmpty(client, tables)
  if (filled.length === 0) return
  throw new MigrationError(
    'NOT_EMPTY',
    `The database has rows in ${filled.join(', ')}. Nothing was changed. Restore into an empty database: CREATE DATABASE lazi_restored ENCODING 'UTF8' TEMPLATE template0;`,
  )
}

/** Migrates up or, since no table has rows, down. */
async function migrateTo(migrator: Migrator, version: number): Promise<void> {
  await migrator.down({ to: version })
  await migrator.up({ to: version })
}

async function writeRows(
  dump: DumpReader,
  { connectionString, file, onTable, signal }: RestoreOptions,
): Promise<TableSum[]> {
  const client = await openSession({ connectionString, applicationName: 'lazi-restore', lockTimeoutMs })
  try {
    const { tables } = dump.header
    const forced = await begin(client, tables, file)
    const sums: TableSum[] = []
    for (const table of tables) {
      const sum = await restoreTable(client, table, { dump, file, signal })
      sums.push(sum)
      onTable?.(sum)
    }
    await setSequences(client, await dump.readObject(), file)
    for (const name of forced) await client.query(`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`)
    await client.query('COMMIT')
    return sums
  } catch (error) {
    throw signal?.aborted ? signal.reason : error
  } finally {
    await client.end()
  }
}

/**
 * Begins the transaction, in which policies do not apply to the owner of the tables: COPY cannot write through them.
 * @returns the tables whose policies are to be forced on the owner again
 */
async function begin(
  client: pg.Client,
  expected: readonly DumpedTable[],
  file: string,
): Promise<readonly string[]> {
  const setRole = await findFullAccess(client)
  await client.query('BEGIN')
  if (setRole) await client.query(setRole)
  const tables = await listTables(client)
  if (JSON.stringify(tables) !== JSON.stringify(expected)) {
    const known = new Set(expected.map((table) => JSON.stringify(table)))
    const other = tables.filter((table) => !known.has(JSON.stringify(table))).map(({ name }) => name)
    throw damaged(
      file,
      `its tables are not those of its migrations${other.length > 0 ? `: ${other.join(', ')}` : ''}`,
    )
  }
  const names = tables.map(({ name }) => name)
  await client.query(`LOCK TABLE ${names.join(', ')} IN ACCESS EXCLUSIVE MODE`)
  await assertNoRows(client, tables)
  if (!setRole) return []
  const { rows } = await client.query<{ name: string }>(
    'SELECT name FROM unnest($1::text[]) AS name JOIN pg_class c ON c.oid = name::regclass WHERE c.relforcerowsecurity',
    [names],
  )
  for (const { name } of rows) await client.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`)
  return rows.map(({ name }) => name)
}

interface Source {
  readonly dump: DumpReader
  readonly file: string
  readonly signal: AbortSignal | undefined
}

/** @throws {MigrationError} `DUMP_DAMAGED` if the rows, as read or as stored, are not those that were dumped */
async function restoreTable(
  client: pg.Client,
  table: DumpedTable,
  { dump, file, signal }: Source,
): Promise<TableSum> {
  const { copy } = await dump.readObject()
  if (copy !== table.name) throw damaged(file, `${table.name} is missing`)
  const written = await writeTable(client, table, dump.readRows(), signal)
  const { rows, sha256 } = await dump.readObject()
  if (written.rows !== rows || written.sha256 !== sha256)
    throw damaged(file, `the rows of ${table.name} are not those that were dumped`)
  const stored = await sumTable(client, table)
  if (stored.rows !== rows || stored.sha256 !== sha256)
    throw damaged(file, `${table.name} stored other rows than it was given`)
  signal?.throwIfAborted()
  return stored
}

async function setSequences(
  client: pg.Client,
  line: Readonly<Record<string, unknown>>,
  file: string,
): Promise<void> {
  const { end, sequences } = line as unknown as DumpEnd
  const names = (await listSequences(client)).join()
  if (end !== true || sequences.map(({ name }) => name).join() !== names)
    throw damaged(file, 'its end is missing')
  for (const { name, lastValue, isCalled } of sequences) {
    await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [name, lastValue, isCalled])
  }
}

/** Statistics for the planner, which restored tables do not have. */
async function analyze({ connectionString }: RestoreOptions, tables: readonly TableSum[]): Promise<void> {
  const client = await openSession({ connectionString, applicationName: 'lazi-restore', lockTimeoutMs })
  try {
    const setRole = await findFullAccess(client)
    await client.query('BEGIN')
    if (setRole) await client.query(setRole)
    await client.query(`ANALYZE ${tables.map(({ table }) => table).join(', ')}`)
    await client.query('COMMIT')
  } finally {
    await client.end()
  }
}

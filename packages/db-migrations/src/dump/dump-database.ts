import { createWriteStream } from 'node:fs'
import { access, open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import type pg from 'pg'
import { assertSeesEveryRow, findFullAccess } from '../access/full-access.ts'
import { MigrationError } from '../errors.ts'
import { readLedger } from '../ledger.ts'
import { readUnfinished, unfinishedError } from '../run/progress-ledger.ts'
import { openSession } from '../run/session.ts'
import { readTable } from './copy-rows.ts'
import {
  type DumpEnd,
  type DumpedSequence,
  type DumpedTable,
  type DumpHeader,
  endOfRows,
  formatName,
  formatVersion,
  type TableSum,
} from './format.ts'
import { listForeignTables, listSequences, listTables } from './tables.ts'

export interface DumpOptions {
  readonly connectionString: string
  /** The file to write; it must not exist. */
  readonly file: string
  /** Called after each table. @default none */
  readonly onTable?: (sum: TableSum) => void
  readonly signal?: AbortSignal | undefined
  /**
   * Called with the dump while no session can write to its tables, which lasts until the promise settles.
   * @default other sessions write while it is dumped
   */
  readonly whileLocked?: (dump: Dump) => Promise<void>
}

/** What a dump has. */
export interface Dump {
  readonly file: string
  /** The applied migrations. */
  readonly migrations: readonly string[]
  readonly tables: readonly TableSum[]
  /** Tables and views outside of the project's schemas; they are not in the dump. */
  readonly leftOut: readonly string[]
}

/** The longest wait for a session that changes or, with `whileLocked`, writes a table. */
const lockTimeoutMs = 60_000

/**
 * Writes the rows of every table into one file, in one snapshot. The schema is in it only as the list of its migrations.
 * Nothing remains of a dump that fails.
 * @throws {MigrationError} `ACCESS` if the login would see only some rows; `PENDING` without a schema; `USAGE` if the file
 *   exists
 * @example
 * const dump = await dumpDatabase({ connectionString: url, file: 'lazi.dump' })
 */
export async function dumpDatabase(options: DumpOptions): Promise<Dump> {
  const { connectionString, file, whileLocked } = options
  const partial = `${file}.partial`
  await assertNew(file)
  const session = { connectionString, applicationName: 'lazi-dump', lockTimeoutMs }
  const client = await openSession(session)
  try {
    const begun = await begin(client, whileLocked ? 'SHARE' : 'ACCESS SHARE')
    const sums: TableSum[] = []
    // Readable for its owner only: it has customers' data and the hashes of the API's keys.
    const target = createWriteStream(partial, { mode: 0o600 })
    await pipeline(
      Readable.from(write(client, begun, sums, options), { objectMode: false }),
      createGzip({ level: constants.Z_BEST_SPEED }),
      target,
      { signal: options.signal },
    )
    await flush(partial)
    await rename(partial, file)
    const { migrations } = begun.header
    const dump = { file, migrations, tables: sums, leftOut: begun.leftOut }
    // Nothing was written that could be committed, and `whileLocked` may have stopped the server.
    await whileLocked?.(dump)
    return dump
  } catch (error) {
    await rm(partial, { force: true })
    throw options.signal?.aborted ? options.signal.reason : error
  } finally {
    await client.end()
  }
}

interface Begun {
  readonly header: DumpHeader
  readonly leftOut: readonly string[]
}

/** Begins the transaction. The snapshot is taken after the locks, so that it has what others have written before. */
async function begin(client: pg.Client, mode: 'SHARE' | 'ACCESS SHARE'): Promise<Begun> {
  const tables = await listTables(client)
  if (tables.length === 0) {
    throw new MigrationError(
      'PENDING',
      'The database has no tables of this project: there is nothing to dump.',
    )
  }
  const [unfinished] = await readUnfinished(client)
  if (unfinished) throw unfinishedError(unfinished)
  const setRole = await findFullAccess(client)
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  await client.query('SET LOCAL idle_in_transaction_session_timeout = 0')
  if (setRole) await client.query(setRole)
  await client.query(`LOCK TABLE ${tables.map(({ name }) => name).join(', ')} IN ${mode} MODE`)
  const found = await listTables(client)
  if (JSON.stringify(found) !== JSON.stringify(tables)) {
    throw new MigrationError('PENDING', 'The schema was changed just now; run the command again.')
  }
  await assertSeesEveryRow(
    client,
    tables.map(({ name }) => name),
  )
  return { header: await readHeader(client, tables), leftOut: await listForeignTables(client) }
}

async function readHeader(client: pg.Client, tables: readonly DumpedTable[]): Promise<DumpHeader> {
  const { rows } = await client.query<{ server: string; takenAt: Date }>(
    `SELECT current_setting('server_version') AS server, now() AS "takenAt"`,
  )
  const migrations = (await readLedger(client)).map(({ name }) => name)
  const { server = '', takenAt = new Date(0) } = rows[0] ?? {}
  return {
    format: formatName,
    version: formatVersion,
    server,
    takenAt: takenAt.toISOString(),
    migrations,
    tables,
  }
}

/** The text of the dump. @param sums receives the sum of each table */
async function* write(
  client: pg.Client,
  { header }: Begun,
  sums: TableSum[],
  { onTable }: DumpOptions,
): AsyncGenerator<string | Buffer> {
  yield line(header)
  for (const table of header.tables) {
    yield line({ copy: table.name })
    const sum = yield* readTable(client, table)
    yield `${endOfRows}\n`
    yield line(sum)
    sums.push(sum)
    onTable?.(sum)
  }
  yield line({ end: true, sequences: await readSequences(client) } satisfies DumpEnd)
}

const line = (value: object) => `${JSON.stringify(value)}\n`

/** Read after the tables: a value that is later than the snapshot only leaves a gap. */
async function readSequences(client: pg.Client): Promise<DumpedSequence[]> {
  const sequences: DumpedSequence[] = []
  for (const name of await listSequences(client)) {
    const { rows } = await client.query<Omit<DumpedSequence, 'name'>>(
      `SELECT last_value::text AS "lastValue", is_called AS "isCalled" FROM ${name}`,
    )
    sequences.push(...rows.map((row) => ({ name, ...row })))
  }
  return sequences
}

async function assertNew(file: string): Promise<void> {
  const isNew = await access(file).then(
    () => false,
    () => true,
  )
  if (!isNew) throw new MigrationError('USAGE', `${file} exists; choose another name, or delete it first.`)
}

/** The file must not be renamed before its content is on the disk. */
async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

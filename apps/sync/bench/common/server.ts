import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createMigrator } from 'db-migrations'
import { startTemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'

/** A migrated database that belongs to this run alone. */
export interface BenchDatabase extends AsyncDisposable {
  readonly url: string
  /** A connection for everything that is not measured. */
  readonly admin: pg.Client
}

// As the embedded server is set (a temporary one has half of its buffers), and durable, as a server in use is: a writer
// that commits for every record pays for that. Work at unpredictable times (autovacuum, a checkpoint) is left out.
const settings = {
  shared_buffers: '256MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  autovacuum: 'off',
  checkpoint_timeout: '1h',
  max_wal_size: '16GB',
}

/**
 * A database on a server that is started for it, or on that of `url`, where the role has to be a superuser:
 * COPY writes and reads files of the server.
 * @param changed settings that differ from those of the other benchmarks; a server of `url` keeps its own
 */
export async function openBenchDatabase(
  url: string | undefined,
  changed: Readonly<Record<string, string>> = {},
): Promise<BenchDatabase> {
  const server = await startTemporaryPostgres(
    url === undefined ? { settings: { ...settings, ...changed } } : { url },
  )
  const name = `lazi_bench_${randomBytes(4).toString('hex')}`
  const own = new URL(server.url)
  own.pathname = `/${name}`
  await query(server.url, `CREATE DATABASE ${name}`)
  await createMigrator({ connectionString: own.href }).up()
  const admin = new pg.Client({ connectionString: own.href })
  await admin.connect()
  await admin.query('CREATE EXTENSION pg_walinspect')
  return {
    url: own.href,
    admin,
    async [Symbol.asyncDispose]() {
      await admin.end()
      await query(server.url, `DROP DATABASE ${name} WITH (FORCE)`)
      await server.close()
    },
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** Empties every table, so that what comes next is a first sync. */
export async function emptyCache({ admin }: BenchDatabase): Promise<void> {
  const { rows } = await admin.query<{ names: string }>(
    `SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') AS names FROM pg_tables WHERE schemaname IN ('raw', 'lazi', 'sync')`,
  )
  await admin.query(`TRUNCATE ${rows[0]?.names}`)
}

// Linux counts the time of a process in hundredths of a second.
const TICK_MS = 10

/**
 * CPU time of all processes of the server since it was started, in milliseconds; undefined where it is not known:
 * on another machine, or without /proc.
 */
export async function serverCpuMs({ admin }: BenchDatabase): Promise<number | undefined> {
  const { rows } = await admin.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const backend = await readProcess(String(rows[0]?.pid))
  if (!backend?.name.startsWith('postgres')) return undefined
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  const processes = await Promise.all(pids.map(readProcess))
  let ticks = 0
  for (const each of processes) {
    if (each === undefined) continue
    if (each.parent === backend.parent) ticks += each.ownTicks
    if (each.pid === backend.parent) ticks += each.ownTicks + each.endedChildrenTicks
  }
  return ticks * TICK_MS
}

/** From `/proc/<pid>/stat` (proc(5)); undefined when there is no such process. */
async function readProcess(pid: string) {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined)
  if (stat === undefined) return undefined
  const end = stat.lastIndexOf(')')
  const fields = stat.slice(end + 2).split(' ')
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15).map(Number)
  return {
    pid,
    name: stat.slice(stat.indexOf('(') + 1, end),
    parent: fields[1],
    ownTicks: user + system,
    endedChildrenTicks: childrenUser + childrenSystem,
  }
}

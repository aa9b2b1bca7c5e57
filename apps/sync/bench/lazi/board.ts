import pg from 'pg'
import { createSandbox } from 'servicetitan-sandbox'
import { percentile } from '../common/measure.ts'
import {
  environmentOf,
  programOf,
  runProgram,
  sandboxEnvironment,
  startProgram,
  thisTree,
} from '../common/programs.ts'
import type { BenchDatabase } from '../common/server.ts'

const TENANT = 1001
const sizes = { locations: 1_500, jobs: 10_000, technicians: 20 }
const WARM_UP = 50
const SAMPLES = 400

/** The board over HTTP as one checkout serves it, each time after a change of the feed that it is read from. */
interface Board extends AsyncDisposable {
  /** @returns the milliseconds of one request */
  request(date: string): Promise<number>
}

export interface BoardOptions {
  readonly database: BenchDatabase
  /** The checkout of the earlier commit. */
  readonly earlier: string
  readonly rounds: number
  readonly onProgress: (line: string) => void
}

/** The 99th percentile of each round, in milliseconds. */
export type BoardTimes = Record<'before' | 'now', number[]>

/**
 * The schedule board of random days after a change, over HTTP, by the earlier commit, which reads the cache, and by this
 * one, which reads LAZI's records: the same account, one request of each in turn.
 */
export async function compareBoards({
  database,
  earlier,
  rounds,
  onProgress,
}: BoardOptions): Promise<BoardTimes> {
  await using earlierDatabase = await openDatabaseOf(earlier, database)
  await using sandbox = createSandbox({
    now: Date.now(),
    realNow: Date.now,
    exportPageSize: 1_000,
    tenants: [{ tenantId: TENANT, sizes }],
  })
  const { url } = await sandbox.listen()
  onProgress('the same account in both schemas …')
  await using boardBefore = await startBoard(earlier, earlierDatabase, url, 'raw')
  await using boardNow = await startBoard(thisTree, database, url, 'lazi')
  const dates = await datesWithAppointments(database)
  const times: BoardTimes = { before: [], now: [] }
  for (let round = -1; round < rounds; round++) {
    onProgress(`boards, round ${Math.max(round, 0) + 1} …`)
    const ms = { before: [] as number[], now: [] as number[] }
    for (let sample = 0; sample < (round < 0 ? WARM_UP : SAMPLES); sample++) {
      const date = dates[(sample * 7 + round * 13 + 13) % dates.length] as string
      ms.before.push(await boardBefore.request(date))
      ms.now.push(await boardNow.request(date))
    }
    if (round < 0) continue
    times.before.push(percentile(ms.before, 0.99))
    times.now.push(percentile(ms.now, 0.99))
  }
  return times
}

/** A database on the same server that is migrated by a checkout. */
async function openDatabaseOf(tree: string, { url, admin }: BenchDatabase): Promise<BenchDatabase> {
  const own = new URL(url)
  own.pathname = `${own.pathname}_earlier`
  const name = own.pathname.slice(1)
  await admin.query(`CREATE DATABASE ${name}`)
  await runProgram(programOf(tree, 'packages/db-migrations'), ['migrate'], environmentOf(own.href))
  const client = new pg.Client({ connectionString: own.href })
  await client.connect()
  return {
    url: own.href,
    admin: client,
    async [Symbol.asyncDispose]() {
      await client.end()
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

/** Syncs the account by a checkout, and serves it. @param schema of the feed that the board is read from */
async function startBoard(
  tree: string,
  { url, admin }: BenchDatabase,
  sandboxUrl: string,
  schema: 'raw' | 'lazi',
): Promise<Board> {
  await using sandbox = await sandboxEnvironment(url, sandboxUrl, [TENANT])
  const sync = programOf(tree, 'apps/sync')
  await runProgram(sync, ['tenants', 'add', String(TENANT), '--name', 'Bench'], sandbox.env)
  await runProgram(sync, ['run'], sandbox.env)
  await admin.query('VACUUM (ANALYZE)')
  const api = programOf(tree, 'apps/api')
  const env = { ...environmentOf(url), API_REQUESTS_PER_MINUTE: '0' }
  const { key } = JSON.parse(await runProgram(api, ['keys', 'create', '--name', 'Bench', '--json'], env))
  const server = startProgram(api, ['serve', '--port', '0', '--json'], env)
  const { url: base } = JSON.parse(await server.firstLine)
  // The earlier commit did not compress.
  const headers = { authorization: `Bearer ${key}`, 'accept-encoding': 'identity' }
  return {
    async request(date) {
      await admin.query(
        `UPDATE ${schema}.change_positions SET last_seq = last_seq + 1 WHERE tenant_id = ${TENANT}`,
      )
      const began = performance.now()
      const response = await fetch(`${base}/api/v2/schedule?date=${date}`, { headers })
      const body = await response.text()
      const ms = performance.now() - began
      if (!response.ok) throw new Error(`The board was answered with ${response.status}: ${body}`)
      return ms
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

async function datesWithAppointments({ admin }: BenchDatabase): Promise<string[]> {
  const { rows } = await admin.query<{ date: string }>(
    `SELECT DISTINCT to_char(starts_at AT TIME ZONE time_zone, 'YYYY-MM-DD') AS date
       FROM lazi.appointments JOIN raw.tenants USING (tenant_id) WHERE tenant_id = $1 ORDER BY 1 DESC LIMIT 100`,
    [TENANT],
  )
  return rows.map(({ date }) => date)
}

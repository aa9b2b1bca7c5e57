import { afterAll, beforeAll, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { crashServer, syncBackends } from '../support/crash-server.ts'
import { count, rounds, seed, startClock } from '../support/effort.ts'
import { holdPages } from '../support/hold-pages.ts'
import { type OwnServer, startOwnServer } from '../support/own-server.ts'
import { createRandom } from '../support/random.ts'
import { connect, type FaultTenant, lagMs, openTenant } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

const jobs = tableOf('jobs')

// Needs its own server. When one of its processes is killed, PostgreSQL terminates all of them, as in a crash, and
// recovers from its log.

let server: OwnServer
beforeAll(async () => {
  server = await startOwnServer()
})
afterAll(() => server.close())

const crash = (pid: number) => crashServer(server, pid)
const backends = (waiting: string) => syncBackends(server, waiting)

test('a run resumes after the previous page when PostgreSQL is killed in the middle of a page', async () => {
  await using tenant = await openTenant(server)
  const blocker = await connect(server.url)
  let held: Promise<unknown> | undefined
  const onProgress = ({ pages }: { pages: number }) => {
    // The counters are written near the end of a page: its records are written by then, but not committed.
    if (pages === 1) held ??= blocker.query('BEGIN; LOCK TABLE raw.sync_runs IN SHARE MODE')
  }
  const api = holdPages(tenant.api, () => held)
  const run = expect(tenant.sync(jobs, { api, onProgress })).rejects.toThrow()
  // The blocker may wait for the lock itself; then the run waits for it.
  await expect.poll(() => held !== undefined).toBe(true)
  await held
  let waiting: readonly number[] = []
  await expect
    .poll(async () => {
      waiting = await backends(`wait_event_type = 'Lock'`)
      return waiting.length
    })
    .toBe(1)
  expect(await crash(waiting[0] as number)).toBe(true)
  await run
  const { rows } = await server.pool.query(
    `SELECT pages::integer, status, (SELECT count(*)::integer FROM raw.st_jobs WHERE tenant_id = $1) AS rows
       FROM raw.sync_runs WHERE tenant_id = $1`,
    [tenant.tenantId],
  )
  const [{ pages }] = rows
  expect(rows).toEqual([{ pages, status: 'running', rows: Math.min(25, pages * 10) }])
  await tenant.syncAll()
  await expectWhole(tenant)
})

/** Kills the server process of a run of any kind, some milliseconds after it began. */
async function killDuring(
  tenant: FaultTenant,
  kind: 'full' | 'incremental' | 'hot' | 'verify',
  pauseMs: number,
) {
  let settled = false
  const run = tenant
    .syncAll({ kind, allowDeletes: true })
    .catch(() => undefined)
    .finally(() => {
      settled = true
    })
  await expect.poll(async () => settled || (await backends('true')).length > 0, { interval: 1 }).toBe(true)
  await new Promise((resolve) => setTimeout(resolve, pauseMs))
  const [pid] = await backends('true')
  const isKilled = pid !== undefined && (await crash(pid))
  await run
  return isKilled
}

test('every kind of run recovers from SIGKILLs of PostgreSQL at random times', async () => {
  await using tenant = await openTenant(server)
  const random = createRandom(seed)
  await tenant.syncAll()
  const hasTime = startClock()
  let kills = 0
  // A run that ended before its process was killed does not count as a round.
  while (kills < rounds(3, 60) && hasTime()) {
    const { sandbox, id } = tenant
    for (const resource of ['jobs', 'appointments', 'campaigns'] as const) {
      const all = [...sandbox.records(id, resource)]
      sandbox.update(id, resource, random.pick(all).id, { active: random.next() < 0.5 })
      const deleted = random.pick(all).id
      sandbox.remove(id, resource, deleted)
      sandbox.insert(id, resource, {})
    }
    if (random.next() < 0.5) sandbox.clock.advance(lagMs)
    if (await killDuring(tenant, random.pick(['full', 'incremental', 'hot', 'verify']), random.int(120)))
      kills += 1
  }
  count('SIGKILL of PostgreSQL', kills)
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll({ kind: 'full', allowDeletes: true })
  await tenant.syncAll({ kind: 'full', allowDeletes: true })
  await expectWhole(tenant)
  expect(kills).toBeGreaterThan(0)
})

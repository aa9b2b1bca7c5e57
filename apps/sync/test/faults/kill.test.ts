import { setTimeout as sleep } from 'node:timers/promises'
import type { ResourceName } from 'servicetitan-sandbox'
import { expect, test } from 'vitest'
import { startCommand } from '../support/command.ts'
import { count, rounds, seed, startClock } from '../support/effort.ts'
import { createRandom, type Random } from '../support/random.ts'
import { type FaultTenant, lagMs, openAlone } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

/** The commands that users and schedulers start, and when they may be killed. */
const commands: readonly (readonly string[])[] = [
  ['run'],
  ['run', '--full', '--allow-deletes'],
  ['run', '--hot'],
  ['verify'],
  ['worker', '--concurrency', '2'],
]

const changing: readonly ResourceName[] = [
  'jobs',
  'appointments',
  'appointment-assignments',
  'locations',
  'campaigns',
]

/** Changes, removes, adds and restores a few records. */
function change({ sandbox, id }: FaultTenant, random: Random, removed: Map<ResourceName, object[]>): void {
  for (const resource of changing) {
    const all = [...sandbox.records(id, resource)]
    sandbox.update(id, resource, random.pick(all).id, { active: random.next() < 0.7 })
    const deleted = random.pick(all)
    sandbox.remove(id, resource, deleted.id)
    const absent = [...(removed.get(resource) ?? []), { ...deleted }]
    if (random.next() < 0.5) sandbox.insert(id, resource, absent.shift() ?? {})
    removed.set(resource, absent)
    sandbox.insert(id, resource, {})
  }
  if (random.next() < 0.7) sandbox.clock.advance(lagMs)
}

/** Requests a run of a table, as another app does. */
async function requestRun(tenant: FaultTenant, random: Random): Promise<void> {
  await tenant.pool.query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind, allow_deletes)
     SELECT $1, table_name, $2, true FROM unnest($3::text[]) AS wanted (table_name)`,
    [
      tenant.tenantId,
      random.pick(['full', 'hot', 'verify', 'incremental']),
      ['st_jobs', 'st_appointments', 'st_campaigns'],
    ],
  )
}

test('SIGKILL of every command at random times loses, duplicates and falsifies nothing', async () => {
  await using tenant = await openAlone({ sandbox: { requestLogSize: 1_000_000 } })
  const random = createRandom(seed)
  const removed = new Map<ResourceName, object[]>()
  await tenant.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES ($1, 'Killed')`, [
    tenant.tenantId,
  ])
  const hasTime = startClock()
  let kills = 0
  let midRun = 0
  for (let round = 0; round < rounds(12, 200) && hasTime(); round += 1) {
    const args = commands[round % commands.length] as readonly string[]
    change(tenant, random, removed)
    if (args[0] === 'worker') await requestRun(tenant, random)
    const seen = tenant.sandbox.requestCount()
    const { child, result } = startCommand(args, tenant.env)
    // After some requests, at a random time while a page is read or written. The pause only spreads the times: the
    // end state must be the same for all of them.
    const requests = 1 + random.int(24)
    // Every other kill surely hits a running sync: its request never gets a response.
    if (round % 2 === 0) tenant.sandbox.addFault({ after: requests - 1, times: 1, hang: true })
    while (tenant.sandbox.requestCount() < seen + requests && child.exitCode === null) await sleep(2)
    await sleep(random.int(20))
    child.kill('SIGKILL')
    const { signal, stderr } = await result
    tenant.sandbox.clearFaults()
    if (signal === 'SIGKILL') kills += 1
    else expect({ round, args, stderr }).toEqual({ round, args, stderr: expect.not.stringContaining('✗') })
    const { rows } = await tenant.pool.query(
      `SELECT count(*)::integer AS n FROM raw.sync_runs WHERE status = 'running'`,
    )
    if (rows[0].n > 0) midRun += 1
  }
  count('SIGKILL of a sync process', kills)
  // A soak with little time left has fewer rounds.
  expect(kills).toBeGreaterThan(rounds(5, 0))
  expect(midRun).toBeGreaterThan(rounds(2, 0))

  tenant.sandbox.clock.advance(lagMs)
  for (const args of [
    ['run'],
    ['run', '--full', '--allow-deletes'],
    ['run', '--full', '--allow-deletes'],
    ['verify'],
  ]) {
    const { code, stderr } = await startCommand(args, tenant.env).result
    expect({ seed, args, code, stderr }).toEqual({
      seed,
      args,
      code: 0,
      stderr: expect.not.stringContaining('✗'),
    })
  }
  await expectWhole(tenant)
})

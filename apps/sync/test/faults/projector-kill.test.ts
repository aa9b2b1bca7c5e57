import { setTimeout as sleep } from 'node:timers/promises'
import type { ResourceName } from 'servicetitan-sandbox'
import { expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { runHere, startCommand } from '../support/command.ts'
import { count, rounds, seed, startClock } from '../support/effort.ts'
import { expectEachChangeOnce, expectProjected, readVersions } from '../support/projected.ts'
import { createRandom, type Random } from '../support/random.ts'
import { type FaultTenant, lagMs, openAlone } from '../support/tenant.ts'

const changing: readonly ResourceName[] = [
  'jobs',
  'appointments',
  'appointment-assignments',
  'locations',
  'tag-types',
]
const some = tables.filter(({ resource }) => changing.includes(resource))

/** Tables that a step writes, in its order; a lock on one of them holds the step up in the middle. */
const held = [
  'lazi.tag_types',
  'lazi.locations',
  'lazi.jobs',
  'lazi.appointments',
  'lazi.appointment_assignments',
  'sync.waiting',
  'lazi.change_positions',
  'lazi.changes',
]

/** Changes, removes and adds records, one of which PostgreSQL refuses, and syncs them. */
async function change(tenant: FaultTenant, random: Random): Promise<void> {
  const { sandbox, id } = tenant
  for (const resource of changing) {
    const all = [...sandbox.records(id, resource)]
    for (const { id: record, active } of all.slice(0, 4))
      sandbox.update(id, resource, record, { active: !active })
    if (all.length > 8) sandbox.remove(id, resource, random.pick(all).id)
    sandbox.insert(id, resource, {})
  }
  const [tag, other] = [...sandbox.records(id, 'tag-types')]
  sandbox.update(id, 'tag-types', tag?.id ?? 0, { name: `A name that is too long ${random.int(1_000)}` })
  sandbox.update(id, 'tag-types', other?.id ?? 0, { name: `Short ${random.int(1_000)}` })
  sandbox.clock.advance(lagMs)
  await tenant.syncAll({ kind: 'full', allowDeletes: true }, some)
}

/**
 * Kills `sync project` with SIGKILL: while it waits for a table in the middle of a step, or at a random time.
 */
async function killProjection(tenant: FaultTenant, random: Random): Promise<boolean> {
  const { pool } = tenant
  const isHeld = random.next() < 0.7
  const holder = await pool.connect()
  try {
    if (isHeld) await holder.query(`BEGIN; LOCK TABLE ${random.pick(held)} IN SHARE MODE`)
    const { child, result } = startCommand(['project'], tenant.env)
    const isMiddle = isHeld
      ? `SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
      : `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%sync.followers%'
                AND pid <> pg_backend_pid()`
    // A step that has nothing for the table ends; then there is nothing to kill.
    while ((await pool.query(isMiddle)).rowCount === 0 && child.exitCode === null) await sleep(2)
    // The pause only spreads the times: the end state must be the same for all of them.
    if (!isHeld) await sleep(random.int(60))
    child.kill('SIGKILL')
    return (await result).signal === 'SIGKILL'
  } finally {
    await holder.query('ROLLBACK')
    holder.release()
  }
}

async function project(tenant: FaultTenant): Promise<void> {
  const { code, stderr } = await runHere(['project'], tenant.env)
  expect({ seed, code, stderr }).toEqual({ seed, code: 0, stderr: expect.not.stringContaining('✗') })
}

test('SIGKILL of a projection at any moment loses no row, and publishes each change once', async () => {
  await using tenant = await openAlone()
  const { pool, tenantId } = tenant
  const random = createRandom(seed)
  const hasTime = startClock()
  let kills = 0
  await tenant.syncAll()
  for (let round = 0; round < rounds(2, 8); round += 1) {
    if (await killProjection(tenant, random)) kills += 1
    await expectProjected(pool, tenantId)
  }
  await project(tenant)
  await expectProjected(pool, tenantId)
  await pool.query('ALTER TABLE lazi.tag_types ADD CONSTRAINT short CHECK (length(name) < 20) NOT VALID')

  const built = await readVersions(pool, tenantId)
  for (let round = 0; round < rounds(3, 200) && hasTime(); round += 1) {
    await change(tenant, random)
    if (random.next() < 0.3)
      await pool.query('UPDATE sync.followers SET pending = ready WHERE tenant_id = $1', [tenantId])
    if (await killProjection(tenant, random)) kills += 1
    await project(tenant)
    expect(await expectProjected(pool, tenantId)).toBeGreaterThan(0)
    await expectEachChangeOnce(pool, tenantId, built)
  }
  count('SIGKILL of a projection', kills)
  // A soak with little time left has fewer rounds.
  expect(kills).toBeGreaterThan(rounds(2, 0))
  const checked = await runHere(['project', '--check', '--json'], tenant.env)
  expect({ code: checked.code, ok: JSON.parse(checked.stdout).ok }).toEqual({ code: 0, ok: true })
})

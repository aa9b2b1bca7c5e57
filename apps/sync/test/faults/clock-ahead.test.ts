import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { connect } from '../../src/database.ts'
import { readTableStates } from '../../src/schedule/read-table-states.ts'
import { removeTenant } from '../../src/tenants/remove-tenant.ts'
import { UnknownTenantError } from '../../src/tenants/tenants.ts'
import { byTest } from '../support/by-test.ts'
import { sealing } from '../support/sealing.ts'
import { type FaultTenant, lagMs, openTenant } from '../support/tenant.ts'

const jobs = tableOf('jobs')
const zones = tableOf('zones')

let database: TestDatabase
let tenant: FaultTenant
beforeEach(async () => {
  database = await createTestDatabase()
  tenant = await openTenant(database)
})
afterEach(async () => {
  await tenant[Symbol.asyncDispose]()
  await database.close()
})

const YEARS_AHEAD = Date.UTC(2090, 0, 1)
const query = async (sql: string) => (await database.pool.query(sql, [tenant.tenantId])).rows

test('a run by a clock that is ahead stores no time in the future', async () => {
  await tenant.sync(zones)
  await tenant.sync(zones, { kind: 'verify', now: () => YEARS_AHEAD })
  await tenant.sync(zones, { now: () => YEARS_AHEAD })
  const times = [
    'last_full_sync',
    'last_incremental_sync',
    'last_verified_at',
    'data_as_of',
    'complete_as_of',
  ]
  const [state] = await query(
    `SELECT ${times.map((time) => `coalesce(${time} > now(), false) AS ${time}`).join(', ')}
       FROM raw.sync_state WHERE tenant_id = $1`,
  )
  expect(state).toEqual(Object.fromEntries(times.map((time) => [time, false])))
})

test('a time in the future that is stored already is replaced by the next run, and delays none', async () => {
  await tenant.sync(zones)
  await query(
    `UPDATE raw.sync_state SET data_as_of = '2090-01-01', last_full_sync = '2090-01-01', next_run_at = '2090-01-01'
      WHERE tenant_id = $1`,
  )
  const now = new Date()
  const options = { now, tenantIds: [tenant.tenantId], tableNames: [zones.name], dueBy: now }
  const [state] = await readTableStates(database.pool, options)
  expect(state?.kinds.full.doneAt).toBeNull()
  await tenant.sync(zones, { kind: 'full' })
  const [stored] = await query(
    `SELECT data_as_of <= now() AND last_full_sync <= now() AS past FROM raw.sync_state WHERE tenant_id = $1`,
  )
  expect(stored).toEqual({ past: true })
})

test.each(['incremental', 'full', 'verify'] as const)(
  'a %s run corrects a record that was dated in the future',
  async (kind) => {
    const [record] = tenant.sandbox.records(tenant.id, 'jobs')
    const id = Number(record?.id)
    tenant.sandbox.addFault({
      mutate: (sent) => (sent.id === id ? { ...sent, modifiedOn: '2062-01-01T00:00:00Z' } : sent),
    })
    await tenant.sync(jobs)
    tenant.sandbox.clearFaults()
    tenant.sandbox.update(tenant.id, 'jobs', id, { summary: 'corrected' })
    tenant.sandbox.clock.advance(lagMs)
    await tenant.sync(jobs, { kind })
    const { rows } = await database.pool.query(
      `SELECT full_data ->> 'summary' AS summary FROM raw.st_jobs WHERE tenant_id = $1 AND st_id = $2`,
      [tenant.tenantId, id],
    )
    expect(rows).toEqual([{ summary: 'corrected' }])
  },
)

test('a run of a tenant that was removed in the meantime writes nothing, and does not create it again', async () => {
  await tenant.sync(zones)
  const client = await connect(database.url)
  try {
    await removeTenant(client, tenant.tenantId, {
      waitMs: 0,
      signal: new AbortController().signal,
      act: byTest(),
      sealing,
    })
    await expect(tenant.syncAgain(zones)).rejects.toBeInstanceOf(UnknownTenantError)
  } finally {
    await client.end()
  }
  expect(await query('SELECT tenant_id FROM raw.tenants WHERE tenant_id = $1')).toEqual([])
  expect(await query('SELECT tenant_id FROM raw.sync_state WHERE tenant_id = $1')).toEqual([])
})

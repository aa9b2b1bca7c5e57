import { domains, followerNames } from 'db-migrations/protocol'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findBehind } from '../../src/followers/follow.ts'
import { takeStep } from '../../src/followers/take-step.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { removeTenant } from '../../src/tenants/remove-tenant.ts'
import { addTenant } from '../../src/tenants/tenant-list.ts'
import { byTest } from '../support/by-test.ts'
import { sealing } from '../support/sealing.ts'
import { connectStepped } from '../support/stepped-client.ts'
import { connect } from '../support/tenant.ts'

let database: TestDatabase
let client: pg.Client
beforeEach(async () => {
  database = await createTestDatabase()
  client = await connect(database.url)
})
afterEach(async () => {
  await client.end()
  await database.close()
})

const now = new Date('2026-07-01T00:00:00Z')
const tenant = { tenantId: '7', name: 'Seven', timeZone: null }
const insertPlainly = () => client.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (7, 'Seven')`)

async function rowsOfTenant() {
  const read = async (sql: string) => (await client.query(sql)).rows.map(({ value }) => value)
  return {
    followers: await read('SELECT name AS value FROM sync.followers WHERE tenant_id = 7 ORDER BY 1'),
    domains: await read(
      `SELECT domain || ' ' || mode AS value FROM sync.domains WHERE tenant_id = 7 ORDER BY 1`,
    ),
    raw: await read('SELECT last_seq AS value FROM raw.change_positions WHERE tenant_id = 7'),
    lazi: await read('SELECT last_seq AS value FROM lazi.change_positions WHERE tenant_id = 7'),
  }
}

const complete = {
  followers: [...followerNames].sort(),
  domains: domains.map((domain) => `${domain} servicetitan`).sort(),
  raw: ['0'],
  lazi: ['0'],
}

test('a tenant that is added has followers, domains and positions in both feeds', async () => {
  await addTenant(client, tenant, byTest(now))
  expect(await rowsOfTenant()).toEqual(complete)
})

test('a tenant that other software inserts gets them before the first step of a follower', async () => {
  await insertPlainly()
  expect(await findBehind(client, recordsFollower, now)).toEqual(['7'])
  expect(await takeStep(client, recordsFollower, { tenantId: '7', now })).toMatchObject({ outcome: 'done' })
  expect(await rowsOfTenant()).toEqual(complete)
  expect(await findBehind(client, recordsFollower, now)).toEqual([])
})

test('two workers may complete the same tenant', async () => {
  await insertPlainly()
  const other = await connect(database.url)
  try {
    const steps = await Promise.all(
      [client, other].map((worker) => takeStep(worker, recordsFollower, { tenantId: '7', now })),
    )
    expect(steps.map(({ outcome }) => outcome)).toContain('done')
  } finally {
    await other.end()
  }
  expect(await rowsOfTenant()).toEqual(complete)
})

test('a step for a tenant that was removed inserts nothing', async () => {
  await insertPlainly()
  await removeTenant(client, '7', { waitMs: 0, signal: new AbortController().signal, act: byTest(), sealing })
  expect(await takeStep(client, recordsFollower, { tenantId: '7', now })).toEqual({ outcome: 'busy' })
  expect(await rowsOfTenant()).toEqual({ followers: [], domains: [], raw: [], lazi: [] })
})

test('adding a tenant while it is removed waits for the removal, without a deadlock', async () => {
  await addTenant(client, tenant, byTest(now))
  let added: Promise<boolean> | undefined
  const isWaiting = async () => {
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
    return (await database.pool.query(waiting)).rowCount === 1
  }
  const remover = await connectStepped(database.url, {
    async before(text) {
      if (!text.startsWith('DELETE FROM sync.domains')) return
      added = addTenant(client, tenant, byTest(now))
      added.catch(() => undefined)
      await expect.poll(isWaiting).toBe(true)
    },
  })
  try {
    const signal = new AbortController().signal
    expect(await removeTenant(remover, '7', { waitMs: 0, signal, act: byTest(), sealing })).toMatchObject({
      unchanged: [],
    })
    expect(await added).toBe(true)
  } finally {
    await remover.end()
  }
  expect(await rowsOfTenant()).toEqual(complete)
})

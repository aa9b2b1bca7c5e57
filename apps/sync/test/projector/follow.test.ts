import { createTestDatabase } from 'db-migrations/testing'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { openPool } from '../../src/database.ts'
import { follow } from '../../src/followers/follow.ts'
import type { Follower } from '../../src/followers/follower.ts'
import { createAlarm } from '../../src/schedule/alarm.ts'
import { addTenant } from '../../src/tenants/tenant-list.ts'
import { byTest } from '../support/by-test.ts'
import { connect } from '../support/tenant.ts'

const [LARGE, SMALL] = ['9000001', '9000002'] as const
const now = new Date('2026-07-01T00:00:00Z')

test('a tenant that is found during the steps of a large one takes its step in between', async () => {
  await using database = await createTestDatabase()
  const client = await connect(database.url)
  const pool = openPool(database.url, { max: 2, onError: () => undefined })
  const stop = new AbortController()
  const alarm = createAlarm()
  const steps: string[] = []
  const add = (tenantId: string) => addTenant(client, { tenantId, name: null, timeZone: null }, byTest(now))
  // The large tenant has something left until the small one has taken its step.
  const follower: Follower = {
    name: 'records',
    feed: 'raw',
    hasDays: false,
    otherWork: 'false',
    version: 1,
    tables: [],
    tablesOf: () => [],
    openStep: ({ tenantId }) => ({
      apply: async () => undefined,
      findBuildable: async () => [],
      rebuild: async () => ({ after: null, rows: 0 }),
      async finish() {
        steps.push(tenantId)
        if (steps.length === 1) {
          await add(SMALL)
          alarm.ring()
        }
        return { hasMore: tenantId === LARGE && !steps.includes(SMALL), written: 0 }
      },
    }),
  }
  try {
    await add(LARGE)
    await follow({
      follower,
      pool,
      slots: 1,
      everyMs: 3_600_000,
      alarm,
      onCaughtUp: () => stop.abort(),
      now: () => now.getTime(),
      logger: pino({ level: 'silent' }),
      signal: stop.signal,
    })
  } finally {
    await pool.end()
    await client.end()
  }
  expect(steps[0]).toBe(LARGE)
  expect(steps).toContain(SMALL)
})

import { createHash } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { type Act, type AuditEntry, changedFields, commandAct, recordEntries } from 'records'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const noon = new Date('2026-03-01T12:00:00Z')
const act: Act = { actor: { kind: 'cli', id: 'alice@db-1', name: 'alice on db-1' }, now: noon }
const pause: AuditEntry = {
  action: 'pause',
  entity: 'raw.tenants',
  entityId: '7',
  changes: { status: { old: 'active', new: 'paused' } },
}

async function inTransaction(work: (client: pg.ClientBase) => Promise<void>, end = 'COMMIT') {
  const client = await database.pool.connect()
  try {
    await client.query('BEGIN; SET LOCAL ROLE lazi_sync')
    await work(client)
    await client.query(end)
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

const entriesOf = async (tenantId: string) =>
  (await database.pool.query('SELECT * FROM audit.entries WHERE tenant_id = $1 ORDER BY seq', [tenantId]))
    .rows

test('records who did what, when, why and through what, with a salted hash of the changes', async () => {
  const requestId = '6f1c1c5e-51a5-4d5e-9d7b-0d5b8b7b0c11'
  const key: Act = {
    actor: { kind: 'key', id: '5', name: 'office', onBehalfOf: 'Dana' },
    now: noon,
    reason: 'asked by phone 📞',
    requestId,
    runId: '12',
  }
  await inTransaction((client) =>
    recordEntries(client, '1', key, [pause, { action: 'logout', entity: 'api.sessions', entityId: '3' }]),
  )
  const [first, second] = await entriesOf('1')
  expect(first).toMatchObject({
    seq: '1',
    at: noon,
    actor_kind: 'key',
    actor_id: '5',
    actor_name: 'office',
    on_behalf_of: 'Dana',
    action: 'pause',
    entity: 'raw.tenants',
    entity_id: '7',
    request_id: requestId,
    run_id: '12',
    reason: 'asked by phone 📞',
    changes: '{"status":{"old":"active","new":"paused"}}',
  })
  const salt = Buffer.from(first.salt.replaceAll('-', ''), 'hex')
  expect(first.changes_hash).toEqual(createHash('sha256').update(salt).update(first.changes).digest())
  const { rows } = await database.pool.query('SELECT session_user AS login')
  expect(first.db_user).toBe(rows[0].login)
  expect(second).toMatchObject({ seq: '2', changes: null, salt: null, changes_hash: null })
})

test('is part of the transaction: without its commit there is no entry, and no gap', async () => {
  await inTransaction((client) => recordEntries(client, '2', act, [pause]), 'ROLLBACK')
  await inTransaction((client) => recordEntries(client, '2', act, []))
  expect(await entriesOf('2')).toEqual([])
  await inTransaction((client) => recordEntries(client, '2', act, [pause]))
  expect((await entriesOf('2')).map(({ seq }) => seq)).toEqual(['1'])
})

test('an entry that PostgreSQL refuses fails the transaction', async () => {
  const long = { ...act, reason: 'x'.repeat(501) }
  await expect(inTransaction((client) => recordEntries(client, '3', long, [pause]))).rejects.toMatchObject({
    constraint: 'entries_reason_check',
  })
  expect(await entriesOf('3')).toEqual([])
})

test('its time never goes back, whatever the clocks of its writers show', async () => {
  for (const minutes of [0, -5, 3, -60]) {
    const now = new Date(noon.getTime() + minutes * 60_000)
    await inTransaction((client) => recordEntries(client, '4', { ...act, now }, [pause]))
  }
  const times = (await entriesOf('4')).map(({ at }) => at.toISOString().slice(11, 16))
  expect(times).toEqual(['12:00', '12:00', '12:03', '12:03'])
})

test('8 concurrent writers leave no gap and no double, and times in the order of the numbers', async () => {
  const [writers, each] = [8, 60]
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let n = 0; n < each; n++) {
        const now = new Date(noon.getTime() + ((writer * 37 + n * 11) % 100) * 1_000)
        const entries = n % 3 === 0 ? [pause, pause] : [pause]
        await inTransaction(
          (client) => recordEntries(client, '5', { ...act, now }, entries),
          n % 7 === 6 ? 'ROLLBACK' : 'COMMIT',
        )
      }
    }),
  )
  const entries = await entriesOf('5')
  expect(entries.length).toBeGreaterThan(400)
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => String(index + 1)))
  const times = entries.map(({ at }) => at.getTime())
  expect(times).toEqual(times.toSorted((one, other) => one - other))
})

test('a change without a difference has no fields', () => {
  expect(changedFields({ name: 'A', zone: 'UTC' }, { name: 'A', zone: 'UTC' })).toBeNull()
  expect(changedFields({ name: 'A', at: noon }, { name: 'B', at: new Date(noon) })).toEqual({
    name: { old: 'A', new: 'B' },
  })
})

test('the reason of a command is trimmed and bounded', () => {
  expect(commandAct({ reason: '  why ' }, noon)).toMatchObject({ actor: { kind: 'cli' }, reason: 'why' })
  expect(commandAct({ reason: ' ' }, noon).reason).toBeUndefined()
  expect(commandAct({ reason: '📞'.repeat(500) }, noon).reason).toHaveLength(1_000)
  expect(() => commandAct({ reason: 'x'.repeat(501) }, noon)).toThrow('more than 500 characters')
})

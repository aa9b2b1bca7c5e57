import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type pg from 'pg'
import type { Act } from 'records'
import { customerFields } from 'records/fields'
import { changeRecord, writeRecords } from 'records/writes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool } from '../../src/database.ts'
import { createTenantAccess } from '../../src/tenant/tenant-access.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { setDomains, type WorldIds, worldIds } from '../fixtures/own-domains.ts'

// The last statements of a change are sent before the first of them is answered. The server has one connection for all
// requests, so each test also shows that the connection is as good as before.

let server: ApiServer
let key: string
let ids: WorldIds
const warnings: Error[] = []
const note = (warning: Error) => void warnings.push(warning)
beforeAll(async () => {
  process.on('warning', note)
  server = await startApiServer({ poolSize: 1, keyCacheMs: 600_000 })
  await insertWorld(server.database.pool, '1')
  await setDomains(server.database.pool, '1')
  ids = await worldIds(server.database.pool, '1')
  key = await server.createKey('1', 'admin')
})
afterAll(async () => {
  process.off('warning', note)
  await server.close()
})

async function change(body: object, { version, id = ids.ada }: { version?: string; id?: string } = {}) {
  const current = (await (await server.get(`/api/v2/customers/${id}`, key)).json()) as { version: number }
  const response = await server.get(`/api/v2/customers/${id}`, key, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': `"${version ?? current.version}"` },
    body: JSON.stringify(body),
  })
  return response.status
}

/** Everything that a change writes. */
const state = async () =>
  (
    await server.database.pool.query(
      `SELECT (SELECT json_agg(c ORDER BY id) FROM lazi.customers AS c) AS customers,
              (SELECT json_agg(o ORDER BY record_id) FROM sync.outbox AS o) AS outbox,
              (SELECT json_agg(e ORDER BY tenant_id, seq) FROM audit.entries AS e) AS entries,
              (SELECT json_agg(p ORDER BY tenant_id) FROM audit.positions AS p) AS entered,
              (SELECT json_agg(c ORDER BY tenant_id, seq) FROM lazi.changes AS c) AS changes,
              (SELECT json_agg(p ORDER BY tenant_id) FROM lazi.change_positions AS p) AS published`,
    )
  ).rows[0]

async function versionOf(id: string): Promise<string> {
  const text = 'SELECT version::text FROM lazi.customers WHERE tenant_id = 1 AND id = $1'
  return (await server.database.pool.query<{ version: string }>(text, [id])).rows[0]?.version as string
}

/** The processes of PostgreSQL that serve the requests. */
const sessions = async () =>
  (
    await server.database.pool.query<{ pid: number; state: string }>(
      `SELECT pid, state FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'lazi-api' ORDER BY pid`,
    )
  ).rows

/** Ends a pool of a test: PostgreSQL lists its sessions for a moment longer. */
async function end(pool: pg.Pool): Promise<void> {
  await pool.end()
  await expect.poll(sessions).toHaveLength(1)
}

describe('a change of which one statement fails', () => {
  test.each([
    ['the record', 'lazi.customers', `address_unit <> 'refused'`],
    ['what is agreed', 'sync.outbox', `table_name <> 'customers'`],
    ['the place in the log', 'audit.positions', 'last_seq < 0'],
    ['the entry', 'audit.entries', `entity <> 'lazi.customers'`],
    ['the place in the feed', 'lazi.change_positions', 'last_seq < 0'],
    ['the row of the feed', 'lazi.changes', `table_name <> 'customers'`],
  ])('%s: nothing is written, and the cause is logged', async (_, table, check) => {
    expect(await change({ addressUnit: 'before' })).toBe(200)
    const before = await state()
    const pids = await sessions()
    await server.database.pool.query(`ALTER TABLE ${table} ADD CONSTRAINT refused CHECK (${check}) NOT VALID`)
    try {
      expect(await change({ addressUnit: 'refused' })).toBe(500)
    } finally {
      await server.database.pool.query(`ALTER TABLE ${table} DROP CONSTRAINT refused`)
    }
    const logged = server.log.findLast(({ err }) => err !== undefined)
    expect(logged?.err).toMatchObject({ message: expect.stringContaining('check constraint "refused"') })
    expect(await state()).toEqual(before)
    expect(await sessions()).toEqual(pids)
    expect(await change({ addressUnit: 'after' })).toBe(200)
  })
})

test('the cause is logged too when a statement follows that is sent later', async () => {
  const { pool } = server.database
  const { rows } = await pool.query<{ name: string }>(
    'SELECT name FROM lazi.customers WHERE tenant_id = 1 AND id = $1',
    [ids.bo],
  )
  expect(await change({ name: 'Bob' }, { id: ids.bo })).toBe(200)
  await pool.query('ALTER TABLE audit.positions ADD CONSTRAINT refused CHECK (last_seq < 0) NOT VALID')
  try {
    // With the name on which both sides agreed, nothing differs: the row that says so is deleted after the others.
    expect(await change({ name: rows[0]?.name }, { id: ids.bo })).toBe(500)
  } finally {
    await pool.query('ALTER TABLE audit.positions DROP CONSTRAINT refused')
  }
  const logged = server.log.findLast(({ err }) => err !== undefined)
  expect(logged?.err).toMatchObject({ message: expect.stringContaining('check constraint "refused"') })
})

test('a change that hides the failure of a statement is not reported as made', async () => {
  const pool = openPool(server.database.url, { max: 1, onError: () => undefined })
  const { write } = createTenantAccess({ pool, statementTimeoutMs: 30_000 })
  try {
    const made = write({ tenantId: '1' }, async (client) => {
      await client.query('SELECT 1 / 0').catch(() => undefined)
    })
    await expect(made).rejects.toThrow('was not committed')
    await write({ tenantId: '1' }, (client) => client.query('SELECT 1'))
  } finally {
    await end(pool)
  }
})

test('refusals leave the connection as it was', async () => {
  const before = await state()
  const pids = await sessions()
  expect(await change({ name: 'Eva' }, { version: '99' })).toBe(412)
  expect(await change({ name: 'Eva', tagTypeIds: ['0199c2a4-7d1e-7b3a-9c55-000000000000'] })).toBe(400)
  await setDomains(server.database.pool, '1', 'servicetitan')
  expect(await change({ name: 'Eva' })).toBe(409)
  await setDomains(server.database.pool, '1')
  expect(await state()).toEqual(before)
  expect(await sessions()).toEqual(pids)
  expect(await change({ name: 'Ada' })).toBe(200)
})

test('a change whose connection ends between its statements is a 503, and nothing is written', async () => {
  const { pool } = server.database
  const before = await state()
  const holder = await pool.connect()
  try {
    await holder.query('BEGIN; SELECT FROM audit.positions WHERE tenant_id = 1 FOR UPDATE')
    const requested = change({ addressUnit: 'lost' })
    const waiting = async () =>
      (
        await pool.query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lazi-api'
              AND wait_event_type = 'Lock'`,
        )
      ).rows
    await expect.poll(waiting).toHaveLength(1)
    await pool.query('SELECT pg_terminate_backend($1)', [(await waiting())[0]?.pid])
    expect(await requested).toBe(503)
  } finally {
    await holder.query('ROLLBACK')
    holder.release()
  }
  expect(await state()).toEqual(before)
  expect(await change({ addressUnit: 'after' })).toBe(200)
})

test('the last statements are committed while this process reads no answer', async () => {
  const pool = openPool(server.database.url, { max: 1, onError: () => undefined })
  const { write } = createTenantAccess({ pool, statementTimeoutMs: 30_000 })
  const unit = `Unit of ${randomUUID()}`
  const { promise: sent, resolve: isSent } = Promise.withResolvers<Socket>()
  try {
    const written = write({ tenantId: '1' }, async (client, beforeCommit) => {
      const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } })
        .connection
      beforeCommit(() => {
        stream.pause()
        isSent(stream)
        return client.query('UPDATE lazi.customers SET address_unit = $2 WHERE tenant_id = 1 AND id = $1', [
          ids.ada,
          unit,
        ])
      })
    })
    const stream = await sent
    const stored = async () =>
      (
        await server.database.pool.query<{ unit: string }>(
          'SELECT address_unit AS unit FROM lazi.customers WHERE tenant_id = 1 AND id = $1',
          [ids.ada],
        )
      ).rows[0]?.unit
    await expect.poll(stored).toBe(unit)
    stream.resume()
    await written
  } finally {
    await end(pool)
  }
})

test('the driver gives no warning about statements that are sent while another one runs', () => {
  expect(warnings).toEqual([])
})

test('the statements of a change are planned once per connection, and not for each change', async () => {
  const pool = openPool(server.database.url, { max: 1, onError: () => undefined })
  const { write } = createTenantAccess({ pool, statementTimeoutMs: 30_000 })
  const tenant = { tenantId: '1' }
  const act: Act = { actor: { kind: 'key', id: '1' }, now: new Date() }
  try {
    for (let n = 0; n < 8; n++) {
      await write(tenant, (client) =>
        writeRecords(client, { ...tenant, domains: ['customers'], act }, async (change) => {
          const version = await versionOf(ids.ada)
          const values = { addressUnit: `Unit ${n}` }
          await changeRecord(change, { table: customerFields, reference: ids.ada, version, values })
        }),
      )
    }
    const { rows } = await write(tenant, (client) =>
      client.query('SELECT name, custom_plans::integer AS plans FROM pg_prepared_statements'),
    )
    expect(rows.length).toBeGreaterThan(6)
    // PostgreSQL compares the costs of five plans first.
    expect(rows.filter(({ plans }) => plans > 5)).toEqual([])
  } finally {
    await end(pool)
  }
})

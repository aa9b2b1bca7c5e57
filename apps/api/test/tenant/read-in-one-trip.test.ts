import { statementName } from 'cli-kit/postgres'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '../../src/database.ts'
import { DatabaseUnavailableError } from '../../src/tenant/database-errors.ts'
import { readInOneTrip } from '../../src/tenant/read-in-one-trip.ts'
import { insertTenant } from '../fixtures/insert-rows.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  for (const tenantId of ['7', '8']) await insertTenant(database.pool, tenantId, 'UTC')
})
afterAll(() => database.close())

const open = (url = database.url) => openPool(url, { max: 1, onError: () => undefined })
const tenant = { tenantId: '7', statementTimeoutMs: 60_000 }
const names = 'SELECT name FROM raw.tenants'

test('a statement sees its tenant and leaves no settings on the connection', async () => {
  const pool = open()
  try {
    const rows = await readInOneTrip<{ name: string }>(pool, tenant, names)
    expect(rows).toEqual([{ name: 'Tenant 7' }])
    const after = await pool.query(
      `SELECT current_user = session_user AS own, nullif(current_setting('lazi.tenant_id', true), '') AS tenant`,
    )
    expect(after.rows).toEqual([{ own: true, tenant: null }])
  } finally {
    await pool.end()
  }
})

test.each([false, true])(
  'one connection serves one tenant after another; behind a pooler: %s',
  async (isPooled) => {
    const pool = openPool(database.url, { max: 1, onError: () => undefined, isPooled })
    try {
      for (const tenantId of ['7', '8', '7', '9']) {
        expect(await readInOneTrip(pool, { ...tenant, tenantId }, names)).toEqual(
          tenantId === '9' ? [] : [{ name: `Tenant ${tenantId}` }],
        )
      }
      const { rows } = await pool.query('SELECT name FROM pg_prepared_statements')
      expect(rows).toEqual(isPooled ? [] : [{ name: statementName(names) }])
    } finally {
      await pool.end()
    }
  },
)

test.each([false, true])(
  'the tenant is the parameter of the statement; behind a pooler: %s',
  async (isPooled) => {
    const pool = openPool(database.url, { max: 1, onError: () => undefined, isPooled })
    try {
      for (const tenantId of ['7', '8', '9223372036854775807']) {
        const text = 'SELECT $1::bigint AS id, (SELECT name FROM raw.tenants WHERE tenant_id = $1) AS name'
        const name = tenantId.length === 1 ? `Tenant ${tenantId}` : null
        expect(await readInOneTrip(pool, { ...tenant, tenantId }, text)).toEqual([{ id: tenantId, name }])
      }
    } finally {
      await pool.end()
    }
  },
)

test('a statement cannot write', async () => {
  const pool = open()
  try {
    await expect(readInOneTrip(pool, tenant, 'DELETE FROM raw.tenants')).rejects.toThrow(
      /read-only|permission/,
    )
  } finally {
    await pool.end()
  }
})

test('a statement succeeds after one that failed', async () => {
  const pool = open()
  try {
    await expect(readInOneTrip(pool, tenant, 'SELECT 1 / 0')).rejects.toThrow('division by zero')
    await expect(
      readInOneTrip(pool, { ...tenant, statementTimeoutMs: 10 }, 'SELECT pg_sleep(60)'),
    ).rejects.toThrow('statement timeout')
    expect(await readInOneTrip(pool, tenant, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    const { rows } = await pool.query('SELECT current_user = session_user AS own')
    expect(rows).toEqual([{ own: true }])
  } finally {
    await pool.end()
  }
})

test('a server that cannot be reached is a DatabaseUnavailableError', async () => {
  const nowhere = new URL(database.url)
  nowhere.port = '1'
  const pool = open(nowhere.href)
  try {
    await expect(readInOneTrip(pool, tenant, names)).rejects.toThrow(DatabaseUnavailableError)
  } finally {
    await pool.end()
  }
})

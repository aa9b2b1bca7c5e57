import type { ColumnType } from 'catalog'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readColumn, readIfPossible } from '../src/columns/read-column.ts'

let database: TestDatabase
let client: pg.PoolClient
beforeAll(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
})
afterAll(async () => {
  client.release()
  await database.close()
})

const types: readonly ColumnType[] = [
  'text',
  'boolean',
  'bigint',
  'integer',
  'numeric',
  'amount',
  'timestamptz',
  'date',
  'latitude',
  'longitude',
  'bigint[]',
  'text[]',
  'jsonb',
]

const numbers = [
  '0',
  '-0',
  '1.0',
  '1e2',
  '1.5',
  '2147483647',
  '2147483648',
  '-2147483648',
  '-2147483649',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '-9223372036854775809',
  '10000000000000000000',
  '1e-300',
  '1e-310',
  '1e-400',
  '-1e-320',
  '90',
  '90.0000001',
  '-180',
  '1e400',
]

const times = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00z',
  '2026-01-01T00:00:00',
  '2026-01-01T00:00:00.',
  '2026-01-01T00:00:00.1234567Z',
  '2026-01-01T00:00:00.12345678901234567890Z',
  '2026-01-01T00:00:00+05',
  '2026-01-01T00:00:00-06:30',
  '2026-01-01T00:00:00+0530',
  '2026-01-01T00:00:00+15:59',
  '2026-01-01T00:00:00+16:00',
  '2026-01-01T00:00:00+05:60',
  '2026-01-01T24:00:00Z',
  '2026-01-01T24:00:01Z',
  '2026-01-01T23:59:60Z',
  '2026-01-01T23:59:61Z',
  '2026-01-01T23:60:00Z',
  '2026-01-32T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2024-02-29T00:00:00Z',
  '2100-02-29T00:00:00Z',
  '2000-02-29T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.9999999Z',
  '2026-01-01T00:00:00 and more',
  '2026-01-01 00:00:00Z',
  'YYYY-MM-DDThh:mm:ss',
  '',
]

const lists = [
  '[]',
  '[1, 2, null]',
  '[1.5]',
  '[9223372036854775808]',
  '[true]',
  '[{"a": 1}]',
  '["a"]',
  '[[1], 2]',
]
const samples = ['null', 'true', '{}', '{"a": [1]}', '"125.50"', '"-.5"', '"1e5"', ...numbers, ...lists]
const texts = [...samples, ...times.map((time) => JSON.stringify(time))]

/** The text of a value; 'error' if PostgreSQL refuses it. */
async function read(sql: string, json: string): Promise<string | null> {
  try {
    const { rows } = await client.query<{ value: string | null }>(
      `SELECT (${sql})::text AS value FROM (SELECT jsonb_build_object('it', $1::jsonb) AS d) AS record`,
      [json],
    )
    return rows[0]?.value ?? null
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code?.startsWith('22')) return 'error'
    throw error
  }
}

test.each(types)(
  '%s: a value that cannot be cast is NULL, and every other one is read alike',
  async (type) => {
    const column = { name: 'it', path: 'it', type }
    const different: unknown[] = []
    let refused = 0
    for (const json of texts) {
      const exact = await read(readColumn(column), json)
      if (exact === 'error') refused++
      const expected = exact === 'error' ? null : exact
      const found = await read(readIfPossible(column), json)
      if (found !== expected) different.push({ json, expected, found })
    }
    expect(different).toEqual([])
    expect(refused > 0).toBe(!['text', 'boolean', 'numeric', 'amount', 'text[]', 'jsonb'].includes(type))
  },
)

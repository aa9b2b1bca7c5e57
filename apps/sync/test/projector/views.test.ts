import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { projectAll } from '../support/project.ts'
import { type Model, openModel } from '../support/records-model.ts'
import { connect } from '../support/tenant.ts'

// The rows of a view are not stored: its changes follow from those of the cache.

let database: TestDatabase
let client: pg.Client
let model: Model
beforeAll(async () => {
  database = await createTestDatabase()
  client = await connect(database.url)
})
beforeEach(async () => {
  model = await openModel(database, client)
  await model.settle()
})
afterAll(async () => {
  await client.end()
  await database.close()
})

/** Publishes changes of the cached invoices. */
async function publish(
  ...changes: readonly { id: number | null; op: string; paths?: readonly string[] }[]
): Promise<void> {
  await client.query(
    `WITH change AS (
       SELECT row_number() OVER () AS number, value ->> 'id' AS id, value ->> 'op' AS op,
              ARRAY(SELECT jsonb_array_elements_text(value -> 'paths')) AS paths
         FROM jsonb_array_elements($2::jsonb) AS value
     ), position AS (
       UPDATE raw.change_positions SET last_seq = last_seq + $3 WHERE tenant_id = $1 RETURNING last_seq - $3 AS seq
     )
     INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, at)
     SELECT $1, position.seq + number, 'st_invoices', id::bigint, op, paths, now() FROM change, position`,
    [model.tenantId, JSON.stringify(changes.map((change) => ({ paths: [], ...change }))), changes.length],
  )
}

/** The changes of invoices that a consumer of the records' feed receives from now on. */
async function follow(work: () => Promise<void>) {
  const { rows: positions } = await client.query(
    'SELECT last_seq AS seq FROM lazi.change_positions WHERE tenant_id = $1',
    [model.tenantId],
  )
  await work()
  await projectAll(database.url, model.tenantId)
  const { rows } = await client.query<{ id: string | null; op: string; paths: string[] }>(
    `SELECT lazi.st_id_of(id) AS id, op, changed_paths AS paths FROM lazi.changes
      WHERE tenant_id = $1 AND seq > $2 AND table_name = 'invoices' ORDER BY seq`,
    [model.tenantId, positions[0]?.seq],
  )
  return rows
}

const snapshot = { id: null, op: 'snapshot', paths: [] }

test('a snapshot of the cache table is one of the view', async () => {
  expect(await follow(() => publish(snapshot))).toEqual([snapshot])
})

test('a follower that is behind the feed asks for the whole view to be read, once', async () => {
  const lost = await follow(async () => {
    await publish({ id: 1, op: 'update' })
    await model.run({ do: 'trim' })
  })
  expect(lost).toEqual([snapshot])
  expect(await follow(() => publish({ id: 1, op: 'delete' }))).toEqual([{ id: '1', op: 'delete', paths: [] }])
})

test('changes of one row within a step stay in order', async () => {
  const changes = [
    ...Array.from({ length: 300 }, (_, index) => ({ id: (index * 37) % 11, op: 'update' })),
    ...Array.from({ length: 11 }, (_, id) => ({ id, op: 'delete' })),
  ]
  const found = await follow(() => publish(...changes))
  expect(found.map(({ id, op }) => ({ id: Number(id), op }))).toEqual(changes)
})

test('a change names the columns that have another value', async () => {
  const update = (...paths: string[]) => ({ id: 1, op: 'update', paths })
  const found = await follow(() =>
    publish(
      update('customer.id', 'modifiedOn'),
      update('active', 'createdOn', 'batch.id'),
      // It was null before.
      update('customer'),
      update('customFields'),
    ),
  )
  expect(found.map(({ paths }) => paths)).toEqual([
    ['customer_id', 'st_modified_on'],
    ['active', 'created_at', 'batch_st_id'],
    ['customer_id', 'customer_name'],
    [],
  ])
})

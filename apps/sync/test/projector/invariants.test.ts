import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { projections } from '../../src/projector/tables.ts'
import { modelTables } from '../support/expected-records.ts'
import { projectAll } from '../support/project.ts'
import { expectProjected } from '../support/projected.ts'
import { type Model, openModel } from '../support/records-model.ts'
import { connectStepped } from '../support/stepped-client.ts'
import { connect, lagMs, openAlone } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

// What must hold between the cache and the records that are projected from it.
// `invariants/records-model.test.ts` checks it for any history; here each has an example of its own.

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

const read = async (sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows
const page = (
  model: Model,
  table: (typeof modelTables)[number],
  ...records: { id: number; fields: object }[]
) => model.run({ do: 'page', table, records })

const job = { jobNumber: 'a', customerId: 1, locationId: 2, jobStatus: 'Scheduled', tagTypeIds: [3] }

/** The records of a tenant without what a rebuild need not repeat. */
async function records(tenantId: string): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {}
  for (const { name, table } of projections) {
    if (!table) continue
    found[name] = await read(
      `SELECT to_jsonb(record) - '{version, updated_at}'::text[] AS record FROM lazi.${name} AS record
        WHERE tenant_id = $1 ORDER BY st_id`,
      [tenantId],
    )
  }
  return found
}

test('a cached row has a record, or waits as refused, or both; a missing reference keeps no row out', async () => {
  const model = await openModel(database, client)
  await model.settle()
  await client.query(`ALTER TABLE lazi.customers ADD CONSTRAINT short CHECK (length(name) < 5) NOT VALID`)
  await page(model, 'customers', { id: 1, fields: { name: 'Ann' } }, { id: 2, fields: { name: 'Bob' } })
  await page(model, 'jobs', { id: 7, fields: job })
  await model.settle()
  await page(
    model,
    'customers',
    { id: 2, fields: { name: 'Barbara' } },
    { id: 3, fields: { name: 'Charles' } },
  )
  await model.settle()

  expect(await expectProjected(database.pool, model.tenantId)).toBe(2)
  const customers = await read('SELECT st_id, name FROM lazi.customers ORDER BY st_id')
  expect(customers).toEqual([
    { st_id: '1', name: 'Ann' },
    { st_id: '2', name: 'Bob' },
  ])
  // Its location and its tag do not exist.
  expect(await read('SELECT location_id, customer_id IS NOT NULL AS "hasCustomer" FROM lazi.jobs')).toEqual([
    { location_id: null, hasCustomer: true },
  ])
  const waiting = 'SELECT table_name, st_id, needs_table, reason FROM sync.waiting ORDER BY 1, 2, 3'
  expect(await read(waiting)).toEqual([
    { table_name: 'customers', st_id: '2', needs_table: '', reason: 'refused' },
    { table_name: 'customers', st_id: '3', needs_table: '', reason: 'refused' },
    { table_name: 'jobs', st_id: '7', needs_table: 'locations', reason: 'reference' },
    { table_name: 'jobs', st_id: '7', needs_table: 'tag_types', reason: 'reference' },
  ])
})

test('an array of ids with nulls refers to the others', async () => {
  const model = await openModel(database, client)
  await page(model, 'tag_types', { id: 3, fields: { name: 'Late' } })
  await page(model, 'jobs', { id: 7, fields: { ...job, customerId: null, tagTypeIds: [null, 3, null, 4] } })
  await model.settle()
  expect(await read('SELECT cardinality(tag_type_ids) AS tags FROM lazi.jobs')).toEqual([{ tags: 1 }])
  expect(await read(`SELECT needs_st_id AS id FROM sync.waiting WHERE needs_table = 'tag_types'`)).toEqual([
    { id: '4' },
  ])
})

test('a refused row hides no missing reference of other rows in its batch', async () => {
  const model = await openModel(database, client)
  await model.settle()
  await client.query(`ALTER TABLE lazi.jobs ADD CONSTRAINT good CHECK (number <> 'bad') NOT VALID`)
  const fields = { jobNumber: 'good', customerId: 5 }
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8]
  await page(
    model,
    'jobs',
    ...numbers.map((id) => ({ id, fields: id === 4 ? { jobNumber: 'bad' } : fields })),
  )
  await model.settle()
  const waiting = await read('SELECT st_id AS id, reason FROM sync.waiting ORDER BY st_id')
  expect(waiting).toEqual(
    numbers.map((id) => ({ id: String(id), reason: id === 4 ? 'refused' : 'reference' })),
  )
})

test('a rebuild into empty tables equals what was followed, ids included', async () => {
  const model = await openModel(database, client)
  await model.settle()
  const fields = { name: 'a', customerId: 1, locationId: 2, jobId: 7, appointmentId: 8, technicianId: 4 }
  // Children first, and each of them again after its parents.
  for (const table of [...modelTables.toReversed(), ...modelTables]) {
    const ids = [1, 2, 3, 4, 7, 8]
    await page(model, table, ...ids.map((id) => ({ id, fields: table === 'jobs' ? job : fields })))
    await model.run({ do: 'step' })
  }
  await model.run({ do: 'tombstone', table: 'appointments', ids: [8] })
  await model.settle()
  const followed = await records(model.tenantId)
  expect(followed.jobs).toHaveLength(6)

  for (const { name, table } of projections.toReversed())
    if (table) await client.query(`DELETE FROM lazi.${name}`)
  await client.query('DELETE FROM sync.waiting')
  await client.query(`UPDATE sync.followers SET ready = '{}', rebuild_table = NULL, rebuild_after = NULL`)
  await model.settle()
  expect(await records(model.tenantId)).toEqual(followed)
})

test('an older version of a row, or an older change, never replaces a newer record', async () => {
  await using tenant = await openAlone()
  const { sandbox, id, tenantId, pool } = tenant
  await tenant.syncAll()
  await projectAll(tenant.databaseUrl, tenantId)
  const jobs = tableOf('jobs')
  const [first] = [...sandbox.records(id, 'jobs')]
  const older = { ...first }
  sandbox.update(id, 'jobs', first?.id ?? 0, { summary: 'newer' })
  sandbox.clock.advance(lagMs)
  await tenant.sync(jobs)
  await projectAll(tenant.databaseUrl, tenantId)
  const record = async () =>
    (await pool.query('SELECT summary, version, updated_at FROM lazi.jobs WHERE st_id = $1', [first?.id]))
      .rows
  const newer = await record()
  expect(newer).toMatchObject([{ summary: 'newer', version: '2' }])

  // ServiceTitan sends the older version once more.
  sandbox.addFault({
    path: '/*/export/*',
    mutate: (sent) => (sent.id === first?.id ? { ...sent, ...older } : sent),
  })
  await tenant.sync(jobs, { kind: 'full' })
  // The older changes are applied once more.
  await pool.query('UPDATE sync.followers SET seq = 0')
  await projectAll(tenant.databaseUrl, tenantId)
  expect(await record()).toEqual(newer)
})

test('a page is written, with the same statements, whatever is the state of schemas lazi and sync', async () => {
  const jobs = tableOf('jobs')
  const appointments = tableOf('appointments')
  const namesOthers = (text: string) => /(?<!['\w.])(?:lazi|sync)\.\w/.test(text)
  const runs = async (prepare: (pool: pg.Pool) => Promise<unknown>) => {
    await using tenant = await openAlone()
    const sent: string[] = []
    const stepped = await connectStepped(tenant.databaseUrl, {
      async before(text) {
        sent.push(text)
      },
    })
    const { sandbox, id } = tenant
    try {
      await tenant.syncAll({ client: stepped })
      await projectAll(tenant.databaseUrl, tenant.tenantId)
      expect(sent.filter(namesOthers)).toEqual([])
      // The number of pages of a first sync depends on the tenant.
      sent.length = 0
      await prepare(tenant.pool)
      for (const resource of ['jobs', 'appointments'] as const) {
        const [changed, removed] = [...sandbox.records(id, resource)]
        sandbox.update(id, resource, changed?.id ?? 0, { active: false })
        sandbox.remove(id, resource, removed?.id ?? 0)
        sandbox.insert(id, resource, {})
      }
      sandbox.clock.advance(lagMs)
      await tenant.syncAgain(jobs, { client: stepped })
      await tenant.syncAgain(appointments, { client: stepped, kind: 'full', allowDeletes: true })
      await expectWhole(tenant, { tables: [appointments] })
    } finally {
      await stepped.end()
    }
    return sent
  }
  const followed = await runs(async () => undefined)
  expect(followed.filter(namesOthers)).toEqual([])
  expect(await runs((pool) => pool.query('DROP SCHEMA lazi, sync CASCADE'))).toEqual(followed)
})

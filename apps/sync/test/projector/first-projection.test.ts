import { afterAll, beforeAll, expect, test } from 'vitest'
import { projections } from '../../src/projector/tables.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { countRecords, projectAll } from '../support/project.ts'

let account: Account
beforeAll(async () => {
  account = await openAccount()
  await account.syncAll()
  await projectAll(account.database.url, tenantId)
})
afterAll(() => account.close())

const read = async (sql: string) => (await account.database.pool.query(sql)).rows

test('every row of the cache is a record, and every table is ready', async () => {
  const counts = await countRecords(
    account.database.pool,
    projections.map(({ name }) => name),
  )
  const cached: Record<string, number> = {}
  for (const { name, cacheTable } of projections) {
    cached[name] = (await read(`SELECT count(*)::integer AS count FROM raw.${cacheTable}`))[0].count
  }
  expect(counts).toEqual(cached)
  expect(Object.values(counts).every((count) => count > 0)).toBe(true)
  const [follower] = await read(
    `SELECT ready, error, rebuild_table FROM sync.followers WHERE name = 'records'`,
  )
  expect(follower).toEqual({ ready: projections.map(({ name }) => name), error: null, rebuild_table: null })
  // References to later rows of the same table, and to later tables, were filled in.
  expect(await read('SELECT * FROM sync.waiting')).toEqual([])
})

test('a first projection emits one snapshot per table, and no single rows', async () => {
  const rows = await read(`SELECT table_name AS name FROM lazi.changes WHERE op = 'snapshot'`)
  expect(rows.map(({ name }) => name).toSorted()).toEqual(projections.map(({ name }) => name).toSorted())
  expect(await read(`SELECT FROM lazi.changes WHERE op NOT IN ('snapshot', 'update')`)).toEqual([])
})

test('records refer to records', async () => {
  const [job] = await read(
    `SELECT count(*)::integer AS count, bool_and(customer.st_id = raw.customer_id AND location.st_id = raw.location_id
            AND unit.st_id = raw.business_unit_id AND type.st_id = raw.job_type_id) AS "isEqual"
       FROM lazi.jobs AS job
       JOIN raw.st_jobs AS raw ON raw.tenant_id = job.tenant_id AND raw.st_id = job.st_id
       JOIN lazi.customers AS customer ON customer.id = job.customer_id
       JOIN lazi.locations AS location ON location.id = job.location_id
       JOIN lazi.business_units AS unit ON unit.id = job.business_unit_id
       JOIN lazi.job_types AS type ON type.id = job.job_type_id`,
  )
  expect(job).toEqual({ count: 300, isEqual: true })
  const [invoice] = await read(
    `SELECT bool_and(invoice.job_id IS NOT DISTINCT FROM job.id AND lazi.st_id_of(invoice.id) = invoice.st_id) AS "isEqual"
       FROM lazi.invoices AS invoice JOIN raw.st_invoices AS raw ON raw.st_id = invoice.st_id
       LEFT JOIN lazi.jobs AS job ON job.st_id = raw.job_id`,
  )
  expect(invoice).toEqual({ isEqual: true })
})

test('a rebuild in place writes nothing', async () => {
  const version = async () => ({
    seq: (await read('SELECT last_seq FROM lazi.change_positions'))[0].last_seq,
    rows: await read('SELECT id, version, updated_at, xmin::text FROM lazi.jobs ORDER BY id'),
  })
  const before = await version()
  await account.database.pool.query('UPDATE sync.followers SET version = 0')
  expect(await projectAll(account.database.url, tenantId)).toBeGreaterThanOrEqual(projections.length)
  expect(await version()).toEqual(before)
})

test('ids rise with those of ServiceTitan, are those of RFC 9562 version 8, and differ between tenants and tables', async () => {
  const ids = await read(
    `SELECT lazi.projected_id(1, 'jobs', st_id)::text AS id, lazi.st_id_of(lazi.projected_id(1, 'jobs', st_id)) = st_id AS back
       FROM unnest('{0, 1, 4095, 4096, 51000004, 1152921504606846975}'::bigint[]) AS st_id`,
  )
  for (const { id, back } of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(back).toBe(true)
  }
  expect(ids.map(({ id }) => id)).toEqual(ids.map(({ id }) => id).toSorted())
  const [others] = await read(
    `SELECT count(DISTINCT id)::integer AS count FROM (VALUES (lazi.projected_id(1, 'jobs', 5)),
            (lazi.projected_id(2, 'jobs', 5)), (lazi.projected_id(1, 'customers', 5)), (lazi.projected_id(1, 'jobs', -5)),
            (lazi.projected_id(1, 'jobs', 5 + 1152921504606846976))) AS made (id)`,
  )
  expect(others).toEqual({ count: 5 })
})

import { createHash } from 'node:crypto'
import type { ColumnType } from 'catalog'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CacheTable, Column } from '../../src/cache/cache-table.ts'
import { resourceOf, tableOf, tables } from '../../src/cache/tables.ts'
import { type FaultTenant, lagMs, openTenant } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'
import type { JsonRecord } from '../support/wholeness.ts'

const jobs = tableOf('jobs')

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const readRows = async (tenant: FaultTenant, table: CacheTable) =>
  (
    await database.pool.query(`SELECT * FROM raw.${table.name} WHERE tenant_id = $1 ORDER BY st_id`, [
      tenant.tenantId,
    ])
  ).rows as JsonRecord[]
const drift = async (tenant: FaultTenant, kind: string) =>
  (
    await database.pool.query(
      `SELECT table_name, json_path, occurrences::integer FROM raw.api_drift
        WHERE tenant_id = $1 AND kind = $2 ORDER BY 1, 2`,
      [tenant.tenantId, kind],
    )
  ).rows

/** Ids of at least `count` records of a table; missing ones are inserted. */
function idsOf({ sandbox, id }: FaultTenant, { resource }: CacheTable, count: number): number[] {
  while (sandbox.count(id, resource) < count) sandbox.insert(id, resource, {})
  sandbox.clock.advance(lagMs)
  return [...sandbox.records(id, resource)].map((record) => Number(record.id)).toSorted((a, b) => a - b)
}

/** The record with a value at a path such as `address.zip`. */
function withValue(record: JsonRecord, path: string, value: unknown): JsonRecord {
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0) return { ...record, [first]: value }
  const inner = record[first]
  const parent =
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as JsonRecord) : {}
  return { ...record, [first]: withValue(parent, rest.join('.'), value) }
}

const shared: readonly Column[] = [
  { name: 'active', path: 'active', type: 'boolean' },
  { name: 'created_on', path: 'createdOn', type: 'timestamptz' },
  { name: 'modified_on', path: 'modifiedOn', type: 'timestamptz' },
]
const columnsOf = (table: CacheTable) => [...shared, ...table.columns]

test('unknown fields are kept in full_data and recorded as drift', async () => {
  await using tenant = await openTenant(database)
  const news = { crew: { size: 2, lead: null }, 'strange name': [1, { a: 'b' }] }
  const sent = (record: JsonRecord) => ({ ...record, ...news })
  tenant.sandbox.addFault({ mutate: sent })
  await tenant.syncAll()
  await expectWhole(tenant, { sent })
  const seen = await drift(tenant, 'unknown')
  for (const { name } of tables) {
    const paths = seen.filter(({ table_name }) => table_name === name).map(({ json_path }) => json_path)
    expect({ name, paths }).toEqual({ name, paths: ['crew', 'strange name'] })
  }
})

test('missing fields are recorded as drift, and the record is kept', async () => {
  await using tenant = await openTenant(database)
  // Only what a response shows: some resources have no time of modification.
  const sent = (record: JsonRecord) => {
    const { id, modifiedOn } = { ...record }
    return modifiedOn === undefined ? { id } : { id, modifiedOn }
  }
  tenant.sandbox.addFault({ mutate: sent })
  await tenant.syncAll()
  await expectWhole(tenant, { sent })
  const seen = await drift(tenant, 'missing')
  for (const table of tables) {
    const paths = seen.filter(({ table_name }) => table_name === table.name).map(({ json_path }) => json_path)
    const required = resourceOf(table).fields.required.filter(
      (path) => !['id', 'modifiedOn', ...table.droppedPaths].includes(path),
    )
    expect({ name: table.name, paths: paths.toSorted() }).toEqual({
      name: table.name,
      paths: required.toSorted(),
    })
  }
})

test('nulls in required and other fields are stored as NULL', async () => {
  await using tenant = await openTenant(database)
  const sent = (record: JsonRecord) =>
    Object.fromEntries(Object.entries(record).map(([field, value]) => [field, field === 'id' ? value : null]))
  tenant.sandbox.addFault({ mutate: sent })
  await tenant.syncAll()
  await expectWhole(tenant, { sent })
  // Only `active` must not be null; elsewhere a null is no drift.
  expect((await drift(tenant, 'type')).filter(({ json_path }) => json_path !== 'active')).toEqual([])
  // Without modifiedOn no version is known to be newer, so the next one is written.
  tenant.sandbox.clearFaults()
  await tenant.syncAll({ kind: 'full' })
  await expectWhole(tenant)
})

/** JSON values of every type, and the column types that can store them. */
const values: readonly { readonly value: unknown; readonly fits: readonly ColumnType[] }[] = [
  { value: 'text', fits: ['text'] },
  { value: '2026-02-30T00:00:00Z', fits: ['text'] },
  { value: 1.5, fits: ['numeric', 'latitude', 'longitude', 'amount'] },
  { value: 200, fits: ['numeric', 'amount', 'bigint', 'integer'] },
  { value: true, fits: ['boolean'] },
  { value: [], fits: ['bigint[]', 'text[]'] },
  { value: [[1.5], 'a', null, { b: 1 }], fits: ['text[]'] },
  { value: { a: 1 }, fits: [] },
]

describe.each(tables)('wrong types in every typed column of $name', (table) => {
  test('are read as NULL with drift, and full_data is the received record', async () => {
    await using tenant = await openTenant(database)
    const ids = idsOf(tenant, table, values.length)
    const sent = (record: JsonRecord) => {
      const given = values[ids.indexOf(Number(record.id))]
      if (!given) return record
      return columnsOf(table).reduce((changed, { path }) => withValue(changed, path, given.value), record)
    }
    tenant.sandbox.addFault({ mutate: sent })
    await tenant.sync(table)
    await expectWhole(tenant, { tables: [table], sent })

    const rows = (await readRows(tenant, table)).slice(0, values.length)
    const dropped = new Set(table.droppedPaths)
    const columns = columnsOf(table).filter(({ path }) => !dropped.has(path.split('.')[0] ?? ''))
    for (const [index, { value, fits }] of values.entries()) {
      for (const { name, type, path } of columns) {
        const isNull = rows[index]?.[name] === null
        // A record whose `active` cannot be read counts as active.
        const isWanted = name === 'active' ? !isNull : type === 'jsonb' || isNull !== fits.includes(type)
        expect({ path, type, value, isWanted }).toEqual({ path, type, value, isWanted: true })
      }
    }
    const seen = (await drift(tenant, 'type')).map(({ json_path }) => json_path)
    const strict = columns.filter(({ type }) => type !== 'jsonb').map(({ path }) => path)
    expect(seen).toEqual(expect.arrayContaining(strict))

    tenant.sandbox.clearFaults()
    await tenant.sync(table, { kind: 'full' })
    await expectWhole(tenant, { tables: [table] })
  })
})

test('numbers beyond 2^53 are exact; beyond int64 a column is NULL and an id is refused', async () => {
  await using tenant = await openTenant(database)
  const beyondDouble = 9_007_199_254_740_993n
  const beyondInt64 = 9_223_372_036_854_775_808n
  tenant.sandbox.insert(tenant.id, 'jobs', { id: beyondDouble })
  const [first, second] = idsOf(tenant, jobs, 2)
  const sent = (record: JsonRecord) => {
    if (record.id === first)
      return { ...record, customerId: 9_223_372_036_854_775_807n, invoiceId: beyondInt64 }
    return record.id === second ? { ...record, id: beyondInt64 } : record
  }
  tenant.sandbox.addFault({ mutate: sent })
  await tenant.sync(jobs)
  const { rows } = await database.pool.query(
    `SELECT st_id, customer_id, invoice_id, full_data ->> 'id' AS id, full_data ->> 'customerId' AS customer,
            full_data ->> 'invoiceId' AS invoice
       FROM raw.st_jobs WHERE tenant_id = $1 AND st_id = ANY($2)`,
    [tenant.tenantId, [first, beyondDouble]],
  )
  const [small, large] = rows.toSorted((a, b) => a.st_id.length - b.st_id.length)
  expect(large).toMatchObject({ st_id: '9007199254740993', id: '9007199254740993' })
  expect(small).toMatchObject({
    customer_id: '9223372036854775807',
    customer: '9223372036854775807',
    invoice_id: null,
    invoice: '9223372036854775808',
  })
  const { rows: quarantined } = await database.pool.query(
    `SELECT record_key, payload ->> 'id' AS id FROM raw.quarantine WHERE tenant_id = $1`,
    [tenant.tenantId],
  )
  expect(quarantined).toEqual([{ record_key: '9223372036854775808', id: '9223372036854775808' }])
  await expectWhole(tenant, {
    tables: [jobs],
    quarantined: 1,
    sent: (record) => (record.id === second ? null : sent(record)),
  })
})

test('a record with \\u0000 is quarantined until its next version, and the others are written', async () => {
  await using tenant = await openTenant(database)
  const bad = new Map(tables.map((table) => [table, idsOf(tenant, table, 1)[0]]))
  const isBad = (record: JsonRecord, table: CacheTable) => bad.get(table) === record.id
  for (const table of tables) {
    const { exportPath, listPath, module } = resourceOf(table)
    tenant.sandbox.addFault({
      path: `/${module}/v2/tenant/${tenant.tenantId}/${exportPath ?? listPath}`,
      mutate: (record) => (isBad(record, table) ? { ...record, remark: 'a\u0000b' } : record),
    })
  }
  await tenant.syncAll()
  const sent = (record: JsonRecord, table: CacheTable) => (isBad(record, table) ? null : record)
  await expectWhole(tenant, { sent, quarantined: tables.length })
  // ServiceTitan still returns the record, so it is not deleted.
  for (const run of await tenant.syncAll({ kind: 'full' })) expect(run).toMatchObject({ tombstoned: 0 })
  await expectWhole(tenant, { sent, quarantined: tables.length })
  tenant.sandbox.clearFaults()
  tenant.sandbox.clock.advance(1_000)
  await tenant.syncAll({ kind: 'full' })
  await expectWhole(tenant)
})

test('a record that becomes unreadable keeps its row and is not marked as deleted', async () => {
  await using tenant = await openTenant(database)
  await tenant.sync(jobs)
  const [broken] = idsOf(tenant, jobs, 1)
  const before = (await readRows(tenant, jobs)).find(({ st_id }) => st_id === String(broken))
  tenant.sandbox.addFault({
    mutate: (record) => (record.id === broken ? { ...record, summary: 'a\u0000b' } : record),
  })
  expect(await tenant.sync(jobs, { kind: 'full' })).toMatchObject({ tombstoned: 0, quarantined: 1 })
  const after = (await readRows(tenant, jobs)).find(({ st_id }) => st_id === String(broken))
  expect(after).toEqual(before)
  await expectWhole(tenant, { tables: [jobs], quarantined: 1 })
})

test('a 5 MB record, and a text too long for an index, are stored completely', async () => {
  await using tenant = await openTenant(database)
  const text = 'Nashville '.repeat(524_288)
  const [plain, nested, indexed] = idsOf(tenant, jobs, 3)
  const sent = (record: JsonRecord) => {
    if (record.id === plain) return { ...record, summary: text }
    if (record.id === nested) return { ...record, customFields: [{ typeId: 1, name: 'n', value: text }] }
    // Its column is indexed, and the value is too long for an index: only full_data has it.
    return record.id === indexed ? { ...record, jobNumber: text } : record
  }
  tenant.sandbox.addFault({ mutate: sent })
  await tenant.sync(jobs)
  await expectWhole(tenant, { tables: [jobs], sent })
  const { rows } = await database.pool.query(
    `SELECT octet_length(full_data ->> 'summary') AS bytes, octet_length(summary) AS column_bytes
       FROM raw.st_jobs WHERE tenant_id = $1 AND st_id = $2`,
    [tenant.tenantId, plain],
  )
  expect(rows).toEqual([{ bytes: text.length, column_bytes: text.length }])
})

test.each([50, 200])(
  'a text that is too long for an index costs only its own column, and is drift (%d hashes)',
  async (hashes) => {
    await using tenant = await openTenant(database)
    const [long] = idsOf(tenant, jobs, 2)
    // It does not compress to the size that an index can store.
    const jobNumber = Array.from({ length: hashes }, (_, i) =>
      createHash('sha256').update(`${i}`).digest('hex'),
    ).join('')
    tenant.sandbox.addFault({ mutate: (record) => (record.id === long ? { ...record, jobNumber } : record) })
    await tenant.sync(jobs)
    const rows = await readRows(tenant, jobs)
    const row = rows.find(({ st_id }) => st_id === String(long))
    expect(row?.job_number).toBeNull()
    expect(row?.full_data).toMatchObject({ jobNumber })
    for (const column of ['customer_id', 'status', 'modified_on', 'created_on']) {
      expect({ column, value: row?.[column] }).not.toEqual({ column, value: null })
    }
    expect(rows.filter(({ job_number }) => job_number === null)).toHaveLength(1)
    expect((await drift(tenant, 'type')).map(({ json_path }) => json_path)).toEqual(['jobNumber'])
  },
)

import { dimensions, facts, metrics, queryStatement } from 'analytics'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { runHere } from '../support/command.ts'
import { comparable, openExports } from '../support/exports.ts'

// `sync analytics export`, read by DuckDB.

let account: Account
beforeAll(async () => {
  const sizes = { locations: 40, jobs: 80, appointments: 120, technicians: 6 }
  account = await openAccount({ exportPageSize: 500, tenants: [{ tenantId: Number(tenantId), sizes }] })
  await runHere(['run'], account.env)
})
afterAll(() => account.close())

const query = async (sql: string, values: unknown[] = []) =>
  (await account.database.pool.query(sql, values)).rows

test('DuckDB reads every column of every fact as PostgreSQL has it, in the folder of its day', async () => {
  await using exports = await openExports(account)
  expect(await exports.run()).toMatchObject({ code: 0, result: { ok: true, directory: 'export-1' } })
  for (const { name, key, parts = [], columns, day } of facts) {
    const all = ['tenant_id', key, ...parts, ...columns].map((column) => `${column}::text AS ${column}`)
    const order = [key, ...parts].join(', ')
    const stored = await query(`SELECT ${all.join(', ')} FROM analytics.${name} ORDER BY ${order}`)
    const read = await exports.query(name, `SELECT ${all.join(', ')} FROM fact ORDER BY ${order}`)
    expect(read.length, name).toBeGreaterThan(0)
    expect(read.map(comparable), name).toEqual(stored.map(comparable))
    if (day === undefined) continue
    const folder = `regexp_extract(filename, 'day=([^/]*)', 1)`
    const misplaced = `SELECT ${key} FROM fact WHERE ${folder} <> coalesce(${day}::text, '__HIVE_DEFAULT_PARTITION__')`
    expect(await exports.query(name, misplaced), name).toEqual([])
  }
})

test('the names of what the facts are broken down by are exported with them', async () => {
  await query(
    `UPDATE lazi.technicians SET name = 'Zoë O''Neil 🔧', deleted_at = '2026-03-08T07:59:59.123456Z'
      WHERE id = (SELECT id FROM lazi.technicians ORDER BY id LIMIT 1)`,
  )
  await using exports = await openExports(account)
  await exports.run('--fact', 'jobs')
  const columns = 'id::text AS id, st_id::text AS st_id, name, active'
  const time = (text: string) => `${text} AT TIME ZONE 'UTC'`
  for (const { table } of dimensions) {
    const stored = await query(
      `SELECT ${columns}, to_char(${time('deleted_at')}, 'YYYY-MM-DD HH24:MI:SS.US') AS deleted FROM lazi.${table} ORDER BY id`,
    )
    const read = await exports.query(
      table,
      `SELECT ${columns}, strftime(${time('deleted_at')}, '%Y-%m-%d %H:%M:%S.%f') AS deleted FROM fact ORDER BY id`,
    )
    expect(read.length, table).toBeGreaterThan(0)
    expect(read, table).toEqual(stored)
  }
})

test.each([
  ['completed_revenue', 'jobs', 'completed_day', 'is_completed', 'sum(revenue)'],
  ['completed_jobs', 'jobs', 'completed_day', 'is_completed', 'count(*)'],
  ['adjustment_revenue', 'invoices', 'invoice_day', 'true', 'sum(income) FILTER (is_adjustment)'],
])('%s by month is that of the API, to the cent', async (name, fact, day, where, sum) => {
  const named = metrics.filter((metric) => metric.name === name)
  const period = [tenantId, '2020-01-01', '2030-01-01', '{}']
  const rows = await query(queryStatement({ metrics: named, grain: 'month' }), period)
  const months = rows.filter(({ isTotal }) => !isTotal).map(({ bucket, value }) => ({ bucket, value }))
  expect(months.length).toBeGreaterThan(2)
  await using exports = await openExports(account)
  await exports.run('--fact', fact)
  const read = await exports.query(
    fact,
    `SELECT strftime(date_trunc('month', ${day}), '%Y-%m-%d') AS bucket, coalesce(${sum}, 0)::text AS value
       FROM fact WHERE ${where} AND ${day} IS NOT NULL GROUP BY ALL ORDER BY 1`,
  )
  expect(read.map(comparable)).toEqual(months.map(comparable))
})

test('a second export writes no file; a changed row writes that of its day, an emptied day is removed', async () => {
  await using exports = await openExports(account, ['jobs', 'invoices'])
  const first = await exports.run()
  const before = await exports.manifest()
  const again = await exports.run()
  expect(again.result.directory).toBe('export-2')
  for (const [table, { rows, written }] of Object.entries(first.counts))
    expect(again.counts[table], table).toEqual({ rows, rounded: 0, written: 0, kept: written, removed: 0 })
  expect((await exports.manifest()).files).toEqual(before.files)

  // The job of a day with no other moves to that of another.
  const [moved] = await query(
    `SELECT min(job_id::text) AS job, completed_day::text AS day FROM analytics.jobs
      WHERE completed_day IS NOT NULL GROUP BY completed_day HAVING count(*) = 1 ORDER BY completed_day LIMIT 1`,
  )
  const [target] = await query(
    `SELECT max(completed_day)::text AS day FROM analytics.jobs WHERE completed_day <> $1`,
    [moved.day],
  )
  await query('UPDATE analytics.jobs SET completed_day = $2, revenue = 0.01 WHERE job_id = $1', [
    moved.job,
    target.day,
  ])
  await query(`UPDATE sync.followers SET seq = seq + 1 WHERE name = 'analytics'`)
  const third = await exports.run()
  expect(third.counts.jobs).toMatchObject({ written: 1, removed: 1 })
  expect(third.counts.invoices).toMatchObject({ written: 0, removed: 0 })
  const { files, tenants } = await exports.manifest()
  const jobs = files.filter(({ table }) => table === 'jobs')
  expect(jobs.map(({ day }) => day)).not.toContain(moved.day)
  const stamped = jobs.filter(({ position }) => position === tenants[0]?.position)
  expect(stamped.map(({ day }) => day)).toEqual([target.day])
  expect(
    await exports.query('jobs', `SELECT completed_day, revenue FROM fact WHERE job_id = '${moved.job}'`),
  ).toEqual([{ completed_day: target.day, revenue: '0.0100000000' }])
  await query(`UPDATE sync.followers SET seq = seq - 1 WHERE name = 'analytics'`)
})

test('the position in the metadata of a file is that of the manifest', async () => {
  await using exports = await openExports(account)
  await exports.run('--fact', 'visits')
  const { directory, files, tenants } = await exports.manifest()
  const [follower] = await query(
    `SELECT feed_epoch || '.' || seq AS position FROM sync.followers WHERE name = 'analytics'`,
  )
  expect(tenants).toMatchObject([{ tenantId, position: follower.position, tables: expect.any(Array) }])
  const stamps = await exports.duckdb(
    `SELECT decode(key) AS key, decode(value) AS value, count(*)::integer AS files
       FROM parquet_kv_metadata('${exports.folder}/${directory}/fact=visits/*/*/*.parquet') GROUP BY ALL ORDER BY 1`,
  )
  const count = files.filter(({ table }) => table === 'visits').length
  expect(stamps).toEqual([
    { key: 'lazi.position', value: follower.position, files: count },
    { key: 'lazi.table', value: 'visits', files: count },
    { key: 'lazi.tenant_id', value: tenantId, files: count },
  ])
})

test('a day with more rows than are held in memory is one file', async () => {
  await query(
    `INSERT INTO analytics.visits (tenant_id, appointment_id, job_id, start_day, is_done, is_canceled)
     SELECT $1, gen_random_uuid(), gen_random_uuid(), '2019-01-01', number % 2 = 0, false FROM generate_series(1, 45000) AS number`,
    [tenantId],
  )
  await using exports = await openExports(account)
  await exports.run('--fact', 'visits', '--from', '2019-01-01', '--to', '2019-01-02')
  expect(
    await exports.query(
      'visits',
      'SELECT count(*)::integer AS rows, count(DISTINCT appointment_id)::integer AS ids, count(*) FILTER (is_done)::integer AS done FROM fact',
    ),
  ).toEqual([{ rows: 45_000, ids: 45_000, done: 22_500 }])
  expect((await exports.manifest()).files.filter(({ table }) => table === 'visits')).toMatchObject([
    { day: '2019-01-01', rows: 45_000 },
  ])
  await query(`DELETE FROM analytics.visits WHERE start_day = '2019-01-01'`)
})

test('amounts are exact to ten digits after the point, and rounded ones are counted', async () => {
  const [{ id }] = await query('SELECT min(invoice_id::text) AS id FROM analytics.invoices')
  const set = (total: string) =>
    query('UPDATE analytics.invoices SET total = $2 WHERE invoice_id = $1', [id, total])
  const read = `SELECT total FROM fact WHERE invoice_id = '${id}'`
  await using exports = await openExports(account)
  for (const [total, rounded] of [
    ['-1234567890123456789012345678.0123456789', 0],
    ['0.0000000001', 0],
    ['-0.01000000000', 0],
    ['16.129032258064516129032258065', 1],
    ['-0.99999999995', 1],
  ] as const) {
    await set(total)
    expect(await exports.run('--fact', 'invoices')).toMatchObject({
      code: 0,
      counts: { invoices: { rounded } },
    })
    const [expected] = await query('SELECT round($1::numeric, 10)::text AS total', [total])
    expect(await exports.query('invoices', read)).toEqual([expected])
  }
  const before = await exports.manifest()
  for (const total of ['12345678901234567890123456789', 'NaN']) {
    await set(total)
    expect(await exports.run('--fact', 'invoices')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        `invoices.total has the value ${total}, which the Parquet type cannot hold`,
      ),
    })
    expect(await exports.manifest()).toEqual(before)
  }
  await set('1.00')
})

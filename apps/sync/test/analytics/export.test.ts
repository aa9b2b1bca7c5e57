import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dimensions, facts, metrics, queryStatement } from 'analytics'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { runCommand } from '../support/command.ts'
import { type DuckDB, openDuckDB } from '../support/duckdb.ts'

// `sync analytics export`, read by DuckDB.

let account: Account
beforeAll(async () => {
  account = await openAccount({ exportPageSize: 500 })
  await sync('run')
})
afterAll(() => account.close())

let folder: string
let duck: DuckDB
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'))
  duck = await openDuckDB(folder)
})
afterEach(async () => {
  duck[Symbol.dispose]()
  await rm(folder, { recursive: true })
})

const sync = (...args: string[]) => runCommand(args, account.env)
const query = async (sql: string, values: unknown[] = []) =>
  (await account.database.pool.query(sql, values)).rows
const exported = () => join(folder, 'out')
const run = async (...args: string[]) => {
  const { code, stdout, stderr } = await sync(
    'analytics',
    'export',
    '--parquet',
    exported(),
    '--json',
    ...args,
  )
  return { code, stderr, ...(stdout === '' ? {} : JSON.parse(stdout)) }
}
const manifest = async () => JSON.parse(await readFile(join(exported(), 'manifest.json'), 'utf8'))
/** The rows of a fact in the current export, by a glob. */
const glob = async (fact: string) => `out/${(await manifest()).directory}/fact=${fact}/*/*/*.parquet`
const parquet = async (fact: string) =>
  `read_parquet('${await glob(fact)}', hive_partitioning = true, hive_types = {day: DATE, tenant_id: BIGINT})`
/** The counts of a command, by table. */
const countsOf = ({ tenants }: { tenants: { tables: Record<string, unknown>[] }[] }) =>
  Object.fromEntries(
    tenants.flatMap(({ tables }) => tables.map(({ table, ...counts }) => [table, counts] as const)),
  )

test('DuckDB reads every column of every fact as PostgreSQL has it', async () => {
  expect(await run()).toMatchObject({ code: 0, ok: true, directory: 'export-1' })
  for (const { name, key, parts = [], columns, day } of facts) {
    const names = [...new Set([day, key, ...parts, ...columns])]
    const inPostgres = await query(
      `SELECT ${names.map((column) => `trim_scale_of(${column}) AS ${column}`).join(', ')} FROM analytics.${name} ORDER BY ${[key, ...parts].join(', ')}`.replaceAll(
        /trim_scale_of\((\w+)\)/g,
        '$1::text',
      ),
    )
    const inDuckDB = await duck.query(
      `SELECT ${names.map((column) => `${column}::varchar AS ${column}`).join(', ')} FROM ${await parquet(name)} ORDER BY ${[key, ...parts].join(', ')}`,
    )
    expect(inDuckDB.length, name).toBeGreaterThan(0)
    expect(inDuckDB.map(comparable), name).toEqual(inPostgres.map(comparable))
    const [partitioned] = await duck.query(
      `SELECT count(*) FILTER (day IS DISTINCT FROM exported.day) AS wrong FROM ${await parquet(name)} AS exported`,
    )
    expect(partitioned).toEqual({ wrong: '0' })
  }
})

/** A row in which numbers have no zeros at the end. */
const comparable = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' && /^-?\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value,
    ]),
  )

test('sums of money by month are those of the API, to the cent', async () => {
  await run()
  const named = metrics.filter(({ name }) => ['completed-revenue', 'completed_revenue'].includes(name))
  expect(named).toHaveLength(1)
  const rows = await query(queryStatement({ metrics: named, grain: 'month' }), [
    tenantId,
    '2020-01-01',
    '2030-01-01',
    '{}',
  ])
  const months = rows.filter(({ isTotal }) => !isTotal)
  expect(months.length).toBeGreaterThan(2)
  const found = await duck.query(
    `SELECT strftime(date_trunc('month', day), '%Y-%m-%d') AS bucket, sum(revenue)::varchar AS value
       FROM ${await parquet('jobs')} WHERE is_completed GROUP BY ALL ORDER BY 1`,
  )
  expect(found.map(comparable)).toEqual(months.map(({ bucket, value }) => comparable({ bucket, value })))
})

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { facts } from 'analytics'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { runHere } from '../support/command.ts'
import { comparable, openExports } from '../support/exports.ts'

// Parts of facts, tenants without rows, what is refused, and the statements of the documentation.

let account: Account
beforeAll(async () => {
  const sizes = { locations: 30, jobs: 50, appointments: 60, technicians: 5 }
  account = await openAccount({ exportPageSize: 500, tenants: [{ tenantId: Number(tenantId), sizes }] })
  await runHere(['run'], account.env)
})
afterAll(() => account.close())

const query = async (sql: string, values: unknown[] = []) =>
  (await account.database.pool.query(sql, values)).rows

const readDocument = () =>
  readFile(fileURLToPath(new URL('../../../../docs/analytics-export.md', import.meta.url)), 'utf8')

test('the documentation has the day of every fact', async () => {
  const lines = [...(await readDocument()).matchAll(/^\| ([a-z_, ]+?) +\| (?:`(\w+)`|none: .*?) +\|$/gm)]
  const documented = lines.flatMap(([, names = '', day]) => names.split(', ').map((name) => [name, day]))
  expect(documented.toSorted()).toEqual(facts.map(({ name, day }) => [name, day]).toSorted())
})

test('the statements of the documentation answer what PostgreSQL answers', async () => {
  await using exports = await openExports(account)
  await exports.run('--fact', 'jobs')
  const document = await readDocument()
  const [, text = ''] = /## DuckDB[^`]*`export`[^`]*```sql\n(.*?)```/s.exec(document) ?? []
  const statements = text
    .replaceAll('/var/lib/lazi/export', exports.folder)
    .replaceAll(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .filter((statement) => statement.trim() !== '')
  expect(statements).toHaveLength(5)
  const answers = []
  for (const statement of statements) answers.push(await exports.duckdb(statement))
  const revenue = await query(
    `SELECT to_char(date_trunc('month', jobs.completed_day), 'YYYY-MM-DD') AS month, unit.name AS business_unit,
            sum(jobs.revenue)::text AS revenue
       FROM analytics.jobs LEFT JOIN lazi.business_units AS unit ON unit.id = jobs.business_unit_id
      WHERE jobs.is_completed GROUP BY 1, 2 ORDER BY 1, unit.name COLLATE "C"`,
  )
  expect(revenue.length).toBeGreaterThan(2)
  expect(answers[3]?.map(comparable)).toEqual(revenue.map(comparable))
  const { files } = await exports.manifest()
  expect(answers[4]).toHaveLength(files.filter(({ table }) => table === 'jobs').length)
})

test('a part is exported, and all else stays as it was exported before', async () => {
  await using exports = await openExports(account)
  await exports.run('--fact', 'jobs', 'invoices')
  const before = await exports.manifest()
  await query('UPDATE analytics.jobs SET revenue = revenue + 1')
  await query('UPDATE analytics.invoices SET total = total + 1')
  const days = before.files
    .flatMap(({ table, day }) => (table === 'jobs' && day !== null ? [day] : []))
    .toSorted()
  const [from = '', to = ''] = [days[3], days[6]]
  const { counts } = await exports.run('--fact', 'jobs', '--from', from, '--to', to)
  expect(counts).toMatchObject({ jobs: { written: 3, kept: 0, removed: 0 }, technicians: { kept: 1 } })
  expect(Object.keys(counts)).not.toContain('invoices')
  const after = await exports.manifest()
  const paths = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path).toSorted()
  expect(paths(after.files)).toEqual(paths(before.files))
  const former = new Map(before.files.map(({ path, hash }) => [path, hash]))
  const changed = after.files.filter(({ path, hash }) => former.get(path) !== hash)
  expect(changed.map(({ table, day }) => [table, day]).toSorted()).toEqual(
    days.slice(3, 6).map((day) => ['jobs', day]),
  )
})

test('a tenant without rows has files without rows, and a removed tenant none', async () => {
  const other = '7002'
  await runHere(['tenants', 'add', other, '--name', 'Okafor'], account.env)
  await using exports = await openExports(account)
  expect(await exports.run('--tenant', other)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/Not complete yet.*tenant 7002: business_units, .*jobs/),
  })
  for (const name of ['analytics', 'records'])
    await query(
      `UPDATE sync.followers SET ready = (SELECT ready FROM sync.followers WHERE tenant_id = $1 AND name = $3)
        WHERE tenant_id = $2 AND name = $3`,
      [tenantId, other, name],
    )
  const empty = await exports.run('--tenant', other)
  expect(empty.code).toBe(0)
  for (const { name, key } of facts) {
    expect(empty.counts[name], name).toEqual({ rows: 0, rounded: 0, written: 1, kept: 0, removed: 0 })
    expect(await exports.query(name, `SELECT ${key} FROM fact`), name).toEqual([])
  }
  const both = await exports.run('--fact', 'jobs', 'visits')
  expect(both.code).toBe(0)
  const { files } = await exports.manifest()
  expect(new Set(files.map((file) => file.tenantId))).toEqual(new Set([tenantId, other]))

  // Once it has a row, the file without rows goes.
  await query(
    `INSERT INTO analytics.visits (tenant_id, appointment_id, job_id, start_day, is_done, is_canceled)
     VALUES ($1, gen_random_uuid(), gen_random_uuid(), '2026-03-01', true, false)`,
    [other],
  )
  const filled = await exports.run('--tenant', other, '--fact', 'visits')
  expect(filled.counts.visits).toEqual({ rows: 1, rounded: 0, written: 1, kept: 0, removed: 1 })

  await runHere(['tenants', 'remove', other, '--yes'], account.env)
  await exports.run('--fact', 'jobs')
  const left = (await exports.manifest()).files
  expect(new Set(left.map((file) => file.tenantId))).toEqual(new Set([tenantId]))
})

test('a fact that is not complete is refused, or left out and stays as it was', async () => {
  await using exports = await openExports(account)
  await exports.run('--fact', 'visits')
  const before = await exports.manifest()
  await query(`UPDATE sync.followers SET ready = array_remove(ready, 'visits') WHERE name = 'analytics'`)
  expect(await exports.run('--fact', 'visits', 'jobs')).toMatchObject({
    code: 1,
    result: { ok: false, error: { code: 'INCOMPLETE_FACTS' } },
  })
  expect(await exports.manifest()).toEqual(before)
  const { code, result, counts } = await exports.run('--fact', 'visits', 'jobs', '--partial')
  expect({ code, incomplete: result.tenants[0].incomplete }).toEqual({ code: 0, incomplete: ['visits'] })
  expect(Object.keys(counts)).not.toContain('visits')
  const visits = ({ files }: typeof before) => files.filter(({ table }) => table === 'visits')
  expect(visits(await exports.manifest())).toEqual(visits(before))
  await query(
    `UPDATE sync.followers SET ready = array_append(ready, 'visits') WHERE name = 'analytics' AND tenant_id = $1`,
    [tenantId],
  )
})

test('a folder that holds something else, and options without sense, are refused', async () => {
  await using exports = await openExports(account)
  await mkdir(exports.folder)
  await writeFile(join(exports.folder, 'notes.txt'), 'mine')
  expect(await exports.run()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('holds something else'),
  })
  expect(await readdir(exports.folder)).toEqual(['notes.txt'])
  for (const [args, message] of [
    [['--fact', 'job'], 'There is no fact job.'],
    [['--from', '2026-02-30'], '--from 2026-02-30 is no day'],
    [['--from', '2026-03-01', '--to', '2026-03-01'], 'is not before'],
  ] as const)
    expect(await exports.run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
})

test('a file of the former export that was changed is not taken over', async () => {
  await using exports = await openExports(account)
  await exports.run('--fact', 'jobs', 'invoices')
  const { directory, files } = await exports.manifest()
  const damaged = files.find(({ table }) => table === 'invoices')
  await writeFile(join(exports.folder, directory, damaged?.path ?? ''), 'damaged')
  expect(await exports.run('--fact', 'jobs')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is not as it was written. Export its table again'),
  })
  const { code, counts } = await exports.run('--fact', 'jobs', 'invoices')
  expect({ code, written: counts.invoices?.written }).toEqual({ code: 0, written: 1 })
})

import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createTestDatabase, readCatalog } from 'db-migrations/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkMigrations } from '../src/check/check-migrations.ts'
import { listMigrationFiles, loadMigration } from '../src/migration-files.ts'
import { assertCatalogCompiles } from '../src/new-resource/assert-catalog-compiles.ts'
import { planMigration } from '../src/plan/migration-plan.ts'
import { startCli } from './run-cli.ts'

const packageDir = fileURLToPath(new URL('..', import.meta.url))

/** A copy of the package's migrations in which none creates the table of estimates. */
let dir: string
beforeEach(async () => {
  const copy = await mkdtemp(join(tmpdir(), 'new-resource-'))
  dir = join(copy, 'migrations')
  await cp(join(packageDir, 'migrations'), dir, { recursive: true })
  for (const name of ['frozen', 'src', 'node_modules'])
    await symlink(join(packageDir, name), join(copy, name))
  const file = join(dir, '009_create_accounting_and_sales.ts')
  const text = await readFile(file, 'utf8')
  expect(text).toContain('  createEstimates(pgm)\n')
  await writeFile(file, text.replace('  createEstimates(pgm)\n', ''))
})
afterEach(() => rm(join(dir, '..'), { recursive: true }))

const create = (...args: string[]) => startCli(['new', ...args, '--out', dir], {})
const queriesDir = () => join(dir, '..', 'test', 'index-queries')

/** A new table comes last in the list of `raw.freshness`; the order has no meaning. */
const inOneOrder = (lines: readonly string[]) =>
  lines.map((line) =>
    line.replace(/VALUES (\(.*?\))\) cache_tables/, (_, list: string) =>
      list.split(', ').toSorted().join(', '),
    ),
  )

test('writes a migration that creates the table as the frozen one does, and drops it again', async () => {
  const { code, stdout } = await create('--resource', 'estimates')
  const path = (await listMigrationFiles(dir)).at(-1)
  expect(path?.name).toMatch(/^\d{3}_create_st_estimates$/)
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `Created ${path?.path}\nCreated ${join(queriesDir(), 'estimates.ts')}\n`,
  })
  if (!path) throw new Error('no migration')
  const migration = await loadMigration(path)

  await using database = await createTestDatabase()
  const client = await database.pool.connect()
  try {
    // A later migration created a view of the table.
    await client.query('DROP VIEW lazi.estimates')
    const whole = inOneOrder(await readCatalog(client))
    const run = async (direction: 'up' | 'down') => {
      for (const sql of (await planMigration(migration, direction)).statements) await client.query(sql)
    }
    await run('down')
    const without = inOneOrder(await readCatalog(client))
    expect(without.join('\n')).not.toContain('st_estimates')
    await run('up')
    expect(inOneOrder(await readCatalog(client))).toEqual(whole)
    await run('down')
    expect(inOneOrder(await readCatalog(client))).toEqual(without)
  } finally {
    client.release()
  }
})

test('the files pass `check` and are formatted as the repository', async () => {
  const { stdout } = await create('--resource', 'estimates', '--json')
  const { ok, path, written } = JSON.parse(stdout) as { ok: boolean; path: string; written: string[] }
  expect({ ok, first: written[0] }).toEqual({ ok: true, first: path })
  const findings = await checkMigrations(dir)
  expect(findings.filter(({ migration }) => path.includes(migration))).toEqual([])
  const biome = join(packageDir, '../../node_modules/.bin/biome')
  for (const file of written) {
    const child = promisify(execFile)(biome, ['format', `--stdin-file-path=${file.split('/').at(-1)}`], {
      cwd: join(packageDir, '../..'),
    })
    child.child.stdin?.end(await readFile(file, 'utf8'))
    expect((await child).stdout).toBe(await readFile(file, 'utf8'))
  }
})

test('drafts a query for each question of each index', async () => {
  await create('--resource', 'estimates')
  expect(
    await readFile(join(queriesDir(), 'estimates.ts'), 'utf8'),
  ).toBe(`import { type IndexQuery, month } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_estimates_job_idx: [
    {
      question: 'the estimates of a job',
      sql: \`SELECT st_id FROM raw.st_estimates
             WHERE tenant_id = $1 AND job_id = $2\`,
      values: [7, 500],
    },
  ],
  st_estimates_customer_idx: [
    {
      question: 'the estimates of a customer, newest first',
      sql: \`SELECT st_id FROM raw.st_estimates
             WHERE tenant_id = $1 AND customer_id = $2 ORDER BY created_on DESC LIMIT 20\`,
      values: [7, 500],
    },
  ],
  st_estimates_created_idx: [
    {
      question: 'estimates, newest first; those of a period',
      sql: \`SELECT st_id FROM raw.st_estimates
             WHERE tenant_id = $1 AND created_on >= $2 AND created_on < $3 AND active AND deleted_at IS NULL\`,
      values: [7, ...month],
    },
  ],
  st_estimates_sold_idx: [
    {
      question: 'what was sold in a period, by seller or business unit',
      sql: \`SELECT sold_by_id, business_unit_id, subtotal FROM raw.st_estimates
             WHERE tenant_id = $1 AND sold_on >= $2 AND sold_on < $3 AND sold_on IS NOT NULL AND active AND deleted_at IS NULL\`,
      values: [7, ...month],
      indexOnly: true,
    },
  ],
}
`)
})

test('refuses an unknown resource, one that has a table, and a name in addition to a resource', async () => {
  const before = await readdir(dir)
  const refusals = [
    [['--resource', 'estimate'], /The catalog has no resource "estimate"\. Write .* generate/],
    [['--resource', 'zones'], /008_create_reference_resources creates raw\.st_zones already/],
    [['--resource', 'estimates', 'add_estimates'], /Expected either a name/],
    [[], /Expected either a name/],
  ] as const
  for (const [args, message] of refusals) {
    expect(await create(...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) })
  }
  const asJson = await create('--resource', 'zones', '--json')
  expect(JSON.parse(asJson.stdout)).toMatchObject({ ok: false, error: { code: 'USAGE' } })
  expect(await readdir(dir)).toEqual(before)
})

describe('a catalog that is being written', () => {
  /** A copy of the catalog, in a copy of the repository's layout. */
  let catalog: string
  beforeEach(async () => {
    catalog = join(dir, '..', 'repository', 'packages', 'catalog')
    await mkdir(catalog, { recursive: true })
    await cp(join(packageDir, '../../tsconfig.base.json'), join(catalog, '../../tsconfig.base.json'))
    for (const name of ['src', 'scripts', 'tsconfig.json', 'package.json'])
      await cp(join(packageDir, '../catalog', name), join(catalog, name), { recursive: true })
    await symlink(join(packageDir, '../catalog/node_modules'), join(catalog, 'node_modules'))
  })

  test('is complete: nothing to report', async () => {
    await assertCatalogCompiles(catalog)
  })

  test.each([
    [
      'a file that ends too early',
      (text: string) => text.slice(0, text.indexOf('columns:')),
      /zones\.ts:\d+:\d+: '}' expected/,
    ],
    ['an empty file', () => '', /generated\/resources\.ts:\d+:\d+: .* has no exported member 'zones'/],
    [
      'a misspelt import',
      (text: string) => text.replace('../resource.ts', '../resourse.ts'),
      /zones\.ts:1:\d+: Cannot find module '\.\.\/resourse\.ts'/,
    ],
    [
      'a misspelt key',
      (text: string) => text.replace('columns: {', 'columnz: {'),
      /zones\.ts:\d+:\d+: .*columnz/,
    ],
    [
      'an unknown type',
      (text: string) => text.replace("type: 'text'", "type: 'txt'"),
      /zones\.ts:\d+:\d+: Type '"txt"' is not assignable/,
    ],
  ])('%s: the file and line', async (_, change, message) => {
    const file = join(catalog, 'src', 'resources', 'zones.ts')
    await writeFile(file, change(await readFile(file, 'utf8')))
    await expect(assertCatalogCompiles(catalog)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message),
    })
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkMigrations } from '../src/check/check-migrations.ts'

/** The rules that a migration with this SQL violates. */
async function violatedRules(sql: string, extra = ''): Promise<string[]> {
  // One folder each: imported modules are cached.
  const dir = await mkdtemp(join(tmpdir(), 'check-'))
  try {
    const up = `export const up = (pgm) => { pgm.sql(${JSON.stringify(sql)}) }`
    await writeFile(
      join(dir, '001_x.js'),
      `${up}
export const down = false
${extra}`,
    )
    return [...new Set((await checkMigrations(dir)).map(({ rule }) => rule))].sort()
  } finally {
    await rm(dir, { recursive: true })
  }
}

test("the project's own migrations have no findings", async () => {
  expect(await checkMigrations()).toEqual([])
})

test.each([
  ['CREATE TABLE raw.x (id bigint)', ['tenant-leads-keys']],
  ['CREATE TABLE raw.x (tenant_id bigint, id bigint PRIMARY KEY)', ['tenant-leads-keys']],
  ['CREATE TABLE raw.x (tenant_id bigint, id bigint, PRIMARY KEY (id, tenant_id))', ['tenant-leads-keys']],
  [
    'CREATE TABLE raw.x (tenant_id bigint, id bigint, PRIMARY KEY (tenant_id, id), UNIQUE (id))',
    ['tenant-leads-keys'],
  ],
  ['CREATE TABLE raw.x (tenant_id bigint, id bigint, PRIMARY KEY (tenant_id, id))', []],
  [
    'CREATE TABLE raw.x (tenant_id bigint, id bigint); CREATE INDEX x_i ON raw.x (id); COMMENT ON INDEX raw.x_i IS $$Query: q$$',
    ['tenant-leads-keys'],
  ],
  [
    'CREATE TABLE raw.x (tenant_id bigint, id bigint); CREATE INDEX x_i ON raw.x (tenant_id, id)',
    ['index-names-its-query'],
  ],
  [
    'CREATE TABLE raw.x (tenant_id bigint, id bigint); CREATE INDEX ON raw.x (tenant_id, id)',
    ['index-names-its-query'],
  ],
  ['CREATE TABLE IF NOT EXISTS raw.x (tenant_id bigint)', ['no-if-not-exists']],
  ['ALTER TABLE raw.x ADD COLUMN IF NOT EXISTS y text', ['no-if-not-exists']],
  ['CREATE TABLE api.x (id bigint)', ['tenant-leads-keys']],
  ['CREATE TRIGGER t AFTER INSERT ON raw.x EXECUTE FUNCTION f()', ['no-trigger']],
  [
    'ALTER TABLE raw.x ADD CONSTRAINT x_k UNIQUE (id)',
    ['constraint-missing-not-valid', 'disallowed-unique-constraint', 'tenant-leads-keys'],
  ],
  ['ALTER TABLE raw.x ADD COLUMN y text NOT NULL', ['adding-required-field']],
  ['ALTER TABLE raw.x ALTER COLUMN y TYPE bigint', ['changing-column-type']],
  [
    'CREATE INDEX x_i ON raw.x (tenant_id); COMMENT ON INDEX raw.x_i IS $$Query: q$$',
    ['require-concurrent-index-creation'],
  ],
])('%s', async (sql, rules) => {
  expect(await violatedRules(sql)).toEqual(rules)
})

test('a finding can be allowed with a reason, and only while it occurs', async () => {
  const sql = 'ALTER TABLE raw.x ALTER COLUMN y TYPE bigint'
  expect(
    await violatedRules(
      sql,
      `export const allow = [{ rule: 'changing-column-type', reason: 'the table is empty' }]`,
    ),
  ).toEqual([])
  expect(
    await violatedRules(sql, `export const allow = [{ rule: 'changing-column-type', reason: '' }]`),
  ).toEqual(['unused-allowance'])
  expect(
    await violatedRules('SELECT 1', `export const allow = [{ rule: 'changing-column-type', reason: 'x' }]`),
  ).toEqual(['unused-allowance'])
})

import { expect, test } from 'vitest'
import { readExpectedCatalog } from '../../src/schema-docs/expected-catalog.ts'
import { findingsOf } from '../../src/testing/shards/check-recording.ts'
import { readSchema } from '../../src/testing/shards/schema.ts'
import { statementRules } from '../../src/testing/shards/statement-rules.ts'
import { parseSql } from '../../src/testing/shards/tree.ts'

const schema = await readSchema()

/** The rules that a text breaks, each with what breaks it. */
async function broken(sql: string): Promise<string[]> {
  const statements = await parseSql(sql)
  return statements.flatMap((statement) =>
    findingsOf(sql, statement, schema).map(({ rule, detail }) => `${rule}: ${detail}`),
  )
}

/** For each rule, statements that break it, and what they have of it, and statements that do not. */
const examples: Readonly<
  Record<
    string,
    { readonly broken: readonly (readonly [sql: string, detail: string])[]; readonly kept: readonly string[] }
  >
> = {
  'tenant-bound': {
    broken: [
      ['SELECT st_id FROM raw.st_jobs WHERE st_id = $1', 'raw.st_jobs'],
      ['SELECT FROM raw.st_jobs WHERE tenant_id = ANY ($1)', 'raw.st_jobs'],
      ['SELECT FROM raw.st_jobs WHERE tenant_id = $1 OR st_id = $2', 'raw.st_jobs'],
      ['SELECT FROM raw.st_jobs WHERE NOT tenant_id = $1', 'raw.st_jobs'],
      ['SELECT FROM raw.st_jobs WHERE tenant_id = NULL', 'raw.st_jobs'],
      [
        `SELECT FROM raw.st_jobs WHERE tenant_id = (SELECT current_setting('lazi.tenant_id')::bigint)`,
        'raw.st_jobs',
      ],
      ['SELECT FROM raw.freshness WHERE breached', 'raw.freshness'],
      [
        'SELECT FROM raw.st_jobs AS job JOIN raw.st_customers AS c ON c.st_id = job.customer_id WHERE job.tenant_id = $1',
        'raw.st_customers AS c',
      ],
      [
        'SELECT FROM raw.tenants AS t LEFT JOIN raw.st_jobs AS job ON t.tenant_id = $1 AND job.tenant_id = $1',
        'raw.tenants AS t',
      ],
      [
        'SELECT FROM (SELECT * FROM raw.changes ORDER BY seq LIMIT 5) AS change WHERE change.tenant_id = $1',
        'raw.changes',
      ],
      [
        'SELECT EXISTS (SELECT FROM raw.st_jobs WHERE st_id = $2) FROM raw.tenants WHERE tenant_id = $1',
        'raw.st_jobs',
      ],
      ['SELECT FROM raw.st_jobs WHERE tenant_id = $1 UNION ALL SELECT FROM raw.st_teams', 'raw.st_teams'],
      [
        'SELECT FROM raw.st_jobs, unnest($1::bigint[]) AS wanted (tenant_id) WHERE st_jobs.tenant_id = wanted.tenant_id',
        'raw.st_jobs',
      ],
      ['UPDATE raw.st_jobs SET active = false WHERE st_id = $1', 'raw.st_jobs'],
      ['DELETE FROM raw.changes USING raw.tenants AS t WHERE changes.tenant_id = t.tenant_id', 'raw.changes'],
      [
        'DELETE FROM raw.changes USING raw.tenants AS t WHERE changes.tenant_id = t.tenant_id',
        'raw.tenants AS t',
      ],
      ['INSERT INTO raw.st_teams (st_id) VALUES ($1)', 'raw.st_teams'],
      ['INSERT INTO raw.st_teams (tenant_id, st_id) VALUES ($1, 1), ((SELECT 2), 2)', 'raw.st_teams'],
      ['INSERT INTO raw.st_teams (tenant_id) SELECT tenant_id FROM raw.tenants RETURNING 1', 'raw.st_teams'],
      ['WITH job AS (SELECT tenant_id, st_id FROM raw.st_jobs) SELECT FROM job', 'raw.st_jobs'],
      ['EXPLAIN SELECT FROM raw.st_jobs', 'raw.st_jobs'],
      ['PREPARE jobs AS SELECT FROM raw.st_jobs', 'raw.st_jobs'],
    ],
    kept: [
      'SELECT st_id FROM raw.st_jobs WHERE tenant_id = $1 AND (st_id = $2 OR active)',
      'SELECT FROM raw.st_jobs WHERE 1001 = tenant_id',
      'SELECT FROM raw.st_jobs AS job WHERE job.tenant_id = $1::bigint',
      'SELECT FROM raw.st_jobs AS job JOIN raw.st_customers AS c ON c.tenant_id = job.tenant_id WHERE c.tenant_id = $1',
      'SELECT FROM raw.st_jobs JOIN raw.st_customers USING (tenant_id) WHERE st_jobs.tenant_id = $1',
      'SELECT FROM raw.tenants AS t LEFT JOIN raw.st_jobs AS job ON job.tenant_id = t.tenant_id WHERE t.tenant_id = $1',
      'SELECT FROM raw.tenants AS t CROSS JOIN LATERAL (SELECT FROM raw.st_jobs WHERE tenant_id = t.tenant_id LIMIT 1) AS job WHERE tenant_id = $1',
      'SELECT FROM (SELECT * FROM raw.st_jobs) AS job WHERE job.tenant_id = $1',
      'SELECT EXISTS (SELECT FROM raw.st_jobs WHERE tenant_id = $1)',
      'WITH job AS (SELECT * FROM raw.st_jobs WHERE tenant_id = $1) SELECT FROM job JOIN raw.st_teams AS t ON t.tenant_id = job.tenant_id',
      'WITH raised AS (UPDATE raw.sync_state SET cursor = $2 WHERE tenant_id = $1 RETURNING tenant_id) SELECT FROM raised',
      'UPDATE raw.sync_state AS state SET status = $2 FROM raw.tenants AS t WHERE t.tenant_id = $1 AND state.tenant_id = t.tenant_id',
      'DELETE FROM raw.changes WHERE tenant_id = $1',
      'INSERT INTO raw.st_teams (st_id, tenant_id) VALUES (1, $1), (2, $1)',
      'INSERT INTO raw.st_teams (tenant_id) SELECT $1::bigint FROM unnest($2::bigint[]) RETURNING 1',
      'INSERT INTO raw.st_teams (tenant_id) SELECT tenant_id FROM raw.tenants WHERE tenant_id = $1 RETURNING 1',
      'SELECT FROM public.pgmigrations',
      'BEGIN; COMMIT',
    ],
  },
  'no-sub-select-in-returning': {
    broken: [['DELETE FROM raw.changes WHERE tenant_id = $1 RETURNING (SELECT 1)', 'raw.changes']],
    kept: ['DELETE FROM raw.changes WHERE tenant_id = $1 RETURNING seq'],
  },
  'no-mutable-returning': {
    broken: [['DELETE FROM raw.changes WHERE tenant_id = $1 RETURNING now() - at', 'raw.changes']],
    kept: ['DELETE FROM raw.changes WHERE tenant_id = $1 RETURNING at'],
  },
  'no-insert-from-insert': {
    broken: [
      [
        'WITH a AS (INSERT INTO raw.st_teams (tenant_id) VALUES ($1) RETURNING st_id) INSERT INTO raw.changes (tenant_id, st_id) SELECT $1, st_id FROM a RETURNING 1',
        'raw.changes',
      ],
    ],
    kept: [
      'WITH a AS (INSERT INTO raw.st_teams (tenant_id) VALUES ($1) RETURNING st_id) SELECT count(*) FROM a',
    ],
  },
  'no-plain-insert-select': {
    broken: [['INSERT INTO raw.st_teams (tenant_id, st_id) SELECT $1, 1', 'raw.st_teams']],
    kept: [
      'INSERT INTO raw.st_teams (tenant_id, st_id) SELECT $1, 1 RETURNING 1',
      'INSERT INTO raw.st_teams (tenant_id, st_id) SELECT $1, 1 ON CONFLICT DO NOTHING',
      'INSERT INTO raw.st_teams (tenant_id, st_id) VALUES ($1, 1)',
    ],
  },
  'no-full-join-of-functions': {
    broken: [['SELECT FROM jsonb_each($1) AS a FULL JOIN jsonb_each($2) AS b USING (key)', 'FULL JOIN']],
    kept: ['SELECT FROM jsonb_each($1) AS a LEFT JOIN jsonb_each($2) AS b USING (key)'],
  },
  'no-mutable-case-in-update': {
    broken: [
      ['UPDATE raw.tenants SET updated_at = coalesce($2, now()) WHERE tenant_id = $1', 'raw.tenants'],
      [
        'UPDATE raw.tenants SET updated_at = CASE WHEN $2 > now() THEN $2 END WHERE tenant_id = $1',
        'raw.tenants',
      ],
      [
        `UPDATE raw.tenants SET updated_at = greatest($2, $3 + interval '1 day') WHERE tenant_id = $1`,
        'raw.tenants',
      ],
      [
        `UPDATE raw.tenants SET updated_at = updated_at + interval '1 day' WHERE tenant_id = $1`,
        'raw.tenants',
      ],
      ['UPDATE raw.tenants SET updated_at = clock_timestamp() WHERE tenant_id = $1', 'raw.tenants'],
      ['DELETE FROM raw.changes WHERE tenant_id = $1 AND coalesce(at < now(), true)', 'raw.changes'],
    ],
    kept: [
      'UPDATE raw.tenants SET updated_at = now(), name = coalesce($2, name) WHERE tenant_id = $1',
      `UPDATE raw.tenants SET updated_at = now() + interval '1 day' WHERE tenant_id = $1`,
      'UPDATE raw.tenants SET name = $2 WHERE tenant_id = $1 AND (updated_at > now()) IS NOT TRUE',
      'WITH clock AS (SELECT coalesce($2, now()) AS at) UPDATE raw.tenants SET updated_at = clock.at FROM clock WHERE tenant_id = $1',
      `UPDATE raw.tenants SET updated_at = greatest($2, $3::date + interval '1 day') WHERE tenant_id = $1`,
    ],
  },
  'no-mutable-on-conflict': {
    broken: [
      [
        'INSERT INTO raw.tenants AS t (tenant_id) VALUES ($1) ON CONFLICT (tenant_id) DO UPDATE SET updated_at = now()',
        'raw.tenants',
      ],
      [
        'INSERT INTO raw.tenants AS t (tenant_id) VALUES ($1) ON CONFLICT (tenant_id) DO UPDATE SET name = $2 WHERE t.updated_at < now()',
        'raw.tenants',
      ],
    ],
    kept: [
      'INSERT INTO raw.tenants AS t (tenant_id, updated_at) VALUES ($1, now()) ON CONFLICT (tenant_id) DO UPDATE SET updated_at = excluded.updated_at',
    ],
  },
  'no-locks-beside-rows': {
    broken: [
      ['SELECT EXISTS (SELECT FROM pg_locks) FROM raw.tenants WHERE tenant_id = $1', 'pg_locks'],
      ['SELECT pg_try_advisory_lock(1) FROM raw.tenants WHERE tenant_id = $1', 'pg_try_advisory_lock'],
    ],
    kept: ['SELECT pg_advisory_xact_lock(1) WHERE EXISTS (SELECT FROM pg_locks)'],
  },
  'no-update-of-tenant': {
    broken: [['UPDATE raw.st_teams SET tenant_id = $2 WHERE tenant_id = $1', 'raw.st_teams']],
    kept: ['UPDATE raw.st_teams SET name = $2 WHERE tenant_id = $1'],
  },
  'no-ctid': {
    broken: [['DELETE FROM raw.changes WHERE tenant_id = $1 AND ctid = $2', 'ctid']],
    kept: ['DELETE FROM raw.changes WHERE tenant_id = $1 AND seq = $2'],
  },
  'no-set-config-of-tenant': {
    broken: [[`SELECT set_config('lazi.tenant_id', $1, true)`, 'set_config']],
    kept: [`SELECT set_config('jit', 'off', true)`, `SET LOCAL lazi.tenant_id = '1'`],
  },
  'no-generic-plan': {
    broken: [['SET LOCAL plan_cache_mode = force_generic_plan', 'force_generic_plan']],
    kept: ['SET LOCAL plan_cache_mode = auto', 'SET LOCAL plan_cache_mode TO DEFAULT'],
  },
}

test('every rule has examples', () => {
  expect(Object.keys(examples).toSorted()).toEqual(statementRules.map(({ name }) => name).toSorted())
})

const entries = Object.entries(examples)
test.each(entries.flatMap(([rule, { broken: all }]) => all.map(([sql, detail]) => ({ rule, sql, detail }))))(
  '$rule is broken by $sql',
  async ({ rule, sql, detail }) => {
    expect(await broken(sql)).toContain(`${rule}: ${detail}`)
  },
)

test.each(entries.flatMap(([rule, { kept }]) => kept.map((sql) => ({ rule, sql }))))(
  '$rule is kept, like all others, by $sql',
  async ({ sql }) => {
    expect(await broken(sql)).toEqual([])
  },
)

const catalog = (await readExpectedCatalog())?.objects ?? []

test('a view of tenants binds all of its tables by its own tenant_id', async () => {
  const views = catalog.filter(
    ({ kind, definition }) => kind === 'view' && /^\([^)]*\btenant_id bigint/.test(definition),
  )
  expect(views.length).toBeGreaterThan(0)
  for (const { create } of views) {
    const body = create.replace(/^[\s\S]*? AS\n/, '').replace(/;[\s\S]*$/, '')
    expect(await broken(`SELECT FROM (${body}) AS seen WHERE seen.tenant_id = $1`)).toEqual([])
  }
})

test('no policy has a sub-select, which Citus refuses', () => {
  const policies = catalog.filter(({ kind }) => kind === 'policy')
  expect(policies.length).toBeGreaterThan(30)
  expect(
    policies.filter(({ definition }) => /\bSELECT\b/i.test(definition.replace(/ FOR SELECT /, ' '))),
  ).toEqual([])
})

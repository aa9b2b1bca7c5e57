import { createMigrator } from 'db-migrations'
import { createTestDatabase, readCatalog, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adopt } from '../src/adopt/adopt.ts'
import { describePlan } from '../src/adopt/describe-plan.ts'
import { planAdoption } from '../src/adopt/plan-adoption.ts'
import { fillTables, runScripts } from './fixtures/hand-run/hand-run.ts'

let database: TestDatabase
let client: pg.Client
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterEach(async () => {
  await client.end()
  await database.close()
})

/** The catalog, every row, every schema, the ledger. */
const snapshot = async () => {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `SELECT format('raw.%I', relname) AS name FROM pg_class
      WHERE relnamespace = to_regnamespace('raw') AND relkind = 'r' ORDER BY 1`,
  )
  const rows: unknown[] = []
  for (const { name } of tables) {
    const sql = `SELECT '${name}' AS name, count(*), md5(string_agg(r::text, '' ORDER BY r::text)) FROM ${name} AS r`
    rows.push((await database.pool.query(sql)).rows)
  }
  const { rows: others } = await database.pool.query(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast)'
     UNION ALL SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1`,
  )
  const reader = await database.pool.connect()
  try {
    return { catalog: await readCatalog(reader), rows, others }
  } finally {
    reader.release()
  }
}

async function expectRefused(...differences: string[]): Promise<void> {
  const before = await snapshot()
  const plan = await planAdoption(client)
  expect(plan).toEqual({ kind: 'refused', differences, besides: expect.any(Array) })
  expect(describePlan(plan)).toEqual(expect.arrayContaining(differences.map((line) => `  - ${line}`)))
  const error = await adopt(client).catch((thrown) => thrown)
  expect(error).toMatchObject({ code: 'UNLEDGERED_SCHEMA', details: differences.join('\n') })
  for (const line of differences) expect(error.message).toContain(line)
  expect(error.message).not.toContain('\n')
  expect(await snapshot()).toEqual(before)
}

const jobs = 'raw.st_jobs'
test.each([
  [
    'an unknown table',
    'CREATE TABLE raw.st_invoices (id uuid)',
    ['unknown in schema raw: table raw.st_invoices'],
  ],
  [
    'a view elsewhere',
    `CREATE VIEW open_jobs AS SELECT st_id FROM ${jobs} WHERE status = 'Hold'`,
    ['depends on raw.st_jobs: view open_jobs'],
  ],
  [
    'a view in raw',
    `CREATE VIEW raw.open_jobs AS SELECT st_id FROM ${jobs}`,
    ['depends on raw.st_jobs: view raw.open_jobs', 'unknown in schema raw: view raw.open_jobs'],
  ],
  [
    'a materialized view',
    `CREATE MATERIALIZED VIEW job_counts AS SELECT count(*) FROM ${jobs}`,
    ['depends on raw.st_jobs: view job_counts'],
  ],
  [
    'a foreign key to an old table',
    `CREATE TABLE notes (job uuid CONSTRAINT notes_job_fkey REFERENCES ${jobs} (id))`,
    ['foreign key notes_job_fkey on notes: FOREIGN KEY (job) REFERENCES raw.st_jobs(id)'],
  ],
  [
    'a foreign key between old tables',
    `ALTER TABLE raw.st_appointments ADD CONSTRAINT fk_job FOREIGN KEY (tenant_id, job_id) REFERENCES ${jobs} (tenant_id, st_id) NOT VALID`,
    [
      'foreign key fk_job on raw.st_appointments: FOREIGN KEY (tenant_id, job_id) REFERENCES raw.st_jobs(tenant_id, st_id) NOT VALID',
    ],
  ],
  [
    'a different primary key',
    `ALTER TABLE ${jobs} DROP CONSTRAINT st_jobs_pkey, DROP CONSTRAINT st_jobs_tenant_id_st_id_key, ADD PRIMARY KEY (tenant_id, st_id, id)`,
    [
      'raw.st_jobs: primary key is (id, st_id, tenant_id), expected (id)',
      'raw.st_jobs: UNIQUE (tenant_id, st_id) is missing',
    ],
  ],
  [
    'columns of unexpected types',
    `DROP INDEX raw.idx_st_jobs_full_data; ALTER TABLE ${jobs} ALTER full_data TYPE json, DROP st_id, ADD st_id bytea UNIQUE`,
    [
      'raw.st_jobs.full_data: is json, expected jsonb',
      'raw.st_jobs.st_id: is bytea, expected varchar, text or bigint',
      'raw.st_jobs: UNIQUE (tenant_id, st_id) is missing',
    ],
  ],
  [
    'a missing column',
    'ALTER TABLE raw.sync_state DROP table_name',
    ['raw.sync_state.table_name: missing', 'raw.sync_state: UNIQUE (tenant_id, table_name) is missing'],
  ],
  [
    'a trigger with other effects',
    `CREATE FUNCTION public.audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE NOTICE ''x''; NEW.updated_at = now(); RETURN NEW; END';
     CREATE TRIGGER audit BEFORE UPDATE ON ${jobs} FOR EACH ROW EXECUTE FUNCTION audit()`,
    ['trigger audit on raw.st_jobs: its function audit() does more than set updated_at'],
  ],
  [
    "a table elsewhere that uses raw's trigger function",
    `CREATE TABLE notes (updated_at timestamptz);
     CREATE TRIGGER touch BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION raw.update_updated_at()`,
    ['trigger touch on notes uses raw.update_updated_at() of schema raw'],
  ],
  ['a rule', `CREATE RULE keep AS ON DELETE TO ${jobs} DO INSTEAD NOTHING`, ['rule keep on raw.st_jobs']],
  [
    'row level security',
    `ALTER TABLE ${jobs} ENABLE ROW LEVEL SECURITY`,
    ['row level security on raw.st_jobs'],
  ],
  [
    'a child table',
    `CREATE TABLE old_jobs () INHERITS (${jobs})`,
    ['depends on raw.st_jobs: table old_jobs', 'inheritance: old_jobs is a child of raw.st_jobs'],
  ],
  ['a publication', `CREATE PUBLICATION feed FOR TABLE ${jobs}`, ['publication feed has raw.st_jobs']],
  [
    'types, sequences and functions in raw',
    `CREATE TYPE raw.job_status AS ENUM ('Hold'); CREATE SEQUENCE raw.numbers;
     CREATE FUNCTION raw.answer() RETURNS integer LANGUAGE sql AS 'SELECT 42'`,
    [
      'unknown in schema raw: function raw.answer()',
      'unknown in schema raw: sequence raw.numbers',
      'unknown in schema raw: type raw.job_status',
    ],
  ],
  [
    'a function that takes a row',
    `CREATE FUNCTION age_of(${jobs}) RETURNS integer LANGUAGE sql AS 'SELECT 1'`,
    ['depends on raw.st_jobs: function age_of(raw.st_jobs)'],
  ],
  [
    'a schema with the name that adoption needs',
    'CREATE SCHEMA adopt_old',
    ['schema adopt_old exists; adoption needs that name'],
  ],
  [
    "another project's ledger",
    'CREATE SCHEMA app; CREATE TABLE app.pgmigrations (name text)',
    ['a ledger (pgmigrations) in schema app, and none in public'],
  ],
])('refuses %s and changes nothing', async (_, change, differences) => {
  await runScripts(database.pool)
  if (!change.includes('DROP st_id')) await fillTables(database.pool)
  await database.pool.query(change)
  await expectRefused(...differences)
})

test('refuses migrated tables without a ledger', async () => {
  await createMigrator({ connectionString: database.url }).up({ to: 2 })
  await database.pool.query('DROP TABLE public.pgmigrations')
  await expectRefused(
    'raw.sync_state has the new schema already, but no migration is recorded for it',
    'raw.st_locations has the new schema already, but no migration is recorded for it',
  )
})

test("refuses another project's ledger, and one that contradicts the tables", async () => {
  await runScripts(database.pool)
  await database.pool.query(
    `CREATE TABLE public.pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)`,
  )
  const record = `INSERT INTO public.pgmigrations (name, run_on) VALUES ($1, now())`
  await database.pool.query(record, ['001_users'])
  await expectRefused('001_users in the ledger where 001_create_raw_schema is expected')
  await database.pool.query('DELETE FROM public.pgmigrations')
  await database.pool.query(record, ['001_create_raw_schema'])
  await expectRefused('raw.sync_state: recorded as migrated, but has the old schema')
})

test('refuses without the required permissions, and names them', async () => {
  const role = `guest_${new URL(database.url).pathname.slice(-12)}`
  await runScripts(database.pool, 2)
  const owner = (await client.query('SELECT current_user AS name')).rows[0].name
  await client.query(`CREATE ROLE ${role}; SET ROLE ${role}`)
  try {
    const fix = `belongs to ${owner}; connect as ${owner} or as a superuser`
    await expectRefused(
      `no permission: schema raw ${fix}`,
      `no permission: raw.sync_state ${fix}`,
      `no permission: raw.st_locations ${fix}`,
      'no permission: CREATE on the database is needed',
      'no permission: CREATE on schema public is needed for the ledger',
    )
  } finally {
    await client.query(`RESET ROLE; DROP ROLE ${role}`)
  }
})

test('refuses tables that changed since the plan', async () => {
  await runScripts(database.pool)
  const plan = await planAdoption(client)
  await database.pool.query('ALTER TABLE raw.st_jobs ADD sold_by_id varchar(50)')
  const before = await snapshot()
  await expect(adopt(client, { plan })).rejects.toThrow('changed since the plan was created')
  expect(await snapshot()).toEqual(before)
})

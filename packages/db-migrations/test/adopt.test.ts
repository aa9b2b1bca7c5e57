import { createMigrator } from 'db-migrations'
import { createTestDatabase, readCatalog, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AdoptionEvent, type AdoptOptions, adopt } from '../src/adopt/adopt.ts'
import { type AdoptionPlan, planAdoption } from '../src/adopt/plan-adoption.ts'
import { fillTables, runScripts } from './fixtures/hand-run/hand-run.ts'

type AdoptPlan = Extract<AdoptionPlan, { kind: 'adopt' }>

let database: TestDatabase
let client: pg.Client
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  client = new pg.Client({ connectionString: database.url })
  client.on('error', () => undefined)
  await client.connect()
})
afterEach(async () => {
  await client.end()
  await database.close()
})

const now = new Date('2026-11-01T00:00:00Z')
const adoptAll = (options: AdoptOptions = {}) => adopt(client, { now, ...options })
const rowsOf = async (sql: string) => (await database.pool.query(sql)).rows
const catalog = () => readCatalog(client)
const tables = ['sync_state', 'st_locations', 'st_jobs', 'st_appointments', 'st_technicians']
const counts = async (names = tables) => {
  const found: Record<string, number> = {}
  for (const name of names) found[name] = (await rowsOf(`SELECT count(*)::int AS n FROM raw.${name}`))[0].n
  return found
}

/** The catalog, the rows of raw, the schemas and the ledger. */
const snapshot = async () => {
  const names = await rowsOf(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = to_regnamespace('raw') AND relkind = 'r' ORDER BY 1`,
  )
  const rows: Record<string, unknown> = {}
  for (const { name } of names) {
    rows[name] = await rowsOf(
      `SELECT count(*) AS n, md5(string_agg(r::text, '' ORDER BY r::text)) FROM raw.${name} AS r`,
    )
  }
  const schemas = await rowsOf(
    `SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast)' ORDER BY 1`,
  )
  const ledgers = await rowsOf(`SELECT to_regclass('public.pgmigrations') AS ledger`)
  return { catalog: await catalog(), rows, schemas, ledgers }
}

/** The last migration that an adoption records; what comes after it does not depend on the adoption. */
const lastAdopted = 7

let migrated: TestDatabase
let expected: { readonly catalog: unknown; readonly ledger: unknown }
beforeAll(async () => {
  migrated = await createTestDatabase({ empty: true })
  await createMigrator({ connectionString: migrated.url }).up({ to: lastAdopted })
  expected = await stateOf(migrated.pool)
})
afterAll(() => migrated.close())

async function stateOf(pool: pg.Pool) {
  const connection = await pool.connect()
  try {
    const { rows } = await connection.query('SELECT name FROM public.pgmigrations ORDER BY run_on, id')
    return { catalog: await readCatalog(connection), ledger: rows }
  } finally {
    connection.release()
  }
}

/** Expects what a database that was migrated, and not adopted, is. */
async function expectAdopted(): Promise<void> {
  await createMigrator({ connectionString: database.url }).up({ to: lastAdopted })
  expect(await stateOf(database.pool)).toEqual(expected)
  const leftovers = `SELECT nspname FROM pg_namespace WHERE nspname = 'adopt_old'`
  expect(await rowsOf(leftovers)).toEqual([])
  expect(await adoptAll()).toMatchObject({
    kind: 'nothing',
    reason: expect.stringContaining('nothing to adopt'),
  })
  expect(await planAdoption(client)).toMatchObject({ kind: 'nothing' })
}

async function planned(): Promise<AdoptPlan> {
  const plan = await planAdoption(client)
  if (plan.kind !== 'adopt') throw new Error(`Expected a plan, got ${JSON.stringify(plan)}`)
  return plan
}

/** The result equals the plan, and no row is missing. */
function expectAsPlanned(plan: AdoptPlan, result: Awaited<ReturnType<typeof adopt>>): void {
  if (result.kind !== 'adopted') throw new Error(`Expected an adoption, got ${JSON.stringify(result)}`)
  for (const [index, { table, rows, quarantined, setAside }] of plan.tables.entries()) {
    const refused = quarantined.reduce((sum, reason) => sum + reason.rows, 0)
    expect(result.tables[index]).toEqual({
      table,
      rows,
      kept: rows - refused,
      quarantined: refused,
      setAside,
    })
  }
  expect(result.recorded).toEqual(plan.migrations.map(({ name }) => name))
  expect(result.pending).toEqual(plan.pending)
}

describe('converts every variant to the current schema', () => {
  for (const [title, scripts, files, change] of [
    ['complete, with irregular rows', 5, ['rows', 'irregular-rows'], ''],
    ['complete, without rows', 5, [], ''],
    ['stopped after 001', 1, ['rows'], ''],
    ['stopped after 003', 3, ['rows', 'irregular-rows'], ''],
    ['stopped after 004', 4, ['rows'], ''],
    ['without the index that PostgreSQL rejects', 5, ['rows'], 'DROP INDEX raw.idx_st_appointments_date'],
    ['with tenant_id bigint', 5, [], `${tables.map(toBigint).join(';')}`],
    [
      'with the trigger function in public',
      5,
      ['rows'],
      'ALTER FUNCTION raw.update_updated_at() SET SCHEMA public',
    ],
    [
      'with start_time as timestamptz',
      5,
      [],
      `DROP INDEX raw.idx_st_appointments_date; ALTER TABLE raw.st_appointments ALTER start_time TYPE timestamptz`,
    ],
  ] as const) {
    test(title, async () => {
      await runScripts(database.pool, scripts)
      if (change) await database.pool.query(change)
      await fillTables(database.pool, files.length > 0 ? files : [])
      const before = await snapshot()
      const existing = tables.slice(0, scripts)
      const countsBefore = await counts(existing)
      const plan = await planned()
      expect(await snapshot()).toEqual(before)
      expect(plan.tables.map(({ table }) => table)).toEqual(existing)

      expectAsPlanned(plan, await adoptAll({ plan }))
      const after = await counts(existing)
      for (const { table, rows, quarantined } of plan.tables) {
        expect(rows).toBe(countsBefore[table])
        expect(after[table]).toBe(rows - quarantined.reduce((sum, reason) => sum + reason.rows, 0))
      }
      await expectAdopted()
    })
  }
})

function toBigint(table: string): string {
  return `ALTER TABLE raw.${table} ALTER tenant_id TYPE bigint USING tenant_id::bigint`
}

test('an adopted database with rows becomes the current one', async () => {
  await runScripts(database.pool)
  await fillTables(database.pool, ['rows', 'irregular-rows'])
  await adoptAll()
  await createMigrator({ connectionString: database.url }).up()
  await using current = await createTestDatabase()
  expect(await stateOf(database.pool)).toEqual(await stateOf(current.pool))
})

describe('resumes where it was interrupted', () => {
  const steps = [...Array(7).keys()]
  test.each(steps)('killed after transaction %i', async (stop) => {
    await runScripts(database.pool, 4)
    await fillTables(database.pool, ['rows'])
    const before = await counts(tables.slice(0, 4))
    let done = 0
    const kill = (event: AdoptionEvent) => {
      if (event.type === 'step.done' && done++ === stop) throw new Error('killed')
    }
    await expect(adoptAll({ onEvent: kill })).rejects.toThrow('killed')
    if (stop < 6) expect(await planned()).toMatchObject({ resumed: true })
    await adoptAll()
    await expectAdopted()
    // Two rows of sync_state have an invalid tenant or are duplicates.
    expect(await counts(tables.slice(0, 4))).toEqual({ ...before, sync_state: 3 })
  })

  test('connection lost while a table is converted', async () => {
    await runScripts(database.pool)
    await fillTables(database.pool)
    const { pid } = (await client.query('SELECT pg_backend_pid() AS pid')).rows[0]
    let ended: Promise<unknown> | undefined
    const onEvent = (event: AdoptionEvent) => {
      if (event.type === 'step.start' && event.migration === '003_create_st_jobs') {
        ended = database.pool.query('SELECT pg_terminate_backend($1)', [pid])
      }
    }
    await expect(adoptAll({ onEvent })).rejects.toThrow()
    await ended
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await adoptAll()
    await expectAdopted()
  })

  test('the migrator refuses a partly adopted database and changes nothing', async () => {
    await runScripts(database.pool)
    await fillTables(database.pool, ['rows'])
    let done = 0
    const kill = (event: AdoptionEvent) => {
      if (event.type === 'step.done' && ++done === 2) throw new Error('killed')
    }
    await expect(adoptAll({ onEvent: kill })).rejects.toThrow('killed')
    const before = await snapshot()
    await expect(createMigrator({ connectionString: database.url }).up()).rejects.toThrow('already exists')
    expect(await snapshot()).toEqual(before)
    await adoptAll()
    await expectAdopted()
  })
})

test('an adoption that was killed, then partly migrated, is resumed', async () => {
  await runScripts(database.pool, 3)
  await fillTables(database.pool, ['rows'])
  let done = 0
  const kill = (event: AdoptionEvent) => {
    if (event.type === 'step.done' && ++done === 3) throw new Error('killed')
  }
  await expect(adoptAll({ onEvent: kill })).rejects.toThrow('killed')
  await expect(createMigrator({ connectionString: database.url }).up()).rejects.toThrow('007_create')
  const step = { name: '007_create_sync_bookkeeping', action: 'record' }
  expect(await planned()).toMatchObject({ resumed: true, tables: [], migrations: [step] })
  expect(await adoptAll()).toMatchObject({ kind: 'adopted', recorded: [step.name] })
  await expectAdopted()
})

test('a table in use: the lock times out, is reported, and a later call resumes', async () => {
  await runScripts(database.pool)
  await fillTables(database.pool, ['rows'])
  const reader = await database.pool.connect()
  await reader.query('BEGIN; SELECT count(*) FROM raw.st_jobs')
  const events: string[] = []
  const onEvent = ({ type }: AdoptionEvent) => events.push(type)
  const busy = await adoptAll({ lockTimeoutMs: 10, attempts: 2, onEvent }).catch((error) => error)
  expect(busy).toMatchObject({ code: 'LOCK_BUSY', migration: '003_create_st_jobs' })
  expect(busy.message).toContain('raw.st_jobs is in use')
  expect(events).toContain('step.retry')
  await reader.query('COMMIT')
  reader.release()
  expect(await adoptAll()).toMatchObject({ kind: 'adopted' })
  await expectAdopted()
})

test('nothing to adopt: no schema, an empty schema, a ledger', async () => {
  const reason = async () => {
    const plan = await planAdoption(client)
    expect(await adoptAll()).toEqual(plan)
    return plan.kind === 'nothing' ? plan.reason : plan
  }
  expect(await reason()).toContain('no schema raw')
  await database.pool.query('CREATE SCHEMA raw')
  expect(await reason()).toContain('no tables')
  await database.pool.query('DROP SCHEMA raw')
  await createMigrator({ connectionString: database.url }).up({ to: 5 })
  expect(await reason()).toContain('has a ledger (last: 005_create_st_technicians)')
})

test('roles keep SELECT; the plan lists the privileges that are lost', async () => {
  const role = `reader_${new URL(database.url).pathname.slice(-12)}`
  await runScripts(database.pool, 2)
  await database.pool.query(`CREATE ROLE ${role}`)
  await database.pool.query(
    `GRANT USAGE ON SCHEMA raw TO ${role}; GRANT SELECT, INSERT ON raw.st_locations TO ${role}`,
  )
  const plan = await planned()
  expect(plan.tables[1]).toMatchObject({
    grants: [`GRANT SELECT ON raw.st_locations TO ${role}`],
    lostGrants: [`INSERT on raw.st_locations to ${role}`],
  })
  await adoptAll()
  const may = `has_table_privilege('${role}', 'raw.st_locations', `
  expect(await rowsOf(`SELECT ${may} 'SELECT') AS read, ${may} 'INSERT') AS write`)).toEqual([
    { read: true, write: false },
  ])
  await database.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
})

test('converts 50,000 rows of a table in one statement', async () => {
  await runScripts(database.pool, 3)
  await database.pool.query(`
    INSERT INTO raw.st_jobs (tenant_id, st_id, job_number, customer_id, status, created_on, modified_on, full_data)
    SELECT '101', n, 'J' || n, n, 'Hold', '2026-01-01Z', '2026-01-01Z', CASE WHEN n % 2 = 0 THEN
           jsonb_build_object('id', n, 'jobNumber', 'J' || n, 'customerId', n, 'jobStatus', 'Hold', 'summary', repeat('x', 200),
                              'createdOn', '2026-01-01T00:00:00Z', 'modifiedOn', '2026-01-01T00:00:00Z') END
      FROM generate_series(1, 50000) AS n`)
  const statements: string[] = []
  const query = client.query.bind(client) as (...parameters: unknown[]) => unknown
  client.query = ((...parameters: unknown[]) => {
    statements.push(String(parameters[0]))
    return query(...parameters)
  }) as typeof client.query
  expect(await adoptAll()).toMatchObject({
    tables: [{}, {}, { table: 'st_jobs', rows: 50_000, kept: 50_000, quarantined: 0 }],
  })
  expect(statements.filter((sql) => sql.includes('INSERT INTO raw.st_jobs'))).toHaveLength(1)
  expect(await rowsOf('SELECT count(*)::int AS n FROM raw.st_jobs WHERE customer_id = st_id')).toEqual([
    { n: 50_000 },
  ])
})

import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { MigrationError } from '../errors.ts'
import { markNotBegun } from './progress-ledger.ts'
import type { Run } from './run.ts'
import { runStatement } from './run-statement.ts'
import type { IndexBuild } from './statement-kind.ts'

interface FoundIndex {
  /** Qualified name, quoted. */
  readonly name: string
  readonly sameTable: boolean
  readonly valid: boolean
  readonly definition: string | null
  /** Pid of another session that is building it, whose migrator has died. */
  readonly builder: number | null
}

const POLL_MS = 100

/**
 * Runs CREATE INDEX CONCURRENTLY, also after an interrupted run: waits for a build whose migrator has died, drops an
 * invalid index, and keeps a valid index with the same definition.
 * @throws {MigrationError} `MIGRATION_FAILED`, also if a different index has the same name
 */
export async function buildIndex(run: Run, index: number, build: IndexBuild): Promise<void> {
  const { client, options } = run
  const { migration, statements } = run.plan
  const deadline = performance.now() + (options.deadlineMs ?? Number.POSITIVE_INFINITY)
  const { name } = migration
  for (let found = await findIndex(client, build); found; found = await findIndex(client, build)) {
    if (found.builder !== null) {
      await reportProgress(run, client, found.builder, build)
      if (performance.now() > deadline)
        throw fail(run, index, `pid ${found.builder} is still building ${build.name}`)
      await sleep(POLL_MS, undefined, options.signal ? { signal: options.signal } : {})
    } else if (found.sameTable && !found.valid) {
      const drop = `DROP INDEX CONCURRENTLY ${found.name}`
      await runStatement(run, index, () => client.query(drop))
      options.onEvent?.({ type: 'index.recovered', name, index: build.name, how: 'dropped' })
    } else {
      await assertSameDefinition(run, index, build, found)
      options.onEvent?.({ type: 'index.recovered', name, index: build.name, how: 'kept' })
      return
    }
  }
  const sql = statements[index] ?? ''
  try {
    const observe = (observer: pg.Client, pid: number) => reportProgress(run, observer, pid, build)
    await runStatement(run, index, () => client.query(sql), observe)
  } catch (error) {
    // After a timeout, DROP INDEX would be blocked too; the next run cleans up, as after a crash.
    if (!isTimeout(error)) await cleanUp(run, build).catch(() => undefined)
    throw error
  }
}

/** Drops the invalid index of a failed build, which would slow down every write. */
async function cleanUp({ client, plan }: Run, build: IndexBuild): Promise<void> {
  const found = await findIndex(client, build)
  if (found && (found.valid || !found.sameTable)) return
  if (found) {
    await client.query(`SELECT set_config('statement_timeout', '10s', false)`)
    await client.query(`DROP INDEX CONCURRENTLY ${found.name}`)
  }
  await markNotBegun(client, plan.migration.name)
}

function isTimeout(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof pg.DatabaseError && cause.code === '57014'
}

async function findIndex(client: pg.Client, build: IndexBuild): Promise<FoundIndex | undefined> {
  const { rows } = await client.query<FoundIndex>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, coalesce(i.indrelid = t.oid, false) AS "sameTable",
            coalesce(i.indisvalid AND i.indisready, false) AS valid, pg_get_indexdef(i.indexrelid) AS definition,
            (SELECT p.pid FROM pg_stat_progress_create_index p
              WHERE p.index_relid = c.oid AND p.pid <> pg_backend_pid() LIMIT 1) AS builder
       FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
       JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = (parse_ident($2))[1]
       LEFT JOIN pg_index i ON i.indexrelid = c.oid
      WHERE t.oid = to_regclass($1)`,
    [build.table, build.name],
  )
  return rows[0]
}

/** PostgreSQL's own definition of the index, built on an empty copy of the table. */
async function expectedDefinition(
  client: pg.Client,
  { name, table, unique, rest }: IndexBuild,
): Promise<string> {
  await client.query('BEGIN')
  try {
    await client.query(`CREATE TEMPORARY TABLE index_probe (LIKE ${table}) ON COMMIT DROP`)
    await client.query(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${name} ON pg_temp.index_probe ${rest}`)
    const { rows } = await client.query<{ definition: string }>(
      'SELECT pg_get_indexdef($1::regclass) AS definition',
      [`pg_temp.${name}`],
    )
    return rows[0]?.definition ?? ''
  } finally {
    await client.query('ROLLBACK')
  }
}

async function assertSameDefinition(
  run: Run,
  index: number,
  build: IndexBuild,
  { sameTable, definition }: FoundIndex,
): Promise<void> {
  // The probe table has another name; `sameTable` compares the tables.
  const withoutTable = (text: string) => text.replace(/ ON .*? USING /s, ' USING ')
  const expected = await expectedDefinition(run.client, build)
  if (sameTable && definition && withoutTable(definition) === withoutTable(expected)) return
  const existing = definition ?? 'not an index'
  throw fail(
    run,
    index,
    `${build.name} exists and differs (${existing}). Rename or drop it, or choose another name`,
  )
}

async function reportProgress(run: Run, client: pg.Client, pid: number, build: IndexBuild): Promise<void> {
  const { rows } = await client.query<{ phase: string; percent: number | null }>(
    `SELECT phase, (100 * blocks_done / nullif(blocks_total, 0))::int AS percent
       FROM pg_stat_progress_create_index WHERE pid = $1`,
    [pid],
  )
  const [row] = rows
  if (!row) return
  const { phase, percent } = row
  run.options.onEvent?.({
    type: 'index.progress',
    name: run.plan.migration.name,
    index: build.name,
    pid,
    phase,
    percent: percent ?? undefined,
  })
}

function fail({ plan: { migration, statements } }: Run, index: number, reason: string): MigrationError {
  return new MigrationError(
    'MIGRATION_FAILED',
    `${migration.name} failed in statement ${index + 1} of ${statements.length}: ${reason}.`,
    { migration: migration.name, sql: statements[index] ?? '' },
  )
}

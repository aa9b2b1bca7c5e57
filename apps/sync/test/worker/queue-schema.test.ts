import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { getConstructionPlans } from 'pg-boss'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool } from '../../src/database.ts'
import { findQueueDrift, openQueue, type Queue } from '../../src/worker/queue.ts'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await createTestDatabase()
  pool = openPool(database.url, { max: 3, onError: () => undefined })
})
afterAll(async () => {
  await pool.end()
  await database.close()
})

test('the migration made what the installed pg-boss wants (else: a new migration has to bring it there)', async () => {
  expect(await findQueueDrift(pool)).toEqual([])
  const wanted = /INTO lazi_queue\.version\(version\) VALUES \('(\d+)'\)/.exec(
    getConstructionPlans('lazi_queue'),
  )?.[1]
  const { rows } = await database.pool.query('SELECT version::text FROM lazi_queue.version')
  expect(rows).toEqual([{ version: wanted }])
})

test('what pg-boss would have made by itself has the same tables, columns, indexes and functions', async () => {
  await using other = await createTestDatabase({ empty: true })
  await other.pool.query(getConstructionPlans('lazi_queue'))
  expect(await objects(database.pool)).toEqual(await objects(other.pool))
})

test('a changed schema is noticed', async () => {
  await using other = await createTestDatabase()
  await other.pool.query('DROP INDEX lazi_queue.job_common_i6')
  const otherPool = openPool(other.url, { max: 1, onError: () => undefined })
  expect(await findQueueDrift(otherPool)).toEqual(['job_common_i6'])
  await other.pool.query('UPDATE lazi_queue.version SET version = 45')
  await expect(openQueue({ pool: otherPool, logger: pino({ level: 'silent' }) })).rejects.toThrow(/migrat/)
  await otherPool.end()
})

describe('the queue', () => {
  let queue: Queue
  beforeAll(async () => {
    queue = await openQueue({ pool, logger: pino({ level: 'silent' }) })
  })
  afterAll(() => queue.close())
  const tenant = (tenantId: string, tableName = 'st_jobs', priority = 0) => ({
    tenantId,
    tableName,
    priority,
  })

  test('has a table once, whether it waits or is at work, and again when that has ended', async () => {
    await Promise.all([queue.add([tenant('1')]), queue.add([tenant('1'), tenant('1', 'st_teams', -1)])])
    const first = await queue.take([])
    expect(first).toMatchObject({ tenantId: '1', tableName: 'st_jobs' })
    await queue.add([tenant('1')])
    const second = await queue.take([])
    expect(second).toMatchObject({ tableName: 'st_teams' })
    expect(await queue.take([])).toBeNull()
    if (first) await queue.complete(first, { outcome: 'succeeded' })
    if (second) await queue.fail(second, { error: 'the reason' })
    await queue.add([tenant('1')])
    const third = await queue.take([])
    expect(third).toMatchObject({ tableName: 'st_jobs' })
    if (third) await queue.complete(third, {})
    expect(await queue.take([])).toBeNull()
  })

  test('hands out what is wanted most, and nothing of the tenants that have enough', async () => {
    await queue.add([tenant('1', 'st_jobs', 0), tenant('1', 'st_teams', -1), tenant('2', 'st_zones', -2)])
    const taken = [await queue.take(['1']), await queue.take(['1']), await queue.take([])]
    expect(taken.map((job) => job?.tableName)).toEqual(['st_zones', undefined, 'st_jobs'])
    const last = await queue.take(['2'])
    for (const job of [...taken, last]) if (job) await queue.complete(job, {})
  })
})

/** Names and definitions of what is in schema lazi_queue, without the partitions that pg-boss makes by the day. */
async function objects(client: pg.Pool) {
  const { rows } = await client.query(`
    SELECT 'column' AS kind, c.relname || '.' || a.attname AS name,
           format('%s %s %s', format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) AS definition
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE c.relnamespace = 'lazi_queue'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname !~ '^queue_stats_\\d+$'
    UNION ALL
    SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'lazi_queue' AND indexname !~ 'queue_stats_\\d+'
    UNION ALL
    SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE connamespace = 'lazi_queue'::regnamespace AND conrelid::regclass::text !~ 'queue_stats_\\d+'
    UNION ALL
    SELECT 'function', proname, regexp_replace(pg_get_functiondef(oid), '\\s+', ' ', 'g') FROM pg_proc
     WHERE pronamespace = 'lazi_queue'::regnamespace
     ORDER BY 1, 2, 3`)
  return rows
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase } from 'db-migrations/testing'
import { createSandbox } from 'servicetitan-sandbox'
import { expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { startCommand } from '../support/command.ts'
import { count, rounds, seed, startClock } from '../support/effort.ts'
import { createRandom } from '../support/random.ts'
import { lagMs, openTenant } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

test('two workers with ten tenants and mixed work never sync a table concurrently', async () => {
  const ids = Array.from({ length: 10 }, (_, index) => 9_000_001 + index)
  const sizes = { locations: 4, jobs: 6, appointments: 8, technicians: 3 }
  await using sandbox = createSandbox({
    now: '2026-06-18T15:00:00Z',
    dataNow: '2026-06-18T14:30:00Z',
    exportPageSize: 5,
    tenants: ids.map((tenantId) => ({ tenantId, sizes })),
  })
  await using database = await createTestDatabase()
  const { pool } = database
  const tenants = await Promise.all(ids.map((id) => openTenant(database, { id, shared: sandbox })))
  const directory = await mkdtemp(join(tmpdir(), 'credentials-'))
  try {
    const { SERVICETITAN_TENANT_ID: _, ...common } = tenants[0]?.env ?? {}
    for (const id of ids) await writeFile(join(directory, `${id}.env`), '', { mode: 0o600 })
    await pool.query(
      `INSERT INTO raw.tenants (tenant_id, name) SELECT id, 'Tenant ' || id FROM unnest($1::bigint[]) AS id`,
      [ids],
    )
    const env = { ...common, SERVICETITAN_CREDENTIALS_DIR: directory }
    const random = createRandom(seed)
    const hasTime = startClock()
    let round = 0
    for (; round < rounds(1, 6) && hasTime(); round += 1) {
      // Some due tables are also requested, several times and with other kinds.
      for (const id of ids) {
        sandbox.update(id, 'jobs', random.pick([...sandbox.records(id, 'jobs')]).id, {
          summary: `round ${round}`,
        })
        const wanted = [0, 1, 2].map(() => random.pick(tables).name)
        await pool.query(
          `INSERT INTO raw.sync_requests (tenant_id, table_name, kind)
           SELECT $1, table_name, $2 FROM unnest($3::text[]) AS wanted (table_name)`,
          [id, random.pick(['full', 'incremental', 'hot', 'verify']), wanted],
        )
      }
      const workers = [0, 1].map(
        () => startCommand(['worker', '--once', '--json', '--concurrency', '4'], env).result,
      )
      const ended = await Promise.all(workers)
      expect(ended.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual([
        [0, ''],
        [0, ''],
      ])
      // Both workers have run jobs.
      for (const { stdout } of ended) expect(JSON.parse(stdout).succeeded).toBeGreaterThan(0)
      sandbox.clock.advance(lagMs)
    }
    count('rounds of two workers with ten tenants', round)

    const { rows: overlaps } = await pool.query(
      `SELECT one.tenant_id, one.table_name, one.run_id, other.run_id AS other_run_id
         FROM raw.sync_runs AS one JOIN raw.sync_runs AS other
           ON other.tenant_id = one.tenant_id AND other.table_name = one.table_name AND other.run_id > one.run_id
          AND other.started_at < one.finished_at`,
    )
    expect(overlaps).toEqual([])
    const { rows: done } = await pool.query(
      `SELECT (SELECT count(DISTINCT (tenant_id, table_name))::integer FROM raw.sync_runs) AS tables,
              (SELECT count(*)::integer FROM raw.sync_runs WHERE status <> 'succeeded') AS failed,
              (SELECT count(*)::integer FROM raw.sync_requests WHERE status <> 'succeeded') AS open`,
    )
    expect(done).toEqual([{ tables: ids.length * tables.length, failed: 0, open: 0 }])

    for (const tenant of tenants) {
      await tenant.sync(tables.find(({ resource }) => resource === 'jobs') as never)
      await expectWhole(tenant)
    }
  } finally {
    await rm(directory, { recursive: true })
  }
})

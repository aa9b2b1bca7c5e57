import type pg from 'pg'
import { projectStatement, recordTables } from 'records'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { catchUp } from '../../src/followers/catch-up.ts'
import { readFollowers } from '../../src/followers/read-followers.ts'
import { takeStep } from '../../src/followers/take-step.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { runHere } from '../support/command.ts'
import { connect } from '../support/tenant.ts'

let account: Account
let client: pg.Client
beforeEach(async () => {
  account = await openAccount({ exportPageSize: 500 })
  await account.syncAll()
  client = await connect(account.database.url)
  await project()
})
afterEach(async () => {
  await client.end()
  await account.close()
})

const now = new Date('2026-07-01T00:00:00Z')
const { signal } = new AbortController()
const project = () => catchUp(client, recordsFollower, { tenantId, signal })
const recordsState = async () =>
  (await readFollowers(client)).filter(({ follower }) => follower === 'records')
const read = async (sql: string) => (await client.query(sql)).rows

/** Sets a column of cached rows, and publishes the change of each. */
async function change(table: string, set: string, where = 'true'): Promise<number> {
  const { rows } = await client.query(
    `WITH changed AS (UPDATE raw.${table} SET ${set} WHERE tenant_id = $1 AND ${where} RETURNING st_id),
     numbered AS (SELECT st_id, row_number() OVER (ORDER BY st_id) AS n, count(*) OVER () AS total FROM changed),
     position AS (
       UPDATE raw.change_positions SET last_seq = last_seq + (SELECT count(*) FROM numbered)
        WHERE tenant_id = $1 RETURNING last_seq)
     INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, at)
     SELECT $1, last_seq - total + n, '${table}', st_id, 'update', '{}', now() FROM numbered, position RETURNING seq`,
    [tenantId],
  )
  return rows.length
}

test('a row that PostgreSQL refuses waits, keeps its last good version, and holds up no other', async () => {
  const names = `SELECT name FROM lazi.tag_types ORDER BY st_id`
  const before = await read(names)
  await client.query(`ALTER TABLE lazi.tag_types ADD CONSTRAINT short CHECK (length(name) < 20) NOT VALID`)
  await change(
    'st_tag_types',
    `name = 'A name that is too long'`,
    `st_id = (SELECT min(st_id) FROM raw.st_tag_types)`,
  )
  await change('st_tag_types', `name = 'Short'`, `st_id = (SELECT max(st_id) FROM raw.st_tag_types)`)
  await project()
  expect(await read(names)).toEqual([...before.slice(0, -1), { name: 'Short' }])
  expect(await read('SELECT table_name, reason, error FROM sync.waiting')).toEqual([
    { table_name: 'tag_types', reason: 'refused', error: expect.stringContaining('"short"') },
  ])
  expect(await recordsState()).toMatchObject([{ refused: 1, error: null, behind: 0 }])
  const checked = await runHere(['project', '--check', '--json'], account.env)
  expect({ code: checked.code, ...JSON.parse(checked.stdout) }).toMatchObject({
    code: 0,
    ok: true,
    tenants: [{ refused: 1, unbuilt: [] }],
  })
  const again = await runHere(['project'], account.env)
  expect(again.stdout).toContain('Rows that PostgreSQL refused: 1.')

  await change('st_tag_types', `name = 'Fine'`, `name LIKE 'A name%'`)
  await project()
  expect((await read(names))[0]).toEqual({ name: 'Fine' })
  expect(await read('SELECT FROM sync.waiting')).toEqual([])
})

test('many refused rows stop the follower, with the reason, and the next step applies them', async () => {
  await client.query(`ALTER TABLE lazi.jobs ADD CONSTRAINT wrong CHECK (summary <> 'x') NOT VALID`)
  const changed = await change('st_jobs', `summary = 'x'`)
  expect(changed).toBeGreaterThan(100)
  await expect(project()).rejects.toThrow(/rows of jobs were refused, such as \d+: .*"wrong"/)
  expect(await recordsState()).toMatchObject([
    { failures: 1, behind: changed, error: expect.stringMatching(/"wrong"/) },
  ])
  expect(await read(`SELECT FROM lazi.jobs WHERE summary = 'x'`)).toEqual([])
  const status = await runHere(['status', '--json'], account.env)
  expect({ code: status.code, ok: JSON.parse(status.stdout).ok }).toEqual({ code: 1, ok: false })

  await client.query('ALTER TABLE lazi.jobs DROP CONSTRAINT wrong')
  await project()
  expect(await recordsState()).toMatchObject([{ failures: 0, behind: 0, error: null }])
  expect(await read(`SELECT FROM lazi.jobs WHERE summary <> 'x'`)).toEqual([])
})

test('a worker with older rules leaves the records alone', async () => {
  await client.query('UPDATE sync.followers SET version = 99')
  await change('st_jobs', `summary = 'x'`)
  expect(await takeStep(client, recordsFollower, { tenantId, now })).toEqual({ outcome: 'outdated' })
  expect(await read(`SELECT FROM lazi.jobs WHERE summary = 'x'`)).toEqual([])
  await expect(project()).rejects.toThrow('A newer version has filled the tables')
})

test('two workers do not take the same step', async () => {
  await client.query('BEGIN')
  await client.query('SELECT FROM sync.followers FOR UPDATE')
  const other = await connect(account.database.url)
  try {
    expect(await takeStep(other, recordsFollower, { tenantId, now })).toEqual({ outcome: 'busy' })
  } finally {
    await other.end()
    await client.query('ROLLBACK')
  }
})

test('rows that alter nothing in schema lazi write no WAL', async () => {
  // A reader removes dead row versions of earlier updates, which is logged: of the cache, and of parents too.
  await account.database.pool.query('VACUUM')
  for (const table of recordTables) {
    const rows = await read(`SELECT st_id FROM raw.st_${table.name}`)
    const { rows: plan } = await client.query(
      `EXPLAIN (ANALYZE, WAL, FORMAT JSON) ${projectStatement(table)}`,
      [tenantId, rows.map(({ st_id }) => st_id), now],
    )
    expect(plan[0]['QUERY PLAN'][0].Plan['WAL Records'], table.name).toBe(0)
  }
})

test('sync project --check finds a record that differs, and --rebuild repairs it', async () => {
  await client.query(
    `UPDATE lazi.jobs SET summary = 'damaged' WHERE st_id = (SELECT min(st_id) FROM lazi.jobs)`,
  )
  await client.query(
    `DELETE FROM lazi.customer_contacts WHERE st_id = (SELECT min(st_id) FROM lazi.customer_contacts)`,
  )
  const found = await runHere(['project', '--check', '--json'], account.env)
  expect(found.code).toBe(1)
  const [tenant] = JSON.parse(found.stdout).tenants
  expect(tenant.comparison).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ table: 'jobs', differing: 1, absent: 0, fields: ['summary'] }),
      expect.objectContaining({ table: 'customer_contacts', differing: 0, absent: 1 }),
    ]),
  )
  const mended = await runHere(['project', '--rebuild'], account.env)
  expect([mended.code, mended.stdout]).toEqual([0, expect.stringContaining('; 2 records written.')])
  const rebuilt = await runHere(['project', '--rebuild', '--json'], account.env)
  expect(JSON.parse(rebuilt.stdout).tenants).toEqual([
    expect.objectContaining({ written: 0, unbuilt: [], refused: 0 }),
  ])
  const checked = await runHere(['project', '--check'], account.env)
  expect({ code: checked.code, stdout: checked.stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining('customer_contacts'),
  })
  expect((await runHere(['project', '--check', '--rebuild'], account.env)).code).toBe(2)
  expect((await runHere(['project', '--tenant', '5'], account.env)).code).toBe(2)
})

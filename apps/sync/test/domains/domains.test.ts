import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { catchUp } from '../../src/followers/catch-up.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { runHere } from '../support/command.ts'
import { copyRow, publishRows } from '../support/copy-row.ts'
import { connect } from '../support/tenant.ts'

// Customers and jobs move to LAZI: what ServiceTitan changes of them is not taken over, and what is new there is listed.

let account: Account
let client: pg.Client
beforeAll(async () => {
  account = await openAccount({ exportPageSize: 500 })
  await account.syncAll()
  client = await connect(account.database.url)
  await project()
})
afterAll(async () => {
  await client.end()
  await account.close()
})
beforeEach(() => client.query(`UPDATE sync.domains SET mode = 'servicetitan'`))

const project = () => catchUp(client, recordsFollower, { tenantId, signal: new AbortController().signal })
const read = async (sql: string) => (await client.query(sql)).rows
const tenant = ['--tenant', tenantId]
const run = (...args: string[]) => runHere(['domains', ...args], account.env)

test('domains are listed, planned and switched, with an entry each', async () => {
  const planned = await run('plan', 'customers,jobs', 'lazi', ...tenant, '--json')
  expect({ code: planned.code, ...JSON.parse(planned.stdout) }).toMatchObject({
    code: 0,
    ok: true,
    changes: ['customers', 'jobs'],
    records: { customers: expect.any(Number), jobs: expect.any(Number), appointments: expect.any(Number) },
    obstacles: [],
  })
  expect(await read(`SELECT count(*)::integer AS count FROM sync.domains WHERE mode = 'lazi'`)).toEqual([
    { count: 0 },
  ])
  const switched = await run('set', 'customers,jobs', 'lazi', ...tenant, '--yes', '--reason', 'Moving')
  expect(switched).toMatchObject({ code: 0, stdout: expect.stringContaining('LAZI owns customers and jobs') })
  expect(switched.stderr).toContain('There is no way back yet')
  const again = await run('set', 'jobs', 'lazi', ...tenant, '--yes')
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing to switch') })
  expect(
    await read(`SELECT action, entity, entity_id, reason, changes::json -> 'mode' AS mode FROM audit.entries
                 WHERE action = 'switch' ORDER BY entity_id`),
  ).toEqual(
    ['customers', 'jobs'].map((entity_id) => ({
      action: 'switch',
      entity: 'sync.domains',
      entity_id,
      reason: 'Moving',
      mode: { old: 'servicetitan', new: 'lazi' },
    })),
  )
  expect((await run('list')).stdout).toMatch(/jobs +lazi/)
})

test.each([
  ['customers alone', ['set', 'customers', 'lazi'], 'only together with jobs'],
  ['another domain', ['set', 'people', 'lazi'], 'stay with ServiceTitan'],
  ['an unknown domain', ['set', 'job', 'lazi'], 'There is no domain job'],
  ['an unknown mode', ['set', 'jobs', 'both'], 'There is no mode both'],
  [
    'people on both sides',
    ['set', 'people', 'hybrid'],
    'Only customers and jobs can be changed on both sides',
  ],
])('%s is refused', async (_, args, text) => {
  const refused = await run(...args, ...tenant, '--yes')
  expect(refused.code).not.toBe(0)
  expect(refused.stderr).toContain(text)
})

test('the way back is refused', async () => {
  await run('set', 'jobs', 'lazi', ...tenant, '--yes')
  const back = await run('set', 'jobs', 'servicetitan', ...tenant, '--yes')
  expect(back).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be given back') })
})

test('a table that is not complete keeps its domain with ServiceTitan', async () => {
  await client.query(`UPDATE sync.followers SET ready = array_remove(ready, 'jobs') WHERE name = 'records'`)
  try {
    const planned = await run('plan', 'jobs', 'lazi', ...tenant)
    expect(planned).toMatchObject({ code: 1, stdout: expect.stringContaining('not complete yet: jobs') })
  } finally {
    await client.query(`UPDATE sync.followers SET ready = ready || '{jobs}' WHERE name = 'records'`)
  }
})

test("ServiceTitan's changes are not taken over, new records are listed, and adopted with what belongs to them", async () => {
  await run('set', 'customers,jobs', 'lazi', ...tenant, '--yes')
  const [job] = await read(
    `SELECT job.st_id AS id, (SELECT min(st_id) FROM raw.st_appointments AS visit
                               WHERE visit.tenant_id = job.tenant_id AND visit.job_id = job.st_id) AS visit
       FROM raw.st_jobs AS job WHERE EXISTS (SELECT FROM raw.st_appointments WHERE job_id = job.st_id) ORDER BY 1 LIMIT 1`,
  )
  const stored = `SELECT md5(string_agg(jobs::text, '' ORDER BY id)) AS sum FROM lazi.jobs`
  const before = await read(stored)
  await client.query(`UPDATE raw.st_jobs SET summary = 'Changed there' WHERE st_id = $1`, [job.id])
  await publishRows(client, 'st_jobs', 'update', [job.id])
  await copyRow(client, { table: 'st_jobs', from: job.id, to: '99000001' })
  await copyRow(client, { table: 'st_appointments', from: job.visit, to: '99000002' }, { job_id: '99000001' })
  const [customer] = await read('SELECT min(st_id) AS id FROM raw.st_customers')
  await copyRow(client, { table: 'st_customers', from: customer.id, to: '99000003' })
  await project()
  expect(await read(stored)).toEqual(before)
  const listed = JSON.parse((await run('new', ...tenant, '--json')).stdout) as {
    records: { table: string }[]
  }
  expect(listed.records.map((record) => ({ ...record, since: undefined }))).toEqual([
    { table: 'appointments', stId: '99000002' },
    { table: 'customers', stId: '99000003' },
    { table: 'jobs', stId: '99000001' },
  ])
  expect((await runHere(['project', '--check'], account.env)).code).toBe(0)

  const early = await run('adopt', 'appointments', '99000002', ...tenant)
  expect(early).toMatchObject({ code: 2, stderr: expect.stringContaining('it refers to jobs 99000001') })
  const adopted = await run('adopt', 'jobs', '99000001', ...tenant, '--json')
  expect({ code: adopted.code, ...JSON.parse(adopted.stdout) }).toMatchObject({
    code: 0,
    adopted: { jobs: 1, appointments: 1 },
  })
  expect(await read('SELECT source, version FROM lazi.jobs WHERE st_id = 99000001')).toEqual([
    { source: 'servicetitan', version: '1' },
  ])
  expect(
    await read(`SELECT table_name AS "table", op FROM lazi.changes WHERE actor LIKE 'cli:%' ORDER BY seq`),
  ).toEqual([
    { table: 'jobs', op: 'insert' },
    { table: 'appointments', op: 'insert' },
  ])
  // A record that is deleted there before it was taken over is no longer listed.
  await client.query('UPDATE raw.st_customers SET deleted_at = now() WHERE st_id = 99000003')
  await publishRows(client, 'st_customers', 'delete', ['99000003'])
  await project()
  expect((await run('new', ...tenant)).stdout).toContain('no new records')
  expect((await run('adopt', 'customers', '99000003', ...tenant)).code).toBe(2)
})

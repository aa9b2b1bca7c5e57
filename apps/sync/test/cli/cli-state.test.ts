import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { countRows } from '../../src/status/row-counts.ts'
import { readStatus } from '../../src/status/status.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { runHere } from '../support/command.ts'

const jobs = tableOf('jobs')
const zones = tableOf('zones')

let account: Account
beforeAll(async () => {
  account = await openAccount()
})
afterAll(() => account.close())

const sync = (...args: string[]) => runHere(args, account.env)
const query = async (sql: string, values: unknown[] = []) =>
  (await account.database.pool.query(sql, values)).rows

describe('tenants', () => {
  test('are added, renamed, paused, resumed, and listed with the presence of credentials', async () => {
    await sync('tenants', 'remove', tenantId, '--yes')
    const added = await sync('tenants', 'add', tenantId, '--name', 'Hollis', '--time-zone', 'America/Chicago')
    expect(added).toMatchObject({ code: 0, stdout: `Tenant ${tenantId} was added.\n`, stderr: '' })
    const renamed = await sync('tenants', 'add', tenantId, '--name', 'Hollis Plumbing', '--json')
    expect(JSON.parse(renamed.stdout)).toEqual({ ok: true, tenants: [{ tenantId, isNew: false }] })
    const others = await sync('tenants', 'add', '77', '78')
    expect(others.stdout).toBe('Tenant 77 was added.\nTenant 78 was added.\n')
    expect(others.stderr).toContain('Tenant 77 has no credentials yet')
    expect((await sync('tenants', 'add', '77')).stdout).toBe('Tenant 77 exists already.\n')
    expect((await sync('tenants', 'pause', '77')).stdout).toBe('Tenant 77 is paused.\n')
    const { tenants } = JSON.parse((await sync('tenants', 'list', '--json')).stdout)
    expect(tenants).toMatchObject([
      { tenantId: '77', name: 'Tenant 77', timeZone: 'UTC', status: 'paused', hasCredentials: false },
      { tenantId: '78' },
      {
        tenantId,
        name: 'Hollis Plumbing',
        timeZone: 'America/Chicago',
        status: 'active',
        hasCredentials: true,
      },
    ])
    expect((await sync('tenants', 'resume', '77', '--json')).stdout).toContain('"status":"active"')
    await query('DELETE FROM raw.tenants WHERE tenant_id IN (77, 78)')
  })

  test('are removed with all their rows, without affecting other tenants', async () => {
    for (const id of ['77', '78']) {
      await sync('tenants', 'add', id, '--name', 'Other')
      await query(
        `INSERT INTO raw.st_zones (tenant_id, st_id, active, full_data, content_hash, synced_at)
         VALUES ($1, 5, true, '{}', '', now())`,
        [id],
      )
      await query(
        `INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES ($1, 'st_zones', 'full')`,
        [id],
      )
    }
    expect(await sync('tenants', 'remove', '77')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('add --yes'),
    })
    expect((await sync('tenants', 'remove', '77', '--yes')).stdout).toBe(
      'Tenant 77 was removed, with 1 rows.\n',
    )
    for (const table of ['tenants', 'st_zones', 'sync_requests'])
      expect(await query(`SELECT tenant_id FROM raw.${table} WHERE tenant_id IN (77, 78)`)).toEqual([
        { tenant_id: '78' },
      ])
    const removed = await sync('tenants', 'remove', '78', '--yes', '--json')
    expect(JSON.parse(removed.stdout)).toEqual({ ok: true, tenantId: '78', rows: 1, unchanged: [] })
  })

  test.each([
    [['add', tenantId, '--name', 'X', '--time-zone', 'Mars/Base'], /"Mars\/Base" is not a time zone/],
    ...['-05:00', 'CST', 'PST', 'IST', 'EST5EDT', 'america/chicago', 'posix/America/Chicago'].map(
      (zone): [string[], RegExp] => [
        ['add', tenantId, '--name', 'X', `--time-zone=${zone}`],
        /is not a time zone.*IANA name with a region/,
      ],
    ),
    [['add', 'acme', '--name', 'X'], /"acme" is not a tenant id/],
    [['add', tenantId, '--name', ' '], /--name must not be empty/],
    [['pause', '5'], /Tenant 5 does not exist/],
    [['remove', '5', '--yes'], /Tenant 5 does not exist/],
  ])('%j is refused', async (args, message) => {
    expect(await sync('tenants', ...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) })
  })
})

test('status shows a failure with its next try, and the freshness target', async () => {
  await account.sync(zones)
  account.sandbox.addFault({ path: '/*/export/jobs', status: 403 })
  expect((await sync('run', 'jobs')).code).toBe(1)
  account.sandbox.clearFaults()
  const people = await sync('status')
  expect(people.code).toBe(1)
  expect(people.stdout).toMatch(/jobs: full failed: .*403.*consecutive failures: 1, next run in \d+ s\)/)
  const scripts = JSON.parse((await sync('status', '--json')).stdout)
  expect(scripts.tables.find((table: { resource: string }) => table.resource === 'jobs')).toMatchObject({
    status: 'failed',
    isBreached: true,
    targetMs: 1_800_000,
    lagMs: null,
    isEstimate: false,
    isPaused: false,
    nextRunAt: expect.any(String),
  })
})

test('rows without tombstones are counted, and large tables are estimated', async () => {
  await account.sync(jobs)
  await query(
    `UPDATE raw.st_jobs SET deleted_at = now(), content_hash = '' WHERE st_id IN (SELECT st_id FROM raw.st_jobs ORDER BY st_id LIMIT 7)`,
  )
  await query(
    `UPDATE raw.st_jobs SET content_hash = '' WHERE st_id IN (SELECT st_id FROM raw.st_jobs ORDER BY st_id DESC LIMIT 5)`,
  )
  const status = async () =>
    (
      await readStatus(account.database.pool, { workers: { state: 'never', alive: 0, lastSeenAt: null } })
    ).find(({ resource }) => resource === 'jobs')
  expect(await status()).toMatchObject({ rows: 293, isEstimate: false })
  await query('ANALYZE raw.st_jobs')
  const counts = await countRows(account.database.pool, [tenantId], 100)
  expect(counts.get(`${tenantId}:st_jobs`)).toEqual({ rows: 300, isEstimate: true })
  expect(counts.get(`${tenantId}:st_zones`)?.isEstimate).toBe(false)
})

test('reset makes the next sync a full one and keeps the rows', async () => {
  await account.sync(zones)
  const before = await query('SELECT count(*)::integer AS rows FROM raw.st_zones')
  expect(await sync('reset', 'zones', '--tenant', tenantId)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('add --yes'),
  })
  expect((await sync('reset', 'zones', '--tenant', '5', '--yes')).stderr).toContain('was never synced')
  const reset = await sync('reset', 'zones', '--tenant', tenantId, '--yes')
  expect(reset).toMatchObject({ code: 0, stdout: expect.stringContaining('is a full one') })
  expect(await query('SELECT count(*)::integer AS rows FROM raw.st_zones')).toEqual(before)
  expect(await account.sync(zones)).toMatchObject({ kind: 'full', inserted: 0 })
})

test('changes prints the change feed after any change', async () => {
  await account.syncAll()
  const id = Number((await query('SELECT st_id AS id FROM raw.st_jobs ORDER BY 1 OFFSET 100 LIMIT 1'))[0].id)
  account.sandbox.update(Number(tenantId), 'jobs', id, { summary: 'changed' })
  account.sandbox.clock.advance(30 * 60_000)
  await account.sync(jobs)
  const all = await sync('changes', '--json')
  const lines = all.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ seq }) => Number(seq))).toEqual(lines.map((_, index) => index + 1))
  expect(lines.filter(({ op }) => op === 'snapshot').length).toBeGreaterThanOrEqual(17)
  const last = lines.at(-1)
  expect(last).toMatchObject({ table: 'st_jobs', id: String(id), op: 'update', tenantId })
  const [{ epoch }] = await query('SELECT epoch FROM raw.change_positions WHERE tenant_id = $1', [tenantId])
  expect(lines.map(({ position }) => position)).toEqual(lines.map(({ seq }) => `${epoch}.${seq}`))
  const after = await sync('changes', '--after', lines.at(-2).position, '--tenant', tenantId)
  expect(after.stdout).toMatch(new RegExp(`^${last.position} \\S+ st_jobs ${id} update .*summary`))
  await query('UPDATE raw.change_positions SET trimmed_seq = 3')
  expect(await sync('changes', '--after', lines[1].position)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Changes after this position were removed'),
  })
  for (const wrong of ['x', '2']) expect((await sync('changes', '--after', wrong)).code).toBe(2)
})

test('changes refuses a position of a removed tenant, and the position that it names is a valid one', async () => {
  const position = async () =>
    (
      await query(`SELECT epoch || '.' || last_seq AS at FROM raw.change_positions WHERE tenant_id = $1`, [
        tenantId,
      ])
    )[0]
  const { at } = await position()
  await sync('tenants', 'remove', tenantId, '--yes')
  await sync('tenants', 'add', tenantId)
  await account.sync(zones)
  const refused = await sync('changes', '--after', at)
  expect(refused).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('the tenant was removed'),
  })
  const [, named = ''] = /resume with: --after (\S+)/.exec(refused.stderr) ?? []
  expect(named).toBe((await position()).at)
  expect(await sync('changes', '--after', named)).toMatchObject({ code: 0, stdout: '', stderr: '' })
})

test('drift is listed; quarantine is listed, shown, replayed and dropped', async () => {
  expect((await sync('quarantine', 'list')).stdout).toBe('The quarantine is empty.\n')
  account.sandbox.addFault({
    path: '/*/export/technicians',
    mutate: (record) => ({
      ...record,
      name: 'a\u0000b',
      neverHeardOf: 1,
      modifiedOn: '2026-06-18T14:45:00Z',
    }),
  })
  await sync('reset', 'technicians', '--tenant', tenantId, '--yes')
  expect((await sync('run', 'technicians')).code).toBe(0)
  account.sandbox.clearFaults()

  const listed = JSON.parse((await sync('quarantine', 'list', '--json', '--resource', 'technicians')).stdout)
  expect(listed.entries.length).toBe(12)
  const [first, second] = listed.entries
  expect(first).toMatchObject({ tenantId, table: 'st_technicians', errorCode: '22P05', attempts: 1 })
  expect((await sync('quarantine', 'list')).stdout).toContain('22P05')
  const shown = await sync('quarantine', 'show', first.id)
  expect(shown.stdout).toContain('"name":"a\\u0000b"')
  expect(JSON.parse((await sync('quarantine', 'show', first.id, '--json')).stdout).entry.record).toBe(
    first.record,
  )

  const again = await sync('quarantine', 'replay', first.id, '--json')
  expect(again.code).toBe(1)
  expect(JSON.parse(again.stdout)).toEqual({ ok: false, written: 0, refused: 1 })
  expect((await sync('quarantine', 'drop', second.id)).stdout).toBe('1 dropped.\n')
  const stripped = await sync('quarantine', 'replay', '--strip-nulls')
  expect(stripped).toMatchObject({ code: 0, stdout: '11 written, 0 refused again.\n' })
  expect(await query(`SELECT FROM raw.st_technicians WHERE name = 'ab'`)).toHaveLength(11)
  expect((await sync('quarantine', 'list')).stdout).toBe('The quarantine is empty.\n')
  for (const args of [
    ['show', '999999'],
    ['replay', '999999'],
    ['drop', first.id],
    ['show', 'x'],
  ]) {
    expect((await sync('quarantine', ...args)).code).toBe(2)
  }

  const { drift } = JSON.parse((await sync('drift', 'list', '--json')).stdout)
  expect(drift).toContainEqual(
    expect.objectContaining({ table: 'st_technicians', path: 'neverHeardOf', kind: 'unknown' }),
  )
  expect((await sync('drift', 'list', '--tenant', tenantId)).stdout).toContain('neverHeardOf')
})

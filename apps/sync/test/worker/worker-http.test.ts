import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { type Account, openAccount, tenantId, until } from '../support/account.ts'
import { startCommand } from '../support/command.ts'

let account: Account
let worker: ReturnType<typeof startCommand>
let base: string
beforeEach(async () => {
  account = await openAccount()
  account.sandbox.addFault({ path: '/*/export/jobs', status: 403 })
  account.sandbox.addFault({ path: '/*/export/locations', times: 1, status: 429, retryAfter: 0 })
  account.sandbox.addFault({
    path: '/*/export/technicians',
    mutate: (record) => ({ ...record, name: 'a\u0000b' }),
  })
  worker = startCommand(['worker', '--port', '0'], account.env)
  let stderr = ''
  worker.child.stderr?.on('data', (text) => {
    stderr += text
  })
  await until(() => /Health and metrics: (\S+)\//.test(stderr))
  base = /Health and metrics: (\S+)\//.exec(stderr)?.[1] as string
})
afterEach(async () => {
  worker.child.kill('SIGKILL')
  await worker.result
  await account.close()
})

const get = async (path: string) => {
  const response = await fetch(base + path)
  return { status: response.status, text: await response.text() }
}
const metric = (text: string, name: string, labels: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${name}{${labels}}`))
    ?.split(' ')
    .at(-1)

test('metrics report the results of this worker and the shared state', async () => {
  const ended = async () =>
    (await account.database.pool.query(`SELECT FROM raw.sync_runs WHERE status IN ('succeeded', 'failed')`))
      .rows
  await until(async () => (await ended()).length >= tables.length)
  await expect
    .poll(async () => metric((await get('/metrics')).text, 'lazi_sync_tables', 'state="claimed"'))
    .toBe('0')
  const { status, text } = await get('/metrics')
  expect(status).toBe(200)
  const tenant = `tenant="${tenantId}"`
  const value = (name: string, labels: string) => metric(text, name, labels)
  expect(value('lazi_sync_runs_total', `${tenant},table="st_zones",kind="full",outcome="succeeded"`)).toBe(
    '1',
  )
  expect(value('lazi_sync_runs_total', `${tenant},table="st_jobs",kind="full",outcome="failed"`)).toBe('1')
  expect(value('lazi_sync_rows_total', `${tenant},table="st_locations",change="inserted"`)).toBe('120')
  expect(value('lazi_sync_pages_total', `${tenant},table="st_locations"`)).toBe('2')
  expect(value('lazi_servicetitan_requests_total', `${tenant},status="429"`)).toBe('1')
  expect(Number(value('lazi_servicetitan_requests_total', `${tenant},status="200"`))).toBeGreaterThan(18)
  expect(Number(value('lazi_sync_lag_seconds', `${tenant},table="st_zones"`))).toBeGreaterThanOrEqual(0)
  expect(value('lazi_sync_lag_seconds', `${tenant},table="st_jobs"`)).toBeUndefined()
  expect(value('lazi_sync_freshness_breached', `${tenant},table="st_jobs"`)).toBe('1')
  expect(value('lazi_sync_quarantine_records', `${tenant},table="st_technicians"`)).toBe('12')
  expect(value('lazi_sync_circuit_open', tenant)).toBe('0')
  expect(value('lazi_sync_tenant_paused', tenant)).toBe('0')
  expect(value('lazi_sync_failures', `${tenant},table="st_jobs",kind="full"`)).toBe('1')
  expect(text).toMatch(/^lazi_sync_workers 1$/m)
  expect(text).toMatch(/^lazi_sync_worker_seen_seconds [\d.e-]+$/m)
  const rules = await readFile(new URL('../../../../docs/prometheus-rules.yml', import.meta.url), 'utf8')
  const expressions = [...rules.matchAll(/^ +expr: (.*)$/gm)].map(([, expression = '']) => expression)
  const named = expressions.flatMap((expression) => expression.match(/lazi_(?!api_)\w+/g) ?? [])
  expect(named.length).toBeGreaterThan(12)
  for (const name of named) expect(text).toContain(`# TYPE ${name} `)
  expect(text).toContain('process_resident_memory_bytes')
})

test('the worker is ready while the database matches its migrations, and live all the time', async () => {
  expect(await get('/healthz')).toEqual({ status: 200, text: 'ok\n' })
  expect(await get('/readyz')).toEqual({ status: 200, text: 'ready\n' })
  await account.database.pool.query(`UPDATE raw.tenants SET status = 'paused', paused_by = 'alice'`)
  expect(await get('/readyz')).toEqual({
    status: 200,
    text: `ready\ntenant ${tenantId} is paused by alice; resume it with: pnpm sync tenants resume ${tenantId}\n`,
  })
  expect(metric((await get('/metrics')).text, 'lazi_sync_tenant_paused', `tenant="${tenantId}"`)).toBe('1')
  await account.database.pool.query('DELETE FROM raw.tenants')
  expect((await get('/readyz')).text).toContain(`pnpm sync tenants add ${tenantId}`)
  expect((await get('/nothing')).status).toBe(404)
  await account.database.pool.query(`INSERT INTO pgmigrations (name, run_on) VALUES ('999_future', now())`)
  expect(await get('/readyz')).toMatchObject({ status: 503, text: expect.stringContaining('999_future') })
  expect(await get('/healthz')).toMatchObject({ status: 200 })
})

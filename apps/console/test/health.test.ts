import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Service } from './stack/child.ts'
import { createKey, serveApi } from './stack/start-stack.ts'
import { demo } from './stack/tenants.ts'
import { visit } from './visit.ts'

// A database of its own, since workers serve all tenants: its rows say what workers and commands would have written.

let database: TestDatabase
let api: Service
let key: string
let page: Page
beforeAll(async () => {
  database = await createTestDatabase()
  await query(`
    INSERT INTO raw.tenants (tenant_id, name, time_zone) VALUES (${demo.id}, '${demo.name}', '${demo.timeZone}')`)
  const env = { DATABASE_URL: database.url }
  key = await createKey(env, demo.id, 'sync')
  api = await serveApi(env)
}, 300_000)
beforeEach(async () => {
  await query(`
    DELETE FROM raw.sync_requests;
    DELETE FROM raw.sync_state;
    DELETE FROM raw.workers;
    INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync, data_as_of)
    SELECT tenant_id, table_name, now(), now() FROM raw.freshness;
    INSERT INTO raw.workers (worker_id, host, process_id, version, runs_once, started_at, seen_at)
    VALUES (gen_random_uuid(), 'a', 1, '1', false, '2026-03-10T12:00Z', '2026-03-10T15:32Z')`)
  page = await visit('/', { key, baseURL: String(api.ready.url) })
})
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await database.close()
})

const query = (sql: string) => database.pool.query(sql)
const row = (name: RegExp) =>
  page.getByRole('table', { name: `Tables of ${demo.name}` }).getByRole('row', { name })
/** A worker beats, as late as a beat may be dated, so that it counts as alive as long as possible. */
const reviveWorker = () =>
  query(`UPDATE raw.workers SET seen_at = now() + interval '44 seconds', stopped_at = NULL`)

test('the overview says that no worker runs, since when, and what a request waits for', async () => {
  const banner = page.getByRole('alert').filter({ hasText: 'No worker since Mar 10, 2026, 10:32 AM' })
  await banner.getByText('pnpm sync worker').waitFor()
  await row(/^zones Waiting/).waitFor()
  expect(await page.getByText('Idle', { exact: true }).count()).toBe(0)
  await page.getByRole('button', { name: 'Sync now zones' }).click()
  await row(/^zones/)
    .getByText('waits for a worker', { exact: true })
    .waitFor()
  await reviveWorker()
  await banner.waitFor({ state: 'hidden' })
  await row(/^zones Idle/).waitFor()
  await row(/^zones/)
    .getByText('waits for a worker to take it')
    .waitFor()
})

test('the overview says that the account is paused, since when and by whom', async () => {
  await reviveWorker()
  await row(/^zones Idle/).waitFor()
  await query(
    `UPDATE raw.tenants SET status = 'paused', paused_at = '2026-03-10T15:40Z', paused_by = 'alice'`,
  )
  const banner = page.getByRole('status').filter({ hasText: 'Paused since Mar 10, 2026, 10:40 AM by alice' })
  await banner.getByText(`pnpm sync tenants resume ${demo.id}`).waitFor()
  await row(/^zones Paused/).waitFor()
  expect(await page.getByText('Idle', { exact: true }).count()).toBe(0)
  await page.getByRole('button', { name: 'Sync now zones' }).click()
  await row(/^zones/)
    .getByText('waits: the account is paused')
    .waitFor()
  await query(`UPDATE raw.tenants SET status = 'active', paused_at = NULL, paused_by = NULL`)
  await banner.waitFor({ state: 'hidden' })
})

test('the overview keeps a failed full sync in view while incremental ones succeed', async () => {
  await query(`
    UPDATE raw.sync_state SET status = 'idle', last_error = NULL, last_incremental_sync = now(),
           failures = '{"full": {"error": "no response", "at": "2026-03-10T15:00:00Z", "count": 3}}'
     WHERE table_name = 'st_zones'`)
  await page.getByRole('link', { name: 'zones full sync failed 3 times in a row' }).waitFor()
  await row(/^zones Failed/).waitFor()
  await page.getByText('no response').waitFor()
})

import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { expectAccessible } from './axe.ts'
import { run, type Service } from './stack/child.ts'
import { createKey, serveApi } from './stack/start-stack.ts'
import { demo } from './stack/tenants.ts'
import { heading, settle, type VisitOptions, visit } from './visit.ts'

// A database of its own, without a worker: LAZI's records follow the cache when a test says so.

let database: TestDatabase
let api: Service
let key: string
beforeAll(async () => {
  database = await createTestDatabase()
  await sync('tenants', 'add', demo.id, '--name', demo.name, '--time-zone', demo.timeZone)
  await query(`
    INSERT INTO raw.st_customers (tenant_id, st_id, active, name, full_data, content_hash, synced_at, deleted_at)
    VALUES (${demo.id}, 10, true, 'Ada Hollis', '{"id": 10, "name": "Ada Hollis"}', '\\x01', now(), NULL),
           (${demo.id}, 11, true, 'Bo Hollis', '{"id": 11, "name": "Bo Hollis"}', '', now(), now());
    INSERT INTO raw.st_jobs (tenant_id, st_id, active, job_number, customer_id, full_data, content_hash, created_on, synced_at)
    VALUES (${demo.id}, 100, true, '4711', 10, '{"id": 100}', '\\x01', now(), now());
    INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync, data_as_of)
    SELECT tenant_id, table_name, now(), now() FROM raw.freshness`)
  const env = { DATABASE_URL: database.url }
  key = await createKey(env, demo.id, 'read')
  api = await serveApi(env)
}, 300_000)
beforeEach(() => sync('project'))
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await database.close()
})

const query = (sql: string) => database.pool.query(sql)
const sync = (...command: string[]) =>
  run(['apps/sync/src/main.ts', ...command], { DATABASE_URL: database.url })
const visitOwn = (path: string, options: VisitOptions = {}) =>
  visit(path, { key, baseURL: String(api.ready.url), ...options })
/** Jobs, and nothing else, are not complete. */
const emptyJobs = () =>
  query(
    `UPDATE sync.followers SET ready = array_remove(ready, 'jobs'), rebuild_table = 'jobs' WHERE name = 'records'`,
  )

test('a list whose table is not complete says how far the tables are, and opens by itself', async () => {
  await emptyJobs()
  const page = await visitOwn(`/t/${demo.id}/jobs`, { expected: /409/ })
  const notReady = page.getByRole('status').filter({ hasText: 'Not complete yet: 19 of 20 tables' })
  await notReady.getByText('No worker runs: start one (pnpm sync worker). Missing here: jobs.').waitFor()
  await notReady.getByRole('progressbar', { name: 'Complete tables' }).waitFor()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Go to the overview' }).click()
  await page.waitForURL(`**/#account-${demo.id}`)
  const figure = page.locator('dl > div', { hasText: 'LAZI’s records' })
  await figure.getByText('19 of 20', { exact: true }).waitFor()
  await figure.getByText('complete tables, now: jobs').waitFor()
  await page.goBack()
  await notReady.waitFor()

  await sync('project')
  await page.getByRole('table', { name: 'Jobs' }).getByRole('link', { name: '4711' }).waitFor()
  await notReady.waitFor({ state: 'hidden' })
})

test('the page of a record whose table is not complete has a heading, and opens by itself', async () => {
  await emptyJobs()
  const page = await visitOwn(`/t/${demo.id}/jobs/st:100`, { expected: /409/ })
  await page.getByText('Not complete yet: 19 of 20 tables').waitFor()
  expect(await heading(page).textContent()).toBe('Job')
  await expectAccessible(page)
  await sync('project')
  await page.getByRole('heading', { name: 'Job 4711' }).waitFor()
})

test('a version that is held back is a problem of the account, and is announced on its record', async () => {
  await query(`
    INSERT INTO sync.waiting (tenant_id, table_name, st_id, needs_table, needs_st_id, reason, error, since)
    VALUES (${demo.id}, 'customers', 10, '', 0, 'refused', 'numeric field overflow', now())`)
  const page = await visitOwn('/')
  const problems = page.getByRole('region', { name: 'Problems' })
  await problems.getByText('LAZI’s records hold back one version').waitFor()
  await page.locator('dl > div', { hasText: 'LAZI’s records' }).getByText('1 held back').waitFor()
  await expectAccessible(page)

  await page.goto(`/t/${demo.id}/customers/st:10`)
  const notice = page
    .getByRole('status')
    .filter({ hasText: 'The latest version of this record is held back.' })
  await notice.getByText('PostgreSQL refused what ServiceTitan has: numeric field overflow.').waitFor()
  await expectAccessible(page)
  await query('DELETE FROM sync.waiting')
})

test('the overview says how far LAZI’s records are behind the cache, and why, before the problems of tables', async () => {
  const page = await visitOwn('/')
  const figure = page.locator('dl > div', { hasText: 'LAZI’s records' })
  await figure.getByText('In step', { exact: true }).waitFor()
  await query(`
    UPDATE raw.sync_state SET status = 'failed', last_error = 'status 503' WHERE table_name = 'st_campaigns';
    WITH position AS (
      UPDATE raw.change_positions SET last_seq = last_seq + 2 RETURNING last_seq
    )
    INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, at)
    SELECT ${demo.id}, last_seq - i, 'st_customers', 10 + i, 'update', '{name}', now() - interval '10 minutes'
      FROM position, generate_series(0, 1) i`)
  await figure.getByText('2 behind', { exact: true }).waitFor()
  await figure.getByText('changes of the cache, lag: 10 min').waitFor()
  const first = page.getByRole('region', { name: 'Problems' }).getByRole('listitem').first()
  await first.getByText('LAZI’s records are 10 min behind the cache').waitFor()
  await first.getByText('2 changes are not in them yet. No worker runs.').waitFor()

  await query(
    `UPDATE sync.followers SET error = 'permission denied for table jobs', failures = 3 WHERE name = 'records'`,
  )
  await first.getByText('LAZI’s records do not follow the cache').waitFor()
  await first.getByText('permission denied for table jobs').waitFor()

  await sync('project')
  await figure.getByText('In step', { exact: true }).waitFor()
  await page.getByText('LAZI’s records do not follow the cache').waitFor({ state: 'hidden' })
})

test('a record that was deleted in ServiceTitan says so in both tabs', async () => {
  const page = await visitOwn(`/t/${demo.id}/customers/st:11`)
  const notice = page.getByRole('status').filter({ hasText: 'This record was deleted in ServiceTitan.' })
  await notice.waitFor()
  await page.getByRole('tab', { name: 'In ServiceTitan' }).click()
  await page.getByText('"name": "Bo Hollis"').waitFor()
  await notice.waitFor()
})

test('a record that ServiceTitan does not have has no tab for it, whatever the address says', async () => {
  const { rows } = await query(`
    INSERT INTO lazi.customers (tenant_id, id, source, version, active, name, type)
    VALUES (${demo.id}, gen_random_uuid(), 'lazi', 1, true, 'Cy Newcomer', 'Residential') RETURNING id`)
  const page = await visitOwn(`/t/${demo.id}/customers/${rows[0]?.id}?tab=servicetitan`)
  await page.getByRole('heading', { name: 'Cy Newcomer' }).waitFor()
  await settle(page)
  await page.getByRole('region', { name: 'Customer' }).getByText(String(rows[0]?.id)).waitFor()
  expect(await page.getByRole('tab').allTextContents()).toEqual(['Record', 'History'])
})

test('the history of a record that was created in LAZI has who changed what, and leads administrators to the entry', async () => {
  const admin = await createKey({ DATABASE_URL: database.url }, demo.id, 'admin')
  const send = async (method: string, path: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${api.ready.url}/api/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    expect({ path, ok: response.ok, text: response.ok || (await response.clone().text()) }).toMatchObject({
      ok: true,
    })
    return (await response.json()) as { readonly id: string }
  }
  await query(`UPDATE sync.domains SET mode = 'lazi' WHERE domain IN ('customers', 'jobs')`)
  try {
    const { id } = await send('POST', '/customers', { name: 'Dee Newcomer' })
    await send(
      'PATCH',
      `/customers/${id}`,
      { name: 'Dee Park', addressCity: 'Chicago' },
      { 'if-match': '"1"' },
    )
    const page = await visitOwn(`/t/${demo.id}/customers/${id}`)
    await page.getByRole('tab', { name: 'History' }).click()
    const changes = page.getByRole('list', { name: 'Versions' }).getByRole('listitem')
    const changed = changes.filter({ hasText: 'Changed by test admin' })
    const ofField = (label: string) =>
      changed.locator('dl > div').filter({ has: page.getByText(label, { exact: true }) })
    await ofField('Name').getByText('Dee Newcomer').waitFor()
    await ofField('Name').getByText('Dee Park').waitFor()
    await ofField('Address city').getByText('Chicago').waitFor()
    await changes.last().getByText('Created by test admin').waitFor()
    await page.getByText('All 2 shown; complete since').waitFor()
    expect(await changes.getByRole('link').count()).toBe(0)
    await expectAccessible(page)

    const asAdmin = await visit(`/t/${demo.id}/customers/${id}?tab=history`, {
      key: admin,
      baseURL: String(api.ready.url),
    })
    await asAdmin
      .getByRole('list', { name: 'Versions' })
      .getByRole('listitem')
      .last()
      .getByRole('link', { name: /^Entry \d+ of the audit log$/ })
      .click()
    await asAdmin.waitForURL(/\/audit\/\d+$/)
    await asAdmin.getByRole('table', { name: 'Changes' }).getByText('Dee Newcomer').waitFor()
  } finally {
    await query(`UPDATE sync.domains SET mode = 'servicetitan'`)
  }
})

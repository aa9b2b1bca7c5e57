import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { type Account, contents, openAccount } from '../support/account.ts'
import { holdPages, stopAfterFirstPage } from '../support/hold-pages.ts'

const jobs = tableOf('jobs')
const locations = tableOf('locations')

let account: Account
beforeEach(async () => {
  account = await openAccount({ exportPageSize: 50 })
})
afterEach(() => account.close())

const state = async () =>
  (
    await account.database.pool.query(
      'SELECT status, cursor, full_sync_cursor, last_full_sync, last_error, consecutive_failures FROM raw.sync_state',
    )
  ).rows[0]
const lastRun = async () =>
  (
    await account.database.pool.query(
      'SELECT status, error, pages::integer FROM raw.sync_runs ORDER BY run_id DESC LIMIT 1',
    )
  ).rows[0]

test('a failed run is recorded as failed, and the next run resumes after its last page', async () => {
  account.sandbox.addFault({ path: '/*/export/locations', after: 2, status: 500 })
  await expect(account.sync(locations)).rejects.toThrow('500')
  const failed = await state()
  expect(failed).toMatchObject({
    status: 'failed',
    cursor: null,
    last_full_sync: null,
    consecutive_failures: 1,
  })
  expect(failed.full_sync_cursor).not.toBeNull()
  expect(failed.last_error).toContain('500')
  expect(await lastRun()).toMatchObject({ status: 'failed', pages: 2 })

  await expect(account.sync(locations)).rejects.toThrow('500')
  expect(await state()).toMatchObject({ consecutive_failures: 2, full_sync_cursor: failed.full_sync_cursor })

  account.sandbox.clearFaults()
  expect(await account.sync(locations)).toMatchObject({ kind: 'full', fetched: 20 })
  expect(await state()).toMatchObject({
    status: 'idle',
    full_sync_cursor: null,
    last_error: null,
    consecutive_failures: 0,
  })
})

test('a run survives transient errors: 500, 429, HTML, a cut body, a broken connection, a revoked token', async () => {
  await using undisturbed = await openAccount({ exportPageSize: 50 })
  await undisturbed.sync(jobs)
  const path = '/*/export/jobs'
  account.sandbox.addFault({ path, times: 1, status: 500 })
  account.sandbox.addFault({ path, after: 2, times: 1, status: 429, retryAfter: 0 })
  account.sandbox.addFault({ path, after: 4, times: 1, html: true })
  account.sandbox.addFault({ path, after: 6, times: 1, truncate: true })
  account.sandbox.addFault({ path, after: 8, times: 1, truncate: 'text' })
  account.sandbox.addFault({ path, after: 10, times: 1, reset: true })
  await account.sync(jobs, { onProgress: ({ pages }) => pages === 3 && account.sandbox.revokeTokens() })
  expect(await contents(account.database.pool)).toEqual(await contents(undisturbed.database.pool))
  expect(await lastRun()).toMatchObject({ status: 'succeeded', pages: 6 })
})

test('a feed that repeats its token is an error, not a loop', async () => {
  account.sandbox.addFault({ path: '/*/export/jobs', after: 1, sameToken: true })
  await expect(account.sync(jobs)).rejects.toThrow(/continueFrom/)
  expect(await state()).toMatchObject({ status: 'failed', cursor: null })
})

test('a stopped run finishes its page, and the next run resumes', async () => {
  await expect(account.sync(jobs, stopAfterFirstPage(account.api))).rejects.toThrow('enough')
  expect(await lastRun()).toMatchObject({ status: 'interrupted', pages: 1 })
  expect(await state()).toMatchObject({ status: 'idle', cursor: null, last_error: null })
  expect(await account.sync(jobs)).toMatchObject({ kind: 'full', fetched: 250 })
})

test('a run that is stopped after its last page is interrupted', async () => {
  const stop = new AbortController()
  const onProgress = ({ pages }: { pages: number }) => pages === 6 && stop.abort(new Error('enough'))
  await expect(account.sync(jobs, { signal: stop.signal, onProgress })).rejects.toThrow('enough')
  expect(await lastRun()).toMatchObject({ status: 'interrupted', pages: 6 })
})

test('a lost connection to PostgreSQL fails the run and leaves no partial page', async () => {
  await using undisturbed = await openAccount({ exportPageSize: 50 })
  await undisturbed.sync(jobs)
  const cut = () =>
    account.database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lazi-sync' AND datname = current_database()`,
    )
  let cutting: Promise<unknown> | undefined
  const onProgress = () => {
    cutting ??= cut()
  }
  const api = holdPages(account.api, () => cutting)
  await expect(account.sync(jobs, { api, onProgress })).rejects.toThrow()
  await account.sync(jobs)
  expect(await contents(account.database.pool)).toEqual(await contents(undisturbed.database.pool))
  expect(
    (await account.database.pool.query(`SELECT status FROM raw.sync_runs ORDER BY run_id`)).rows,
  ).toEqual([{ status: 'interrupted' }, { status: 'succeeded' }])
})

test('a second process cannot sync a table concurrently, and its error names the first one', async () => {
  let other: Promise<unknown> | undefined
  const onProgress = () => {
    other ??= expect(account.sync(jobs, { lockWaitMs: 0 })).rejects.toThrow(
      /pid \d+ in PostgreSQL, lazi-sync/,
    )
  }
  const api = holdPages(account.api, () => other)
  expect(await account.sync(jobs, { api, onProgress })).toMatchObject({ fetched: 300 })
  expect(other).toBeDefined()
})

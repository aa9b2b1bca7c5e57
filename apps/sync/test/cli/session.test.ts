import { existsSync } from 'node:fs'
import { changeSettings, pgbouncerPath, startPgbouncer } from 'db-migrations/testing'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, openAccount } from '../support/account.ts'
import { runCommand, runHere } from '../support/command.ts'

let account: Account
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const runs = async () =>
  (
    await account.database.pool.query<{ run: string }>(
      `SELECT kind || ' ' || status AS run FROM raw.sync_runs WHERE table_name = 'st_jobs' ORDER BY run_id`,
    )
  ).rows.map(({ run }) => run)

test('a database whose settings differ from the defaults changes no result', async () => {
  await changeSettings(account.database.pool)
  for (const _ of [1, 2]) expect(await runHere(['run', 'jobs'], account.env)).toMatchObject({ code: 0 })
  expect(await runs()).toEqual(['full succeeded', 'incremental succeeded'])
  expect(await runCommand(['worker', '--once'], account.env)).toMatchObject({ code: 0 })
  expect(await runs()).toHaveLength(2)
  const { checks } = JSON.parse((await runHere(['doctor', '--json'], account.env)).stdout)
  // The sandbox has a clock of its own.
  const failed = checks.filter(
    ({ state, name }: Record<string, string>) =>
      state === 'failed' && !name?.endsWith('clock of ServiceTitan') && !name?.startsWith('age of'),
  )
  expect(failed).toEqual([])
  const { tables } = JSON.parse((await runHere(['status', '--json'], account.env)).stdout)
  expect(tables.every(({ lastFullSync }: { lastFullSync: string }) => lastFullSync !== null)).toBe(true)
})

test('a pooler in transaction mode is refused by every command, and keeps no role or setting', async (context) => {
  if (!existsSync(pgbouncerPath)) context.skip('pgbouncer is not installed')
  const { database } = account
  await using pooler = await startPgbouncer(database.url, { pool_mode: 'transaction', default_pool_size: 3 })
  const env = { ...account.env, DATABASE_URL: pooler.url }
  const commands = [
    ['run', 'jobs'],
    ['verify', 'jobs'],
    ['worker', '--once'],
    ['status'],
    ['tenants', 'list'],
    ['quarantine', 'list'],
    ['drift', 'list'],
    ['doctor'],
  ]
  for (const command of commands) {
    const run = command[0] === 'worker' ? runCommand : runHere
    const { code, stdout, stderr } = await run(command, env)
    expect({ command, code, text: stdout + stderr }).toEqual({
      command,
      code: 1,
      text: expect.stringContaining('Set DATABASE_DIRECT_URL'),
    })
  }
  const next = new pg.Client({ connectionString: pooler.url })
  await next.connect()
  const { rows } = await next.query('SELECT current_user = session_user AS own')
  expect(rows).toEqual([{ own: true }])
  await next.end()
  const direct = { ...env, DATABASE_DIRECT_URL: database.url }
  expect(await runHere(['run', 'jobs'], direct)).toMatchObject({ code: 0 })
})

test('a pooler in session mode is accepted', async (context) => {
  if (!existsSync(pgbouncerPath)) context.skip('pgbouncer is not installed')
  await using pooler = await startPgbouncer(account.database.url, {
    pool_mode: 'session',
    default_pool_size: 8,
  })
  const env = { ...account.env, DATABASE_URL: pooler.url }
  expect(await runHere(['run', 'jobs'], env)).toMatchObject({ code: 0 })
})

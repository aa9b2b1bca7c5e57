import { readdir } from 'node:fs/promises'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, openAccount, tenantId, until } from '../support/account.ts'
import { runHere, startCommand } from '../support/command.ts'
import { openExports } from '../support/exports.ts'

// An export that is killed, or runs beside others. A lock on a table holds it between two files.

let account: Account
beforeAll(async () => {
  const sizes = { locations: 20, jobs: 30, appointments: 40, technicians: 4 }
  account = await openAccount({ exportPageSize: 500, tenants: [{ tenantId: Number(tenantId), sizes }] })
  await runHere(['run'], account.env)
})
afterAll(() => account.close())

const query = async (sql: string, values: unknown[] = []) =>
  (await account.database.pool.query(sql, values)).rows

/** The first, the last, and some in between. */
const facts = ['invoices', 'visits', 'jobs', 'technician_jobs']

/** Holds exports before they read a table. */
async function holdAt(
  table: string,
): Promise<AsyncDisposable & { readonly isReached: () => Promise<boolean> }> {
  const holder: pg.PoolClient = await account.database.pool.connect()
  await holder.query(`BEGIN; LOCK TABLE analytics.${table} IN ACCESS EXCLUSIVE MODE`)
  return {
    async isReached() {
      const waiting = await query(
        'SELECT FROM pg_locks WHERE NOT granted AND relation = $1::text::regclass',
        [`analytics.${table}`],
      )
      return waiting.length > 0
    },
    async [Symbol.asyncDispose]() {
      await holder.query('ROLLBACK')
      holder.release()
    },
  }
}

test.each(['invoices', 'visits', 'technician_jobs'])(
  'an export that is killed before %s leaves the former one; the next is whole',
  async (table) => {
    await using exports = await openExports(account, facts)
    const killAt = async () => {
      await using hold = await holdAt(table)
      const { child, result } = startCommand(exports.args, account.env)
      await until(hold.isReached)
      child.kill('SIGKILL')
      expect(await result).toMatchObject({ signal: 'SIGKILL' })
    }
    await killAt()
    expect(await readdir(exports.folder)).toEqual(['export-1'])

    const first = await exports.run()
    expect(first).toMatchObject({ code: 0, result: { directory: 'export-1' } })
    const before = await exports.manifest()
    const sum = `SELECT sum(revenue)::text AS sum FROM fact`
    const [revenue] = await exports.query('jobs', sum)
    await query('UPDATE analytics.jobs SET revenue = revenue + 1000')
    await killAt()
    expect(await exports.manifest()).toEqual(before)
    expect(await exports.query('jobs', sum)).toEqual([revenue])
    expect((await readdir(exports.folder)).toSorted()).toEqual(['export-1', 'export-2', 'manifest.json'])

    expect(await exports.run()).toMatchObject({ code: 0, result: { directory: 'export-2' } })
    const [{ sum: expected }] = await query(
      'SELECT sum(revenue)::numeric(38, 10)::text AS sum FROM analytics.jobs',
    )
    expect(await exports.query('jobs', sum)).toEqual([{ sum: expected }])
    // The former one stays for those who read it, until the next export begins.
    expect((await readdir(exports.folder)).toSorted()).toEqual(['export-1', 'export-2', 'manifest.json'])
    await exports.run()
    expect((await readdir(exports.folder)).toSorted()).toEqual(['export-2', 'export-3', 'manifest.json'])
  },
)

test('all facts are of one snapshot', async () => {
  await using exports = await openExports(account, facts)
  const [before] = await query('SELECT sum(revenue)::numeric(38, 10)::text AS sum FROM analytics.jobs')
  const hold = await holdAt('visits')
  const running = exports.run()
  await until(hold.isReached)
  await query('UPDATE analytics.jobs SET revenue = revenue + 1')
  await hold[Symbol.asyncDispose]()
  expect(await running).toMatchObject({ code: 0 })
  expect(await exports.query('jobs', 'SELECT sum(revenue)::text AS sum FROM fact')).toEqual([before])
})

test('a stopped export leaves the former one, and one process at a time exports into a folder', async () => {
  await using exports = await openExports(account, facts)
  await exports.run()
  const before = await exports.manifest()
  const hold = await holdAt('visits')
  const { child, result } = startCommand(exports.args, account.env)
  await until(hold.isReached)
  expect(await exports.run()).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('Another process is exporting into'),
  })
  child.kill('SIGTERM')
  await hold[Symbol.asyncDispose]()
  expect(await result).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Stopped by SIGTERM. The former export is unchanged.'),
  })
  expect(await exports.manifest()).toEqual(before)
})

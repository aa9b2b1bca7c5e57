import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { contents, openAccount, until } from '../support/account.ts'
import { startCommand } from '../support/command.ts'
import { createRandom } from '../support/random.ts'

test('a run after SIGKILLs at twenty random times ends in the same state as an undisturbed run', async () => {
  // Enough pages for twenty kills before everything is read.
  const options = { exportPageSize: 10 }
  await using undisturbed = await openAccount(options)
  await undisturbed.syncAll()
  await using account = await openAccount(options)

  const random = createRandom(20261122)
  for (let kill = 0; kill < 20; kill++) {
    const seen = account.sandbox.requestCount('/*/export/*')
    const { child, result } = startCommand(['run'], account.env)
    // After some requests, at a random time while a page is fetched or written. The pause only spreads the
    // times: the end state must be the same for all of them.
    const requests = random.int(4)
    // Every other kill surely hits a running sync: its request never gets a response.
    const isHeld = kill % 2 === 0
    if (isHeld) account.sandbox.addFault({ path: '/*/export/*', after: requests, times: 1, hang: true })
    await until(
      () => account.sandbox.requestCount('/*/export/*') > seen + requests || child.exitCode !== null,
    )
    await sleep(random.next() * 25)
    child.kill('SIGKILL')
    expect({ kill, signal: (await result).signal }).toEqual({ kill, signal: 'SIGKILL' })
    account.sandbox.clearFaults()
  }
  const { code, stderr } = await startCommand(['run'], account.env).result
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('✗') })
  expect(await contents(account.database.pool)).toEqual(await contents(undisturbed.database.pool))

  const { rows } = await account.database.pool.query(
    `SELECT status, count(*)::integer AS runs FROM raw.sync_runs GROUP BY 1 ORDER BY 1`,
  )
  expect(rows.find(({ status }) => status === 'running')).toBeUndefined()
  expect(rows.find(({ status }) => status === 'interrupted')?.runs).toBeGreaterThanOrEqual(10)
  // Committed pages were not read again: the pages of all runs of a table add up to its records.
  const { rows: totals } = await account.database.pool.query(
    `SELECT table_name, sum(fetched)::integer AS fetched, sum(inserted)::integer AS inserted FROM raw.sync_runs
      WHERE kind = 'full' GROUP BY 1 ORDER BY 1`,
  )
  for (const { table_name, fetched, inserted } of totals) {
    const rowsOfTable = (
      await undisturbed.database.pool.query(`SELECT count(*)::integer AS n FROM raw.${table_name}`)
    ).rows[0].n
    expect({ table_name, fetched, inserted }).toEqual({
      table_name,
      fetched: rowsOfTable,
      inserted: rowsOfTable,
    })
  }
})

test('SIGTERM finishes the page and exits, and status reports a killed run as interrupted', async () => {
  await using account = await openAccount({ exportPageSize: 20 })
  const seen = () => account.sandbox.requestCount('/*/export/*')
  const stopped = startCommand(['run', 'jobs'], account.env)
  await until(() => seen() > 2)
  stopped.child.kill('SIGTERM')
  const { code, stderr } = await stopped.result
  expect(code).toBe(1)
  expect(stderr).toContain('error: Stopped by SIGTERM')
  expect((await account.database.pool.query('SELECT status FROM raw.sync_runs')).rows).toEqual([
    { status: 'interrupted' },
  ])

  const before = seen()
  const killed = startCommand(['run', 'jobs'], account.env)
  await until(() => seen() > before + 2)
  killed.child.kill('SIGKILL')
  await killed.result
  await until(
    async () =>
      (
        await account.database.pool.query(
          `SELECT FROM pg_stat_activity WHERE application_name = 'lazi-sync' AND datname = current_database()`,
        )
      ).rowCount === 0,
  )
  const status = await startCommand(['status', '--json'], account.env).result
  const { tables } = JSON.parse(status.stdout)
  expect(tables.find(({ resource }: { resource: string }) => resource === 'jobs')).toMatchObject({
    status: 'interrupted',
  })
})

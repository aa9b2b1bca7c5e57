import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { contents, openAccount, until } from '../support/account.ts'
import { startCommand } from '../support/command.ts'
import { createRandom } from '../support/random.ts'

test('SIGKILL at twenty random moments, then a run: the same end state as an undisturbed run', async () => {
  // Enough pages for all twenty: a sync that had read everything would have nothing left to be killed in.
  const options = { exportPageSize: 10 }
  await using undisturbed = await openAccount(options)
  await undisturbed.syncAll()
  await using account = await openAccount(options)

  const random = createRandom(20261122)
  for (let kill = 0; kill < 20; kill++) {
    const seen = account.sandbox.requestCount('/*/export/*')
    const { child, result } = startCommand(['run'], account.env)
    // Some requests into the run, and then anywhere within the fetching and writing of a page. The pause only
    // scatters the moments: whatever they turn out to be, the end must be the same.
    const requests = random.int(4)
    // Every other one is surely in the middle of a run: it waits for an answer that does not come.
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
  // What was committed was not read again: the pages of the runs of a table add up to its records.
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

test('SIGTERM finishes the page and exits; status reports a killed run truthfully', async () => {
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

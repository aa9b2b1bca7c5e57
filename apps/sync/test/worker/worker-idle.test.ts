import pg from 'pg'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCredentials } from '../../src/tenants/credentials.ts'
import { runWorker } from '../../src/worker/worker.ts'
import { type Account, openAccount, tenantId, until } from '../support/account.ts'

let account: Account
beforeEach(async () => {
  account = await openAccount()
  await account.database.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES ($1, 'Hollis')`, [
    tenantId,
  ])
})
afterEach(() => account.close())

/** The statements that connections in the role of the sync send from now on, without those of the test. */
function countStatements(): { readonly texts: readonly string[]; stop(): void } {
  const texts: string[] = []
  const prototype: { query: (...args: unknown[]) => unknown } = pg.Client.prototype as never
  const send = prototype.query
  prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [query] = args
    const text = typeof query === 'string' ? query : (query as { text?: string } | undefined)?.text
    if (text !== undefined && !text.startsWith('/* test */')) texts.push(text)
    return send.apply(this, args)
  }
  return {
    texts,
    stop() {
      prototype.query = send
    },
  }
}

test('an idle worker sends at most one query per second', async () => {
  const { pool } = account.database
  const seconds = async () =>
    (await pool.query('/* test */ SELECT extract(epoch FROM clock_timestamp())::float8 AS now')).rows[0].now
  const stop = new AbortController()
  const work = (once: boolean) =>
    runWorker({
      url: account.database.url,
      readCredentials: () => readCredentials(account.env),
      requestsPerSecond: 1_000,
      concurrency: 4,
      http: null,
      once,
      logger: pino({ level: 'silent' }),
      signal: stop.signal,
    })
  await work(true)
  const statements = countStatements()
  try {
    const looks = () => statements.texts.filter((text) => text.includes('circuit_open_until')).length
    const ended = work(false)
    // Begins at the end of a poll, so that the window has as many polls as pauses.
    await until(() => looks() === 2)
    const [from, before] = [await seconds(), statements.texts.length]
    await until(() => looks() === 5)
    const [to, after] = [await seconds(), statements.texts.length]
    expect(after - before).toBeGreaterThan(0)
    expect((after - before) / (to - from)).toBeLessThanOrEqual(1)
    stop.abort()
    expect(await ended).toEqual({ succeeded: 0, failed: 0 })
  } finally {
    statements.stop()
    stop.abort()
  }
})

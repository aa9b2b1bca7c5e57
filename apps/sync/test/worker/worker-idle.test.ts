import pg from 'pg'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCredentials } from '../../src/tenants/credentials.ts'
import { runWorker } from '../../src/worker/worker.ts'
import { type Account, openAccount, until } from '../support/account.ts'
import { auditSettings } from '../support/sealing.ts'

let account: Account
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

interface Statement {
  readonly text: string
  /** In milliseconds; monotonic. */
  readonly sentAt: number
}

/** The statements that the connections of this process send from now on. */
function recordStatements(): { readonly sent: readonly Statement[]; stop(): void } {
  const sent: Statement[] = []
  const prototype: { query: (...args: unknown[]) => unknown } = pg.Client.prototype as never
  const send = prototype.query
  prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [query] = args
    const text = typeof query === 'string' ? query : (query as { text?: string } | undefined)?.text
    if (text !== undefined) sent.push({ text, sentAt: performance.now() })
    return send.apply(this, args)
  }
  return {
    sent,
    stop() {
      prototype.query = send
    },
  }
}

/** The positions of the statements with which polls begin. */
const pollsIn = (statements: readonly Statement[]) =>
  statements.flatMap(({ text }, index) => (/ status = 'active'/.test(text) ? [index] : []))

test('an idle worker sends at most one query per second', async () => {
  const stop = new AbortController()
  const work = (once: boolean) =>
    runWorker({
      audit: auditSettings,
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
  const statements = recordStatements()
  try {
    const ended = work(false)
    await until(() => pollsIn(statements.sent).length >= 5)
    // From the second poll on: the first one opens the connections.
    const [, first = 0, , , last = 0] = pollsIn(statements.sent)
    const [from, to] = [statements.sent[first]?.sentAt ?? 0, statements.sent[last]?.sentAt ?? 0]
    const texts = statements.sent.slice(first, last).map(({ text }) => text)
    expect(texts.length, texts.join('\n')).toBeLessThanOrEqual((to - from) / 1_000)
    stop.abort()
    expect(await ended).toEqual({ succeeded: 0, failed: 0, missing: [] })
  } finally {
    statements.stop()
    stop.abort()
  }
})

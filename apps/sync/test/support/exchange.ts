import type { Domain } from 'db-migrations/protocol'
import type pg from 'pg'
import type { RecordWrite } from 'records/writes'
import type { ResourceName, SandboxOptions } from 'servicetitan-sandbox'
import { tableOf } from '../../src/cache/tables.ts'
import { catchUp } from '../../src/followers/catch-up.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { claimPush } from '../../src/push/claim.ts'
import { pushRecord } from '../../src/push/push-record.ts'
import { usualTimes as times } from '../../src/push/times.ts'
import { type Account, openAccount, tenantId } from './account.ts'
import { byTest } from './by-test.ts'
import { runHere } from './command.ts'
import { connect } from './tenant.ts'
import { writeInLazi } from './write-in-lazi.ts'

/** An account whose records of a domain both sides change. */
export interface Exchange {
  readonly account: Account
  // biome-ignore lint/suspicious/noExplicitAny: rows are what a test selects
  readonly query: (sql: string, values?: unknown[]) => Promise<any[]>
  /** Changes records in LAZI, at the sandbox's time. */
  readonly write: <T>(work: (write: RecordWrite) => Promise<T>) => Promise<T>
  /** Brings LAZI's records up to date with the cache. */
  readonly project: () => Promise<void>
  /** Sends everything that is due. @returns what became of each record */
  readonly pushAll: () => Promise<string[]>
  /**
   * Sends everything that is due. A connection that the server closes at that moment leaves a request without a response:
   * it is looked for when its time has come.
   * @returns what became of the last record
   */
  readonly send: () => Promise<string | undefined>
  /** Sends everything that is due, and later what waits for time, until nothing of the outbox does. */
  readonly settle: () => Promise<void>
  /** Everything that changed in ServiceTitan comes to LAZI. @param resources @default customers, and what is of jobs */
  readonly follow: (...resources: ResourceName[]) => Promise<void>
  /** A record as ServiceTitan has it. */
  readonly remote: (resource: ResourceName, stId: string) => object | undefined
}

const usual = ['appointment-assignments', 'appointments', 'jobs', 'customers'] as const

/**
 * Syncs an account, and lets both sides change the records of domains.
 * @param prepare changes the account before it is synced
 */
export async function openExchange(
  domains: readonly Domain[],
  options: SandboxOptions = {},
  prepare: (account: Account) => void = () => undefined,
): Promise<Exchange> {
  const account = await openAccount(options)
  prepare(account)
  const { sandbox, database, api, env } = account
  const { now } = sandbox.clock
  await account.syncAll()
  const project = async () => {
    const client: pg.Client = await connect(database.url)
    const { signal } = new AbortController()
    await catchUp(client, recordsFollower, { tenantId, signal }).finally(() => client.end())
  }
  await project()
  const set = await runHere(['domains', 'set', domains.join(), 'hybrid', '--tenant', tenantId, '--yes'], env)
  if (set.code !== 0) throw new Error(set.stderr)
  const query: Exchange['query'] = async (sql, values = []) => (await database.pool.query(sql, values)).rows
  const pushAll = async () => {
    const outcomes: string[] = []
    for (;;) {
      const claim = await claimPush(database.pool, { tenantId, now: new Date(now()), leaseMs: times.lease })
      if (claim === undefined) return outcomes
      const { signal } = new AbortController()
      outcomes.push(await pushRecord({ pool: database.pool, api, times, signal, now }, claim))
    }
  }
  return {
    account,
    query,
    project,
    pushAll,
    write: (work) =>
      writeInLazi(database.pool, { tenantId, domains, act: { ...byTest(), now: new Date(now()) } }, work),
    async send() {
      const outcomes = await pushAll()
      while ((await query(`SELECT FROM sync.outbox WHERE state = 'unknown'`)).length > 0) {
        sandbox.clock.advance(times.beforeLook)
        outcomes.push(...(await pushAll()))
      }
      return outcomes.at(-1)
    },
    async settle() {
      await pushAll()
      for (let waits = 0; waits < 20; waits += 1) {
        const [next] = await query('SELECT min(due_at) AS at FROM sync.outbox')
        if (next?.at == null) return
        sandbox.clock.advance(Math.max(1, next.at.getTime() - now()))
        await pushAll()
      }
      throw new Error('Expected the outbox to come to rest')
    },
    async follow(...resources) {
      sandbox.clock.advance(30 * 60_000)
      for (const resource of resources.length > 0 ? resources : usual) await account.sync(tableOf(resource))
      await project()
    },
    remote: (resource, stId) => sandbox.record(Number(tenantId), resource, Number(stId)),
  }
}

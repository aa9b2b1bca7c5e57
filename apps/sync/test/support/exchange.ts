import type { RecordWrite } from 'records/writes'
import type { ResourceName, SandboxOptions } from 'servicetitan-sandbox'
import { expect } from 'vitest'
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

/** An account whose customers both sides change. */
export interface Exchange {
  readonly account: Account
  // biome-ignore lint/suspicious/noExplicitAny: rows as tests compare them
  query(sql: string, values?: readonly unknown[]): Promise<any[]>
  /** Changes records as the API does, at the time of the sandbox. */
  write<T>(work: (opened: RecordWrite) => Promise<T>): Promise<T>
  /** Everything that the cache has comes to LAZI's records. */
  project(): Promise<void>
  /** Sends everything that is due. @returns what became of each record */
  pushAll(): Promise<string[]>
  /** Sends everything that is due, and later what waits for time, until nothing of the outbox does. */
  settle(): Promise<void>
  /** Later everything that changed in ServiceTitan comes to LAZI. @param resources @default customers */
  follow(...resources: ResourceName[]): Promise<void>
  /** A record as ServiceTitan has it. */
  remote(resource: ResourceName, stId: string): object | undefined
}

/** Opens an account with all its records, and with customers in mode hybrid. */
export async function openExchange(options: SandboxOptions = {}): Promise<Exchange> {
  const account = await openAccount(options)
  await account.syncAll()
  const { pool } = account.database
  const { clock } = account.sandbox
  const project = async () => {
    const client = await connect(account.database.url)
    const { signal } = new AbortController()
    await catchUp(client, recordsFollower, { tenantId, signal }).finally(() => client.end())
  }
  await project()
  const set = ['domains', 'set', 'customers', 'hybrid', '--tenant', tenantId, '--yes']
  expect(await runHere(set, account.env)).toMatchObject({ code: 0 })
  const pushAll = async () => {
    const outcomes: string[] = []
    for (;;) {
      const now = new Date(clock.now())
      const claim = await claimPush(pool, { tenantId, now, leaseMs: times.lease })
      if (claim === undefined) return outcomes
      const { signal } = new AbortController()
      const context = { pool, api: account.api, times, signal, now: clock.now }
      outcomes.push(await pushRecord(context, claim))
    }
  }
  const query: Exchange['query'] = async (sql, values = []) => (await pool.query(sql, [...values])).rows
  return {
    account,
    query,
    project,
    pushAll,
    async settle() {
      await pushAll()
      for (let waits = 0; waits < 20; waits += 1) {
        const [next] = await query('SELECT min(due_at) AS at FROM sync.outbox')
        if (next?.at == null) return
        clock.advance(Math.max(1, next.at.getTime() - clock.now()))
        await pushAll()
      }
      throw new Error('Expected the outbox to come to rest')
    },
    write: (work) =>
      writeInLazi(
        pool,
        { tenantId, domains: ['customers'], act: { ...byTest(), now: new Date(clock.now()) } },
        work,
      ),
    async follow(...resources) {
      clock.advance(30 * 60_000)
      for (const resource of resources.length > 0 ? resources : (['customers'] as const))
        await account.sync(tableOf(resource))
      await project()
    },
    remote: (resource, stId) => account.sandbox.record(Number(tenantId), resource, Number(stId)),
  }
}

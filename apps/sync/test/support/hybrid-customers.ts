import type pg from 'pg'
import type { ChangedValues, customerFields } from 'records/fields'
import { changeCustomer } from 'records/writes'
import { catchUp } from '../../src/followers/catch-up.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { claimPush, type PushClaim } from '../../src/push/claim.ts'
import { pushRecord } from '../../src/push/push-record.ts'
import type { PushOutcome } from '../../src/push/push-step.ts'
import { usualTimes as times } from '../../src/push/times.ts'
import { type Account, openAccount, tenantId } from './account.ts'
import { byTest } from './by-test.ts'
import { type CommandResult, runHere } from './command.ts'
import { connect } from './tenant.ts'
import { writeInLazi } from './write-in-lazi.ts'

/** An account whose customers both sides change. */
export interface HybridCustomers {
  readonly account: Account
  readonly query: (sql: string, values?: unknown[]) => Promise<pg.QueryResult['rows']>
  /** A customer that no other test uses. */
  readonly nextCustomer: () => { readonly id: string; readonly stId: string; readonly name: string }
  /** Changes a customer in LAZI. */
  readonly edit: (id: string, values: ChangedValues<typeof customerFields>) => Promise<void>
  /** Changes a customer in ServiceTitan. */
  readonly editThere: (stId: string, body: object) => Promise<unknown>
  /** Claims the record that is due first; of this database if it is named. */
  readonly claim: () => Promise<PushClaim | undefined>
  readonly pushClaimed: (claim: PushClaim) => Promise<PushOutcome>
  /** Sends what is due, until nothing is; of this database if it is named. @returns what became of each record */
  readonly push: () => Promise<PushOutcome[]>
  /** The customer as ServiceTitan has it. */
  readonly remote: (stId: string) => Readonly<Record<string, unknown>> | undefined
  /** Runs a command about the tenant. */
  readonly sync: (...args: string[]) => Promise<CommandResult>
  /** As `sync`, with what the command prints as JSON. */
  readonly json: (...args: string[]) => Promise<pg.QueryResult['rows'][number]>
}

/** Opens an account, syncs it, and lets both sides change its customers. */
export async function openHybridCustomers(): Promise<HybridCustomers> {
  const account = await openAccount()
  await account.syncAll()
  const { pool } = account.database
  const client = await connect(account.database.url)
  await catchUp(client, recordsFollower, { tenantId, signal: new AbortController().signal }).finally(() =>
    client.end(),
  )
  const query: HybridCustomers['query'] = async (sql, values = []) => (await pool.query(sql, values)).rows
  const sync: HybridCustomers['sync'] = (...args) => runHere([...args, '--tenant', tenantId], account.env)
  await sync('domains', 'set', 'customers', 'hybrid', '--yes')
  const rows = await query(
    `SELECT id::text, st_id::text AS "stId", name FROM lazi.customers WHERE active AND merged_into_id IS NULL ORDER BY st_id`,
  )
  const { now } = account.sandbox.clock
  const claim = () => claimPush(pool, { tenantId, now: new Date(now()), leaseMs: times.lease })
  const pushClaimed = (claimed: PushClaim) =>
    pushRecord({ pool, api: account.api, times, signal: new AbortController().signal, now }, claimed)
  return {
    account,
    query,
    sync,
    json: async (...args) => JSON.parse((await sync(...args, '--json')).stdout),
    nextCustomer() {
      const row = rows.shift()
      if (!row) throw new Error('Expected a customer')
      return row
    },
    async edit(id, values) {
      const [{ version }] = await query('SELECT version::text FROM lazi.customers WHERE id = $1', [id])
      const act = { ...byTest(), now: new Date(account.sandbox.clock.now()) }
      await writeInLazi(pool, { tenantId, domains: ['customers'], act }, (write) =>
        changeCustomer(write, { reference: id, version, values }),
      )
    },
    async editThere(stId, body) {
      account.sandbox.clock.advance(1_000)
      return account.sandbox.as('person').patch(`/crm/v2/tenant/${tenantId}/customers/${stId}`, body)
    },
    claim,
    pushClaimed,
    async push() {
      const outcomes: PushOutcome[] = []
      for (;;) {
        const claimed = await claim()
        if (claimed === undefined) return outcomes
        outcomes.push(await pushClaimed(claimed))
      }
    },
    remote: (stId) => account.sandbox.record(Number(tenantId), 'customers', Number(stId)),
  }
}

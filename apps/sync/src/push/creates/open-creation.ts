import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { recordColumn, recordTables } from 'records'
import { type Creation, lockCreation, syncedTableNamed } from 'records/synced'
import { lockDomains } from '../../owned/domains.ts'
import type { PushClaim } from '../claim.ts'
import { endClaim } from '../outbox-state.ts'
import type { PushContext, PushOutcome } from '../push-step.ts'
import { readStIds } from '../read-st-ids.ts'
import type { Blocked } from '../requests/request.ts'
import { type CreationRequest, createdTable, creationRequest, referencesOf } from './creation-request.ts'
import { wakeParent } from './creation-state.ts'

/** A creation that a transaction has locked. */
export interface OpenedCreation {
  readonly client: pg.PoolClient
  readonly now: Date
  readonly creation: Creation
  /** ServiceTitan's ids of the records to which it refers. */
  readonly stIds: ReadonlyMap<string, string | null>
  /** Its request, or what it waits for. */
  readonly made: CreationRequest | Blocked
  /** Whether a person has not paused it meanwhile. */
  readonly isSending: boolean
}

/**
 * Works on the creation of a claimed record in one transaction: the records to which it refers are locked, so that none of
 * them gets its id in ServiceTitan unseen, then it and its members.
 * @returns 'lost' when another worker has it, or it is no longer to be created
 */
export async function inCreation<T extends object>(
  context: PushContext,
  claim: PushClaim,
  work: (opened: OpenedCreation) => Promise<T | PushOutcome>,
): Promise<T | PushOutcome> {
  const { tenantId, table, id } = claim
  const client = await context.pool.connect()
  try {
    return await inTransaction(client, async () => {
      const now = new Date(context.now())
      const { hybrid, sending } = await lockDomains(client, tenantId)
      const { domain } = syncedTableNamed(table).record
      if (!hybrid.has(domain)) return 'lost'
      await lockParents(client, claim)
      const write = { client, tenantId, now }
      const creation = await lockCreation(write, { table, id }, createdTable(table).members)
      if (creation === undefined || creation.root.outbox.leasedUntil !== claim.leasedUntil) return 'lost'
      const records = [creation.root, ...creation.members.filter(({ isDeleted }) => !isDeleted)]
      const stIds = await readStIds(client, tenantId, referencesOf(records))
      const made = creationRequest(creation, stIds)
      return work({ client, now, creation, stIds, made, isSending: sending.has(domain) })
    })
  } finally {
    client.release()
  }
}

/** Locks the records to which one refers, in the order of tables, and that LAZI may have created. */
async function lockParents(client: pg.ClientBase, { tenantId, table, id }: PushClaim): Promise<void> {
  const references = Object.entries(createdTable(table).references)
  for (const { name } of recordTables) {
    for (const [field, of] of references) {
      if (of !== name || syncedTableNamed(table).writable.fields[field]?.kind !== 'record') continue
      const { rows } = await client.query<{ id: string | null }>(
        `SELECT ${recordColumn(field)}::text AS id FROM lazi.${table} WHERE tenant_id = $1 AND id = $2`,
        [tenantId, id],
      )
      const ids = rows.flatMap((row) => row.id ?? [])
      await readStIds(client, tenantId, new Map([[of, ids]]), 'FOR SHARE')
    }
  }
}

/**
 * Ends the claim of a record that waits for another one. What may have been created is not in doubt for that: it is looked
 * for when the other one is there. That one is sent anew if it waits for what this record brings.
 * @param isInDoubt whether it may have been created. @default whether an attempt was sent
 */
export async function block(
  { times }: PushContext,
  claim: PushClaim,
  { client, now, creation }: OpenedCreation,
  { blockedBy }: Blocked,
  isInDoubt = creation.root.outbox.attempt !== null,
): Promise<PushOutcome> {
  if (blockedBy.includes('/')) await wakeParent(client, claim.tenantId, blockedBy, now)
  const ended = await endClaim(client, claim, {
    state: isInDoubt ? 'unknown' : 'blocked',
    // It is woken by what it waits for; this is for what wakes no other record, such as a tag.
    dueAt: new Date(now.getTime() + times.longestRetry),
    blockedBy,
    keepsAttempt: isInDoubt,
  })
  return ended ? 'waiting' : 'lost'
}

/** Ends the claim of a record whose domain was paused meanwhile: it keeps its state. */
export async function wait(
  claim: PushClaim,
  { client, now, creation }: OpenedCreation,
): Promise<PushOutcome> {
  const isSent = creation.root.outbox.attempt !== null
  const state = isSent ? 'unknown' : 'pending'
  return (await endClaim(client, claim, { state, dueAt: now, keepsAttempt: isSent })) ? 'waiting' : 'lost'
}

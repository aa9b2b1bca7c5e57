import { randomUUID } from 'node:crypto'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { appendRecordChanges } from 'records'
import { mergeFieldsOf, type Values, valuesToSend } from 'records/merge'
import {
  linkAssignments,
  type MergedRecord,
  mergeCached,
  type Reading,
  type SyncedTable,
} from 'records/synced'
import { lockDomains } from '../owned/domains.ts'
import { appendChanges } from '../page/change-feed.ts'
import type { PushClaim } from './claim.ts'
import { exactJson } from './exact-json.ts'
import type { Looked } from './look.ts'
import { endClaim, recordAttempt, type Waiting } from './outbox-state.ts'
import type { PushContext, PushOutcome } from './push-step.ts'
import { readStIds } from './read-st-ids.ts'
import { nextRequest, type PushRequest, referencesIn, removeRequest } from './requests/index.ts'
import { writeReceived } from './write-record.ts'

type PlanContext = Pick<PushContext, 'pool' | 'times' | 'now'>

/** An attempt that was stored, and is to be sent. */
export interface Planned {
  readonly request: PushRequest
  readonly attemptId: string
  readonly claim: PushClaim
}

interface Received extends Looked {
  readonly table: SyncedTable
  readonly claim: PushClaim
  /** ServiceTitan's id of the record. */
  readonly stId: string
  /** ServiceTitan's id of the record with which it is listed; null: it is read alone. */
  readonly parentStId: string | null
}

/** Merges what ServiceTitan has of a record, and stores the next attempt. */
export async function plan(
  context: PlanContext,
  received: Received,
  reading: Reading,
): Promise<Planned | PushOutcome> {
  const { table, claim, stId, body, related } = received
  const { tenantId } = claim
  const { name, resource, domain } = table.record
  const client = await context.pool.connect()
  try {
    return await inTransaction(client, async () => {
      const now = new Date(context.now())
      const { hybrid, sending } = await lockDomains(client, tenantId)
      if (!hybrid.has(domain)) return 'lost'
      const own = {
        resource,
        data: Buffer.from(`[${body.toString()}]`),
        isListed: received.parentStId !== null,
      }
      const cached = await writeReceived({ client, tenantId, now }, [...related, own])
      const held = reading.kind === 'version' ? { ...reading, heldUntil: claim.leasedUntil } : reading
      const merged = await mergeCached({ client, tenantId, now }, table, claim.id, held)
      if (name === 'appointments') await linkAssignments({ client, tenantId }, { appointments: [stId] })
      const next = await nextAttempt(context, client, {
        received,
        merged,
        now,
        isSending: sending.has(domain),
      })
      await appendChanges({ client, tenantId }, cached, now)
      const changes = merged?.changed.length
        ? [{ id: claim.id, op: 'update', changed_paths: merged.changed }]
        : []
      const published = [{ table: name, rows: JSON.stringify(changes) }, ...(merged?.ended ?? [])]
      await appendRecordChanges(client, tenantId, published, {
        actor: 'servicetitan',
        causeSeq: null,
        now,
      })
      return next
    })
  } finally {
    client.release()
  }
}

interface Planning {
  readonly received: Received
  readonly merged: MergedRecord | undefined
  readonly now: Date
  /** Whether a person has not paused it meanwhile. */
  readonly isSending: boolean
}

async function nextAttempt(
  { times, now: clock }: PlanContext,
  client: pg.PoolClient,
  { received, merged, now, isSending }: Planning,
): Promise<Planned | PushOutcome> {
  const { claim } = received
  if (merged?.outbox === undefined) return 'inStep'
  const request = await requestOf(client, { ...received, times, now }, merged)
  if ('waiting' in request) return (await endClaim(client, claim, request.waiting)) ? 'waiting' : 'lost'
  if (!isSending)
    return (await endClaim(client, claim, { state: 'pending', dueAt: now })) ? 'waiting' : 'lost'
  const attemptId = randomUUID()
  // The transaction may have waited for locks: the time since it began is not the request's.
  const sentAt = new Date(clock())
  const held = await recordAttempt(client, claim, {
    id: attemptId,
    sent: request.sent,
    sentAt,
    dueAt: new Date(sentAt.getTime() + times.beforeLook),
    leasedUntil: new Date(sentAt.getTime() + times.lease),
  })
  return held === undefined ? 'lost' : { request, attemptId, claim: held }
}

/** The next request of a record, or how it waits without one. */
async function requestOf(
  client: pg.PoolClient,
  {
    table,
    claim,
    stId,
    parentStId,
    body,
    times,
    now,
  }: Received & Pick<PlanContext, 'times'> & { readonly now: Date },
  { outbox, record, carried }: MergedRecord,
): Promise<PushRequest | { readonly waiting: Waiting }> {
  const { name } = table.record
  if (outbox?.op === 'delete') return removeRequest(name, { stId, parentStId })
  const refused = outbox?.failedFields ?? {}
  const wanted = valuesToSend(mergeFieldsOf(table.writable), record)
  const toSend: Values = Object.fromEntries(Object.entries(wanted).filter(([field]) => !(field in refused)))
  const stIds = await readStIds(client, claim.tenantId, referencesIn(name, { ...carried, ...toSend }))
  const local = { ...record.local, ...carried }
  const request = nextRequest(name, { stId, toSend, local, remote: exactJson(body.toString()), stIds })
  const waitsFor = (waiting: Pick<Waiting, 'state' | 'blockedBy'>, dueAt: Date | null = null) => ({
    waiting: { ...waiting, dueAt },
  })
  if (request === undefined)
    return Object.keys(refused).length > 0
      ? waitsFor({ state: 'failed' })
      : waitsFor({ state: 'blocked', blockedBy: 'conflict' })
  if (!('blockedBy' in request)) return request
  const { blockedBy } = request
  // A record wakes what waits for it; this is for what was not seen to wait.
  const dueAt = blockedBy.includes('/') ? new Date(now.getTime() + times.longestRetry) : null
  return waitsFor({ state: 'blocked', blockedBy }, dueAt)
}

import { randomUUID } from 'node:crypto'
import { errorText } from 'cli-kit'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { appendRecordChanges } from 'records'
import { mergeFieldsOf, type Values, valuesToSend } from 'records/merge'
import {
  lockOutboxRow,
  type MergedRecord,
  mergeCached,
  type Reading,
  type SyncedTable,
  syncedTableNamed,
} from 'records/synced'
import { ServiceTitanHttpError } from 'servicetitan'
import { lockDomains } from '../owned/domains.ts'
import { appendChanges } from '../page/change-feed.ts'
import type { PushClaim } from './claim.ts'
import { createRecord } from './creates/create-record.ts'
import { failure, repeated } from './failure.ts'
import {
  endClaim,
  readTarget,
  recordAttempt,
  settleAttempt,
  type Target,
  type Waiting,
} from './outbox-state.ts'
import { endPush, type PushContext, type PushOutcome, sendRequest, type WaitingFor } from './push-step.ts'
import { isListed, readParentStId, readRecord } from './read-record.ts'
import { readStIds } from './read-st-ids.ts'
import { nextRequest, type PushRequest, referencesToSend, removalRequest } from './requests/index.ts'
import type { Blocked } from './requests/request.ts'
import { writeReceived } from './write-record.ts'

// One record is sent in steps, each with one request:
//
//   look: GET the record ─> plan: one transaction that writes it into the cache, merges it, and stores what is sent next
//     ─> send: one request ─> confirm: one transaction as plan, with the response in place of the look ─> the next step
//
// Nothing is sent that was not stored before. A response changes something only for the attempt that it belongs to, and a
// request without a response is looked for, and never sent again unseen.

/** Sends what differs of a claimed record. @throws when PostgreSQL cannot be reached; the claim then expires */
export async function pushRecord(context: PushContext, claim: PushClaim): Promise<PushOutcome> {
  const created = claim.op === 'create' ? await createRecord(context, claim) : claim
  return typeof created === 'string' ? created : sendChanges(context, created)
}

/** Sends what differs of a record that ServiceTitan has. */
async function sendChanges(context: PushContext, claim: PushClaim): Promise<PushOutcome> {
  const table = syncedTableNamed(claim.table)
  let held = claim
  for (;;) {
    const looked = await look(context, table, held)
    if ('waiting' in looked) return endPush(context, held, looked.waiting)
    let planned = await plan(
      context,
      { table, claim: held, body: looked.body },
      { kind: 'version', endsAttempt: true },
    )
    while (typeof planned === 'object') {
      held = planned.claim
      const outcome = await sendRequest(context, planned.request)
      if (planned.request.isRemoval && (outcome.kind === 'applied' || outcome.kind === 'notFound'))
        return (await settleAttempt(context.pool, held, planned.attemptId)) ? 'inStep' : 'lost'
      if (outcome.kind !== 'applied') {
        const { request } = planned
        return endPush(context, held, (attempts) => failure(context, request, outcome, attempts))
      }
      // A response without the record says only that it was applied: the record is read again.
      if (outcome.body === null || !planned.request.hasRecord) break
      const answer = { kind: 'answer', attemptId: planned.attemptId } as const
      planned = await plan(context, { table, claim: held, body: outcome.body }, answer)
    }
    if (typeof planned === 'string') return planned
    if (context.signal.aborted)
      return endPush(context, held, { state: 'pending', dueAt: new Date(context.now()), keepsAttempt: true })
  }
}

/** An attempt that was stored, and is to be sent. */
interface Planned {
  readonly request: PushRequest
  readonly attemptId: string
  readonly claim: PushClaim
}

interface Received {
  readonly table: SyncedTable
  readonly claim: PushClaim
  /** The record as ServiceTitan has it now; null: it is gone there, or not listed yet, and is to be deleted. */
  readonly body: Buffer | null
}

async function look(
  context: PushContext,
  table: SyncedTable,
  claim: PushClaim,
): Promise<Pick<Received, 'body'> | { readonly waiting: WaitingFor }> {
  const target = await readTarget(context.pool, claim)
  try {
    const body = await readRecord(context, table, claim, target.stId)
    if (body !== undefined) return { body }
  } catch (error) {
    const status = error instanceof ServiceTitanHttpError ? error.status : null
    const what = { error: errorText(error), status, isFailure: true, keepsAttempt: true }
    return { waiting: (attempts) => ({ ...what, ...repeated(context, attempts) }) }
  }
  return target.op === 'delete' ? { body: null } : { waiting: absent(context, table, target) }
}

/** A record that ServiceTitan does not have; a list may show one later that was created just now. */
function absent({ times, now }: PushContext, { record: { name } }: SyncedTable, { sentAt }: Target): Waiting {
  const listedBy = (sentAt?.getTime() ?? 0) + times.beforeLook + times.betweenLooks
  if (isListed(name) && now() < listedBy)
    return { state: 'unknown', dueAt: new Date(listedBy), keepsAttempt: true }
  const error = 'ServiceTitan has this record no longer.'
  return { state: 'failed', dueAt: null, error, isFailure: true, keepsAttempt: true }
}

/** Merges what ServiceTitan has, and stores the next attempt. */
async function plan(
  context: PushContext,
  received: Received,
  reading: Reading,
): Promise<Planned | PushOutcome> {
  const { table, claim, body } = received
  const { tenantId } = claim
  const client = await context.pool.connect()
  try {
    return await inTransaction(client, async () => {
      const now = new Date(context.now())
      const { hybrid } = await lockDomains(client, tenantId)
      if (!hybrid.has(table.record.domain)) return 'lost'
      const cached =
        body === null ? [] : await writeReceived(client, { tenantId, table: table.record, body, now })
      const merged = await mergeCached({ client, tenantId, now }, table, claim.id, reading)
      const next = await nextAttempt(context, client, { received, merged, now })
      await appendChanges({ client, tenantId }, cached, now)
      const changes = merged?.changed.length
        ? [{ id: claim.id, op: merged.op, changed_paths: merged.changed }]
        : []
      await appendRecordChanges(
        client,
        tenantId,
        [{ table: table.record.name, rows: JSON.stringify(changes) }],
        { actor: 'servicetitan', causeSeq: null, now },
      )
      return next
    })
  } finally {
    client.release()
  }
}

async function nextAttempt(
  { times }: PushContext,
  client: pg.PoolClient,
  {
    received,
    merged,
    now,
  }: { readonly received: Received; readonly merged: MergedRecord | undefined; readonly now: Date },
): Promise<Planned | PushOutcome> {
  const { claim } = received
  const request = await requestFor(client, received, merged)
  if (typeof request === 'string') return request
  if ('state' in request) return (await endClaim(client, claim, request)) ? 'waiting' : 'lost'
  if ('blockedBy' in request) {
    // What it waits for wakes it when it is created; this is for what nobody wakes.
    const dueAt = request.blockedBy.includes('/') ? new Date(now.getTime() + times.longestRetry) : null
    const waiting = { state: 'blocked', dueAt, blockedBy: request.blockedBy } as const
    return (await endClaim(client, claim, waiting)) ? 'waiting' : 'lost'
  }
  const attemptId = randomUUID()
  const leasedUntil = await recordAttempt(client, claim, {
    id: attemptId,
    sent: request.sent,
    sentAt: now,
    dueAt: new Date(now.getTime() + times.beforeLook),
    leasedUntil: new Date(now.getTime() + times.lease),
  })
  return leasedUntil === undefined ? 'lost' : { request, attemptId, claim: { ...claim, leasedUntil } }
}

/** The next request of a merged record, or how it waits. */
async function requestFor(
  client: pg.PoolClient,
  { table, claim, body }: Received,
  merged: MergedRecord | undefined,
): Promise<PushRequest | Blocked | Waiting | 'inStep'> {
  const { name } = table.record
  // Of a record that was created just now the cache may have no version.
  const outbox = merged === undefined ? await lockOutboxRow(client, claim) : merged.outbox
  if (outbox?.op === 'delete') {
    const { stId } = await readTarget(client, claim)
    return removalRequest(name, { stId, parentStId: await readParentStId(client, name, claim) })
  }
  if (merged === undefined || outbox === undefined || body === null) return 'inStep'
  const refused = outbox.failedFields
  const wanted = valuesToSend(mergeFieldsOf(table.writable), merged.record)
  const toSend: Values = Object.fromEntries(Object.entries(wanted).filter(([field]) => !(field in refused)))
  const remote = JSON.parse(body.toString()) as Record<string, unknown>
  const stIds = await readStIds(client, claim.tenantId, referencesToSend(name, toSend))
  const request = nextRequest(name, { stId: String(remote.id), toSend, remote, stIds })
  if (request !== undefined) return request
  const hasRefused = Object.keys(refused).length > 0
  return {
    state: hasRefused ? 'failed' : 'blocked',
    dueAt: null,
    blockedBy: hasRefused ? null : 'conflict',
  }
}

import { isDeepStrictEqual } from 'node:util'
import { syncedTableNamed } from 'records/synced'
import type { WriteOutcome } from 'servicetitan'
import type { PushClaim } from './claim.ts'
import { createRecord } from './creates/create-record.ts'
import { failure, repeated } from './failure.ts'
import { type LookFailure, look, readTarget, type Target } from './look.ts'
import { forgetRow } from './outbox-state.ts'
import { plan } from './plan.ts'
import { endPush, type PushContext, type PushOutcome, sendRequest } from './push-step.ts'
import { listedWith, type PushRequest } from './requests/index.ts'

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
  let refusal: Refusal | null = null
  let applied: PushRequest | null = null
  for (;;) {
    const target = await readTarget(context.pool, table, claim)
    if (target === undefined) return 'lost'
    const looked = await look(context, target)
    if ('error' in looked) return endLook(context, held, target, looked)
    const { stId, parentStId } = target
    let planned = await plan(
      context,
      { table, claim: held, stId, parentStId, ...looked },
      { kind: 'version', endsAttempt: true, isRemovalRefused: refusal !== null },
    )
    while (typeof planned === 'object') {
      const { request, attemptId } = planned
      held = planned.claim
      // ServiceTitan does not show yet what it has applied, as in a list that lags: it is looked for later.
      if (applied !== null && isSame(applied, request)) {
        const dueAt = new Date(context.now() + context.times.beforeLook)
        return endPush(context, held, { state: 'unknown', dueAt, keepsAttempt: true })
      }
      // Nothing has changed that would make ServiceTitan take it now.
      const isRefused: boolean = refusal !== null && isSame(refusal.request, request)
      const outcome: WriteOutcome =
        isRefused && refusal ? refusal.outcome : await sendRequest(context, held, request)
      if (request.isRemoval && (outcome.kind === 'applied' || outcome.kind === 'notFound'))
        return (await forgetRow(context.pool, held)) ? 'inStep' : 'lost'
      if (isRefusal(outcome) && !isRefused) {
        refusal = { request, outcome }
        break
      }
      if (outcome.kind !== 'applied')
        return endPush(context, held, (attempts) => failure(context, request, outcome, attempts))
      applied = request
      // A response without the record says only that it was applied: the record is read again.
      if (outcome.body === null || !request.hasRecord) break
      const answer = { kind: 'answer', attemptId } as const
      const received = { table, claim: held, stId, parentStId, body: outcome.body, related: [] }
      planned = await plan(context, received, answer)
    }
    if (typeof planned === 'string') return planned
    if (context.signal.aborted)
      return endPush(context, held, { state: 'pending', dueAt: new Date(context.now()), keepsAttempt: true })
  }
}

/**
 * A request that was not applied because of the record's state, or of a value. The record is looked at again: what was
 * wanted may be there already, as a technician whom a person has assigned, or not be wanted any more.
 */
interface Refusal {
  readonly request: PushRequest
  readonly outcome: Extract<WriteOutcome, { kind: 'conflict' | 'refused' | 'notFound' }>
}

const isRefusal = (outcome: WriteOutcome): outcome is Refusal['outcome'] =>
  outcome.kind === 'conflict' || outcome.kind === 'refused' || outcome.kind === 'notFound'

const isSame = (one: PushRequest, { method, path, sent }: PushRequest) =>
  isDeepStrictEqual([one.method, one.path, one.sent], [method, path, sent])

/** Ends the claim of a record that could not be looked at. */
async function endLook(
  context: PushContext,
  claim: PushClaim,
  { table, sentAt }: Target,
  { isMissing, inOutage, ...what }: LookFailure,
): Promise<PushOutcome> {
  const failed = { ...what, isFailure: true, keepsAttempt: true }
  if (!isMissing)
    return endPush(context, claim, (attempts) => ({ ...failed, ...repeated(context, attempts, inOutage) }))
  const { now, times } = context
  // A list may show a record later that was created just now.
  const listedBy = (sentAt?.getTime() ?? 0) + times.beforeLook + times.betweenLooks
  if (listedWith(table.record.name) !== undefined && now() < listedBy)
    return endPush(context, claim, { state: 'unknown', dueAt: new Date(listedBy), keepsAttempt: true })
  // What was to be removed is gone.
  if (await forgetRow(context.pool, claim)) return 'inStep'
  return endPush(context, claim, { ...failed, state: 'failed', dueAt: null })
}

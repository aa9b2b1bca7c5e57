import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { syncedTableNamed } from 'records/synced'
import { AuthenticationError, type ServiceTitanClient, type WriteOutcome } from 'servicetitan'
import type { PushClaim } from './claim.ts'
import { failure, repeated } from './failure.ts'
import { look, readTarget } from './look.ts'
import { endClaim, forgetRow, readAttempts, type Waiting } from './outbox-state.ts'
import { type PushOutcome, plan } from './plan.ts'
import type { PushRequest } from './requests/index.ts'
import type { PushTimes } from './times.ts'

export type { PushOutcome } from './plan.ts'

// One record is sent in steps, each with one request:
//
//   look: GET the record ─> plan: one transaction that writes it into the cache, merges it, and stores what is sent next
//     ─> send: one request ─> confirm: one transaction as plan, with the response in place of the look ─> the next step
//
// Nothing is sent that was not stored before. A response changes something only for the attempt that it belongs to, and a
// request without a response is looked for, and never sent again unseen.

export interface PushContext {
  readonly pool: pg.Pool
  readonly api: ServiceTitanClient
  readonly times: PushTimes
  readonly signal: AbortSignal
  readonly now: () => number
  /** From 0 to 1. @default Math.random */
  readonly random?: () => number
}

/** Sends what differs of a claimed record. @throws when PostgreSQL cannot be reached; the claim then expires */
export async function pushRecord(context: PushContext, claim: PushClaim): Promise<PushOutcome> {
  const table = syncedTableNamed(claim.table)
  let held = claim
  let refusal: Refusal | null = null
  let applied: PushRequest | null = null
  for (;;) {
    const target = await readTarget(context.pool, table, claim)
    if (target === undefined) return 'lost'
    const looked = await look(context, target)
    if ('error' in looked) {
      const { isMissing, ...what } = looked
      // What was to be removed is gone.
      if (isMissing && (await forgetRow(context.pool, held))) return 'inStep'
      const failed = { ...what, isFailure: true, keepsAttempt: true }
      if (isMissing) return end(context, held, { ...failed, state: 'failed', dueAt: null })
      return end(context, held, (attempts) => ({ ...failed, ...repeated(context, attempts) }))
    }
    const { stId } = target
    let planned = await plan(
      context,
      { table, claim: held, stId, ...looked },
      { kind: 'version', endsAttempt: true, isRemovalRefused: refusal !== null },
    )
    while (typeof planned === 'object') {
      const { request, attemptId } = planned
      held = planned.claim
      // ServiceTitan does not show yet what it has applied, as in a list that lags: it is looked for later.
      if (applied !== null && isSame(applied, request)) {
        const dueAt = new Date(context.now() + context.times.beforeLook)
        return end(context, held, { state: 'unknown', dueAt, keepsAttempt: true })
      }
      // Nothing has changed that would make ServiceTitan take it now.
      const isRefused = refusal !== null && isSame(refusal.request, request)
      const outcome = isRefused && refusal ? refusal.outcome : await sendRequest(context, request)
      if (isRefusal(outcome) && !isRefused) {
        refusal = { request, outcome }
        break
      }
      if (outcome.kind !== 'applied')
        return end(context, held, (attempts) => failure(context, request, outcome, attempts))
      applied = request
      // A response without the record says only that it was applied: the record is read again.
      if (outcome.body === null || !request.hasRecord) break
      const answer = { kind: 'answer', attemptId } as const
      const received = { table, claim: held, stId, body: outcome.body, related: [] }
      planned = await plan(context, received, answer)
    }
    if (typeof planned === 'string') return planned
    if (context.signal.aborted)
      return end(context, held, { state: 'pending', dueAt: new Date(context.now()), keepsAttempt: true })
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

async function end(
  { pool }: PushContext,
  claim: PushClaim,
  waiting: Waiting | ((attempts: number) => Waiting),
): Promise<PushOutcome> {
  const wanted = typeof waiting === 'function' ? waiting(await readAttempts(pool, claim)) : waiting
  return (await endClaim(pool, claim, wanted)) ? 'waiting' : 'lost'
}

async function sendRequest({ api, signal }: PushContext, request: PushRequest): Promise<WriteOutcome> {
  const { method, module, path, scope, body } = request
  try {
    return await api.send({ method, module, path, scope, body, signal })
  } catch (error) {
    // When the credentials are refused, nothing was applied.
    if (error instanceof AuthenticationError) return { kind: 'notSent', error, requests: 0 }
    return { kind: 'unknown', error, traceId: null, requests: 1 }
  }
}

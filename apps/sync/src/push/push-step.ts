import type pg from 'pg'
import { AuthenticationError, type ServiceTitanClient, type WriteOutcome } from 'servicetitan'
import type { PushClaim } from './claim.ts'
import { endClaim, readAttempts, type Waiting } from './outbox-state.ts'
import type { PushNotes } from './push-notes.ts'
import type { PushRequest } from './requests/request.ts'
import { type PushTimes, writeStartLimit } from './times.ts'

export interface PushContext {
  readonly pool: pg.Pool
  readonly api: ServiceTitanClient
  readonly times: PushTimes
  /** What is noted outside of the database before something is sent. @default nothing */
  readonly notes?: Pick<PushNotes, 'note'>
  readonly signal: AbortSignal
  readonly now: () => number
  /** From 0 to 1. @default Math.random */
  readonly random?: () => number
}

/**
 * What became of a record. inStep: both sides agree; waiting: it differs still, and its row says why; lost: another worker
 * has it.
 */
export type PushOutcome = 'inStep' | 'waiting' | 'lost'

/** How a row waits; after a failure it depends on the number of attempts that failed before. */
export type WaitingFor = Waiting | ((attempts: number) => Waiting)

/** Ends the claim of a record that differs still. */
export async function endPush(
  { pool }: Pick<PushContext, 'pool'>,
  claim: PushClaim,
  waiting: WaitingFor,
): Promise<PushOutcome> {
  const wanted = typeof waiting === 'function' ? waiting(await readAttempts(pool, claim)) : waiting
  return (await endClaim(pool, claim, wanted)) ? 'waiting' : 'lost'
}

/** Sends a request that was stored, once. */
export async function sendRequest(
  { pool, api, signal, notes, times, now }: PushContext,
  { tenantId, sentAt }: Pick<PushClaim, 'tenantId' | 'sentAt'>,
  { method, module, path, scope, body }: PushRequest,
): Promise<WriteOutcome> {
  await notes?.note(pool, tenantId)
  // Sent so late, it could still be applied after it was looked for.
  if (sentAt !== undefined && now() - sentAt.getTime() > writeStartLimit(times))
    return { kind: 'notSent', error: new Error('It was not sent in time.'), requests: 0 }
  try {
    return await api.send({ method, module, path, scope, body, signal })
  } catch (error) {
    // When the credentials are refused, nothing was applied.
    if (error instanceof AuthenticationError) return { kind: 'notSent', error, requests: 0 }
    return { kind: 'unknown', error, traceId: null, requests: 1 }
  }
}

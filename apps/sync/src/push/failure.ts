import { errorText } from 'cli-kit'
import {
  AuthenticationError,
  NetworkError,
  RateLimitedError,
  ServiceTitanHttpError,
  TimeoutError,
  type WriteOutcome,
} from 'servicetitan'
import type { Waiting } from './outbox-state.ts'
import type { PushRequest } from './requests/index.ts'
import { type PushTimes, retryAfter } from './times.ts'

interface Retrying {
  readonly times: PushTimes
  readonly now: () => number
  /** From 0 to 1. @default Math.random */
  readonly random?: () => number
}

/** How many attempts may fail before a person has to look at the record. */
const maxAttempts = 10

/** How many may fail while ServiceTitan is not available: about a day, with the longest wait between them. */
const maxInOutage = 200

/** Whether a request failed whatever the record has: the next one may succeed. */
export const isOutage = (error: unknown): boolean =>
  [AuthenticationError, NetworkError, RateLimitedError, TimeoutError].some((kind) => error instanceof kind) ||
  (error instanceof ServiceTitanHttpError && error.status >= 500)

/**
 * When a failed attempt is repeated: later and later, and then no more.
 * @param inOutage whether it failed whatever the record has
 */
export function repeated(
  { times, now, random = Math.random }: Retrying,
  attempts: number,
  inOutage: boolean,
): Pick<Waiting, 'state' | 'dueAt'> {
  if (attempts + 1 >= (inOutage ? maxInOutage : maxAttempts)) return { state: 'failed', dueAt: null }
  return { state: 'pending', dueAt: new Date(now() + retryAfter(attempts, times, random())) }
}

/**
 * How a row waits after a request that was not applied, or may not have been.
 * @param attempts that failed before
 */
export function failure(
  context: Retrying,
  request: PushRequest,
  outcome: Exclude<WriteOutcome, { kind: 'applied' }>,
  attempts: number,
): Waiting {
  const { times, now } = context
  const error = errorText(outcome.error)
  switch (outcome.kind) {
    case 'notSent':
      return { ...repeated(context, attempts, true), error, isFailure: true }
    case 'limited':
      return { state: 'pending', dueAt: new Date(now() + outcome.retryAfterMs), error, status: 429 }
    case 'unknown':
      return {
        state: 'unknown',
        dueAt: new Date(now() + times.beforeLook),
        error,
        traceId: outcome.traceId,
        isFailure: true,
        keepsAttempt: true,
      }
    case 'forbidden':
      return {
        state: 'blocked',
        dueAt: new Date(now() + times.longestRetry),
        blockedBy: `scope ${request.scope}`,
        error,
        status: 403,
        traceId: outcome.traceId,
      }
    case 'notFound':
    case 'conflict':
    case 'refused': {
      const { status, traceId } = outcome.error
      const refused = refusedFields(request, outcome.error)
      return {
        state: 'pending',
        dueAt: new Date(now()),
        error,
        status,
        traceId,
        isFailure: true,
        failedFields: refused,
      }
    }
  }
}

/** Why each value was refused. Errors that name no field of the request are those of all of them. */
function refusedFields(
  { sent }: PushRequest,
  { errors, title, message }: ServiceTitanHttpError,
): Record<string, string> {
  const others =
    Object.values(errors ?? {})
      .flat()
      .join(' ') ||
    (title ?? message)
  const named = Object.entries(errors ?? {}).flatMap(([path, messages]) => {
    const name = Object.keys(sent).find((field) => path.toLowerCase().startsWith(field.toLowerCase()))
    return name === undefined ? [] : [[name, messages.join(' ')] as const]
  })
  const found = named.length > 0 ? named : Object.keys(sent).map((field) => [field, others] as const)
  return Object.fromEntries(found)
}

import { expect, test } from 'vitest'
import {
  AuthenticationError,
  NetworkError,
  RateLimitedError,
  ServiceTitanHttpError,
  TimeoutError,
  UnexpectedResponseError,
} from '../http/errors.ts'
import { planRetry } from './retry.ts'

const context = { method: 'GET', path: '/crm/v2/tenant/1/locations', attempts: 1 } as const
const details = { title: null, errors: null, traceId: null }
const policy = { maxAttempts: 6, retryBaseDelayMs: 1_000, retryMaxDelayMs: 5_000, random: 1 }

const httpError = (status: number, retryAfterMs: number | null = null) =>
  new ServiceTitanHttpError('', context, { ...details, status, retryAfterMs })
const rateLimited = (retryAfterMs: number | null) =>
  new RateLimitedError('', context, { retryAfterMs, traceId: null })

test('planRetry doubles the ceiling up to the maximum delay', () => {
  const delays = [1, 2, 3, 4, 5].map((attempt) => planRetry(httpError(500), attempt, policy))
  expect(delays).toEqual([1_000, 2_000, 4_000, 5_000, 5_000])
})

test('planRetry spreads the delay over the whole range below the ceiling', () => {
  expect(planRetry(httpError(500), 2, { ...policy, random: 0 })).toBe(0)
  expect(planRetry(httpError(500), 2, { ...policy, random: 0.25 })).toBe(500)
})

test('planRetry uses `Retry-After` instead of the backoff', () => {
  expect(planRetry(rateLimited(4_321), 1, policy)).toBe(4_321)
  expect(planRetry(rateLimited(0), 3, policy)).toBe(0)
  expect(planRetry(httpError(503, 10), 3, policy)).toBe(10)
})

test('planRetry does not retry when `Retry-After` exceeds the maximum delay', () => {
  expect(planRetry(rateLimited(5_001), 1, policy)).toBeNull()
})

test.each([
  ['408', httpError(408)],
  ['500', httpError(500)],
  ['502', httpError(502)],
  ['504', httpError(504)],
  ['429', rateLimited(null)],
  ['a timeout', new TimeoutError('', context, 1)],
  ['a network failure', new NetworkError('', context)],
  ['a body that is not JSON', new UnexpectedResponseError('', context, 'not-json')],
  ['a wrong envelope', new UnexpectedResponseError('', context, 'wrong-shape')],
])('planRetry retries after %s, until the attempts are exhausted', (_what, error) => {
  expect(planRetry(error, 5, policy)).toBe(5_000)
  expect(planRetry(error, 6, policy)).toBeNull()
})

test.each([
  ['302', httpError(302)],
  ['400', httpError(400)],
  ['403', httpError(403)],
  ['404', httpError(404)],
  ['409', httpError(409)],
  ['refused credentials', new AuthenticationError('', context, { ...details, status: 401 })],
  ['a body that is too large', new UnexpectedResponseError('', context, 'too-large')],
  ['a loop', new UnexpectedResponseError('', context, 'loop')],
  ['a bug', new TypeError('x is not a function')],
  ['a deliberate abort', new DOMException('aborted', 'AbortError')],
])('planRetry never retries after %s', (_what, error) => {
  expect(planRetry(error, 1, policy)).toBeNull()
})

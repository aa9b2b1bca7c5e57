import { errorText } from 'cli-kit'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import {
  AuthenticationError,
  NetworkError,
  RateLimitedError,
  ServiceTitanHttpError,
  TimeoutError,
  UnexpectedResponseError,
} from 'servicetitan'

// The circuit of a tenant, in raw.tenants:
//
//   closed ─ failuresToOpen consecutive failures ─> open ─ its time passes ─> half-open: one run
//     └─────────────────────── the run succeeds ────────────────────────────────────────────┴─ it fails ─> open, longer
//
// Requested runs start even while the circuit is open, and close it when they succeed.

/** The number of consecutive failed runs of a tenant that opens its circuit. */
export const failuresToOpen = 5

const FIRST_PAUSE_MS = 60_000
const LAST_PAUSE_MS = 60 * 60_000

/** How long the circuit is open after so many consecutive failures, in milliseconds; 0: it stays closed. */
export function pauseMs(consecutiveFailures: number): number {
  if (consecutiveFailures < failuresToOpen) return 0
  return Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(consecutiveFailures - failuresToOpen, 20))
}

/**
 * Whether an error would occur for every table of the tenant: its credentials are refused, its quota is used up, or
 * ServiceTitan does not respond properly. A 403 concerns one resource only.
 */
export function concernsWholeTenant(error: unknown): boolean {
  if (error instanceof ServiceTitanHttpError) return error.status >= 500
  if (error instanceof UnexpectedResponseError) return error.reason === 'not-json'
  return [AuthenticationError, NetworkError, RateLimitedError, TimeoutError].some(
    (kind) => error instanceof kind,
  )
}

/** Closes the circuit after a successful run. */
export async function closeCircuit(
  client: pg.ClientBase | pg.Pool,
  tenantId: string,
  now: Date,
): Promise<void> {
  await client.query(
    `UPDATE raw.tenants SET consecutive_failures = 0, circuit_open_until = NULL, circuit_reason = NULL, updated_at = $2
      WHERE tenant_id = $1 AND (consecutive_failures > 0 OR circuit_open_until IS NOT NULL)`,
    [tenantId, now],
  )
}

/**
 * Counts a failed run that concerns the whole tenant, and opens the circuit after too many. Runs that fail while the
 * circuit is open began before it opened, and do not count.
 * @returns until when the circuit is open; null: it is closed
 */
export async function countFailure(
  client: pg.ClientBase | pg.Pool,
  tenantId: string,
  error: unknown,
  now: Date,
): Promise<Date | null> {
  const { rows } = await client.query<CamelRow<'raw.tenants', 'consecutive_failures'>>(
    `UPDATE raw.tenants SET consecutive_failures = consecutive_failures + 1, updated_at = $2
      WHERE tenant_id = $1 AND (circuit_open_until IS NULL OR circuit_open_until <= $2)
      RETURNING consecutive_failures AS "consecutiveFailures"`,
    [tenantId, now],
  )
  const pause = pauseMs(rows[0]?.consecutiveFailures ?? 0)
  if (pause === 0) return null
  const openUntil = new Date(now.getTime() + pause)
  await client.query(
    `UPDATE raw.tenants SET circuit_open_until = $2, circuit_reason = $3 WHERE tenant_id = $1`,
    [tenantId, openUntil, errorText(error)],
  )
  return openUntil
}

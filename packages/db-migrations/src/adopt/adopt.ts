import { isDeepStrictEqual } from 'node:util'
import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate'
import pg from 'pg'
import { MigrationError } from '../errors.ts'
import type { LockHolder } from '../events.ts'
import { retryReason, withRetries } from '../run/retry.ts'
import { acquireRunLock } from '../run/run-lock.ts'
import { inTransaction } from '../run/transaction.ts'
import { type AdoptionPlan, fingerprintOf, pinTransaction } from './plan-adoption.ts'
import { type AdoptionStep, type Recognition, recognise } from './recognise.ts'
import { type ConvertedRows, runStep } from './run-step.ts'

// An adoption is a sequence of transactions, one per migration. The next run derives its progress from the ledger and
// the tables alone, and resumes from there.

export type AdoptionEvent =
  | { readonly type: 'lock.wait'; readonly holder: LockHolder | undefined }
  | { readonly type: 'step.start'; readonly migration: string; readonly action: AdoptionStep['action'] }
  | {
      readonly type: 'step.retry'
      readonly migration: string
      readonly attempt: number
      readonly reason: string
    }
  /** The transaction is committed. `rows`: if a table was converted. */
  | {
      readonly type: 'step.done'
      readonly migration: string
      readonly action: AdoptionStep['action']
      readonly rows: ConvertedRows | undefined
      readonly durationMs: number
    }

export interface AdoptOptions {
  /** The plan that the user confirmed; adoption is refused if the tables have changed since. @default no check */
  readonly plan?: AdoptionPlan
  readonly onEvent?: (event: AdoptionEvent) => void
  /** The time for rows that have none. @default the current time */
  readonly now?: Date
  /** Longest wait for another migrator, in milliseconds. @default 60_000 */
  readonly lockWaitMs?: number
  /** `lock_timeout` of each statement, in milliseconds. @default 2_000 */
  readonly lockTimeoutMs?: number
  /** Attempts per transaction when a lock times out. @default 8 */
  readonly attempts?: number
  readonly signal?: AbortSignal
}

export type AdoptionResult =
  | { readonly kind: 'nothing'; readonly reason: string }
  | {
      readonly kind: 'adopted'
      readonly tables: readonly ConvertedRows[]
      /** Migrations that this run recorded in the ledger. */
      readonly recorded: readonly string[]
      /** Migrations left to the ordinary migrator. */
      readonly pending: readonly string[]
    }

/**
 * Converts a database created by the hand-run scripts to the current schema, one table per transaction. After an
 * interruption, the next call resumes after the last finished table.
 * @param client a dedicated direct connection, outside a transaction
 * @throws {MigrationError} `UNLEDGERED_SCHEMA` for an unrecognised schema, with every difference in `details`.
 *   `LOCK_BUSY`, `MIGRATION_FAILED`, `INVALID_FILES`: tables finished before stay converted.
 */
export async function adopt(client: pg.Client, options: AdoptOptions = {}): Promise<AdoptionResult> {
  const { plan, onEvent = () => undefined, now = new Date(), signal } = options
  await acquireRunLock(client, {
    waitMs: options.lockWaitMs ?? 60_000,
    onWait: (holder) => onEvent({ type: 'lock.wait', holder }),
    signal,
  })
  try {
    let found = await recognise(client)
    if (found.kind === 'nothing') return found
    if (plan) assertSame(plan, found)
    const tables: ConvertedRows[] = []
    const recorded: string[] = []
    while (found.kind === 'adopt' && found.steps[0]) {
      const step = found.steps[0]
      onEvent({ type: 'step.start', migration: step.migration, action: step.action })
      const started = performance.now()
      const rows = await runWithRetries(client, step, { ...options, onEvent, now })
      if (rows) tables.push(rows)
      recorded.push(step.migration)
      const durationMs = performance.now() - started
      onEvent({ type: 'step.done', migration: step.migration, action: step.action, rows, durationMs })
      if (found.steps.length === 1) return { kind: 'adopted', tables, recorded, pending: found.pending }
      found = await recognise(client)
    }
    throw refusal(found)
  } finally {
    // A lost connection has released its lock; its error is thrown already.
    await client.query('SELECT pg_advisory_unlock($1::bigint)', [PG_MIGRATE_LOCK_ID]).catch(() => undefined)
  }
}

async function runWithRetries(
  client: pg.Client,
  step: AdoptionStep,
  options: AdoptOptions & { readonly onEvent: (event: AdoptionEvent) => void; readonly now: Date },
): Promise<ConvertedRows | undefined> {
  const { attempts = 8, signal, onEvent, now } = options
  const { migration, table } = step
  const tryOnce = () =>
    inTransaction(client, async () => {
      await pinTransaction(client, options.lockTimeoutMs)
      if (table) await client.query(`LOCK TABLE raw.${table.name} IN ACCESS EXCLUSIVE MODE`)
      const found = await recognise(client)
      if (found.kind !== 'adopt') throw refusal(found)
      if (!isDeepStrictEqual(shapeOf(found.steps[0]), shapeOf(step))) throw changed()
      return runStep(client, step, { now, ...found })
    })
  const onRetry = (attempt: number, reason: string) =>
    onEvent({ type: 'step.retry', migration, attempt, reason })
  try {
    return await withRetries(tryOnce, { attempts, onRetry, signal })
  } catch (error) {
    const reason = retryReason(error)
    if (reason === undefined) throw asMigrationError(error, migration)
    throw new MigrationError(
      'LOCK_BUSY',
      `${table ? `raw.${table.name}` : migration} is in use and could not be locked in ${attempts} attempt(s): ${reason}. Stop its readers and writers and run adopt again; finished tables stay converted.`,
      { migration, cause: error },
    )
  }
}

/** The size changes while rows are written, and is ignored. */
const shapeOf = (step: AdoptionStep | undefined) => step && { ...step, table: { ...step.table, bytes: 0 } }

function assertSame(plan: AdoptionPlan, found: Recognition): void {
  if (found.kind === 'refused') throw refusal(found)
  if (plan.kind !== 'adopt' || found.kind !== 'adopt' || plan.fingerprint !== fingerprintOf(found))
    throw changed()
}

function changed(): MigrationError {
  return new MigrationError(
    'UNLEDGERED_SCHEMA',
    'The tables of schema raw have changed since the plan was created. Review the new plan and run adopt again.',
  )
}

function refusal(found: Recognition): MigrationError {
  if (found.kind !== 'refused') return changed()
  const { differences } = found
  return new MigrationError(
    'UNLEDGERED_SCHEMA',
    `The database differs from what the hand-run scripts create: ${differences.join('; ')}. No table was converted in part.`,
    { details: differences.join('\n') },
  )
}

function asMigrationError(error: unknown, migration: string): unknown {
  if (error instanceof MigrationError || !(error instanceof pg.DatabaseError)) return error
  return new MigrationError(
    'MIGRATION_FAILED',
    `The adoption of ${migration} failed and was rolled back: ${error.message} (SQLSTATE ${error.code}).`,
    { migration, cause: error },
  )
}

import { isDeepStrictEqual } from 'node:util'
import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate'
import pg from 'pg'
import { MigrationError } from '../errors.ts'
import type { LockHolder } from '../events.ts'
import { retryReason, withRetries } from '../run/retry.ts'
import { acquireRunLock } from '../run/run-lock.ts'
import { inTransaction } from '../run/transaction.ts'
import { type AdoptionPlan, fingerprintOf, pinSession } from './plan-adoption.ts'
import { type AdoptionStep, type Recognition, recognise } from './recognise.ts'
import { type ConvertedRows, runStep } from './run-step.ts'

// An adoption is a row of transactions, one a migration, each of which leaves a database that the next run
// recognises by its ledger and its tables and goes on from. Nothing else remembers how far it came.

export type AdoptionEvent =
  | { readonly type: 'lock.wait'; readonly holder: LockHolder | undefined }
  | { readonly type: 'step.start'; readonly migration: string; readonly action: AdoptionStep['action'] }
  | {
      readonly type: 'step.retry'
      readonly migration: string
      readonly attempt: number
      readonly reason: string
    }
  /** The transaction is committed. `rows` where a table was converted. */
  | {
      readonly type: 'step.done'
      readonly migration: string
      readonly action: AdoptionStep['action']
      readonly rows: ConvertedRows | undefined
      readonly durationMs: number
    }

export interface AdoptOptions {
  /** What the user agreed to; when the tables have changed since, nothing is done. @default whatever is found */
  readonly plan?: AdoptionPlan
  readonly onEvent?: (event: AdoptionEvent) => void
  /** The time that rows without one of their own get. @default the present */
  readonly now?: Date
  /** How long to wait for another migrator, in milliseconds. @default 60_000 */
  readonly lockWaitMs?: number
  /** How long a statement may wait for a lock on a table before it makes way, in milliseconds. @default 2_000 */
  readonly lockTimeoutMs?: number
  /** How often a transaction that had to make way is tried. @default 8 */
  readonly attempts?: number
  readonly signal?: AbortSignal
}

export type AdoptionResult =
  | { readonly kind: 'nothing'; readonly reason: string }
  | {
      readonly kind: 'adopted'
      readonly tables: readonly ConvertedRows[]
      /** The migrations that this run recorded in the ledger. */
      readonly recorded: readonly string[]
      /** The migrations that are left to the ordinary migrator. */
      readonly pending: readonly string[]
    }

/**
 * Brings a database that was made by the hand-run scripts to the current schema, a table at a time. Interrupted
 * anywhere, the next call goes on after the last table that was finished.
 * @param client a direct connection of its own, in no transaction
 * @throws {MigrationError} `UNLEDGERED_SCHEMA` when something is not recognised, with every difference in
 *   `details`; nothing was changed. `LOCK_BUSY`, `MIGRATION_FAILED`, `INVALID_FILES`: the tables finished until
 *   then stay so.
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
    // A lost connection has lost its lock already; why it was lost is being thrown.
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
      await pinSession(client, options.lockTimeoutMs)
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
      `${table ? `raw.${table.name}` : migration} is in use, and could not be locked in ${attempts} attempt(s): ${reason}. Stop what reads and writes it and adopt again: what is done stays done.`,
      { migration, cause: error },
    )
  }
}

/** The size of a table changes while its rows are written, and does not matter. */
const shapeOf = (step: AdoptionStep | undefined) => step && { ...step, table: { ...step.table, bytes: 0 } }

function assertSame(plan: AdoptionPlan, found: Recognition): void {
  if (found.kind === 'refused') throw refusal(found)
  if (plan.kind !== 'adopt' || found.kind !== 'adopt' || plan.fingerprint !== fingerprintOf(found))
    throw changed()
}

function changed(): MigrationError {
  return new MigrationError(
    'UNLEDGERED_SCHEMA',
    'The tables of schema raw have changed since the plan was made. Look at the new plan, and adopt again.',
  )
}

function refusal(found: Recognition): MigrationError {
  const differences = found.kind === 'refused' ? found.differences : []
  return new MigrationError(
    'UNLEDGERED_SCHEMA',
    `The database is not what the hand-run scripts made, so it was left as it is: ${differences.join('; ')}.`,
    { details: differences.join('\n') },
  )
}

function asMigrationError(error: unknown, migration: string): unknown {
  if (error instanceof MigrationError || !(error instanceof pg.DatabaseError)) return error
  return new MigrationError(
    'MIGRATION_FAILED',
    `The adoption of ${migration} failed, and its table is as it was: ${error.message} (SQLSTATE ${error.code}).`,
    { migration, cause: error },
  )
}

import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Follower } from './follower.ts'
import { recordFailure } from './record-failure.ts'
import { takeStep } from './take-step.ts'

/** Pause before the next attempt while a worker takes a step of the same tenant, in milliseconds. */
const BUSY_PAUSE_MS = 100

export interface CatchUpOptions {
  readonly tenantId: string
  readonly signal: AbortSignal
  /** Called when a table was built completely for the first time. @default nothing is reported */
  readonly onBuilt?: (table: string) => void
}

/** What all steps together have done. */
export interface CaughtUp {
  /** The number of changes applied. */
  readonly changes: number
  /** Rows that were compared because of a rebuild. */
  readonly rows: number
  /** Rows that were created, changed or deleted. */
  readonly written: number
  /** The tables that were built completely for the first time. */
  readonly built: readonly string[]
}

/** A newer version of the software has applied other rules. */
class NewerRulesError extends Error {
  override readonly name = 'NewerRulesError'
  readonly code = 'NEWER_RULES'
}

/**
 * Takes steps of a follower for one tenant until there is nothing left to apply or to build.
 * @throws {NewerRulesError} when a newer worker has applied its rules
 * @throws what a step throws; it is recorded
 */
export async function catchUp(
  client: pg.ClientBase,
  follower: Follower,
  { tenantId, signal, onBuilt = () => undefined }: CatchUpOptions,
): Promise<CaughtUp> {
  const built: string[] = []
  const sum = { changes: 0, rows: 0, written: 0, built }
  for (;;) {
    signal.throwIfAborted()
    const now = new Date()
    const step = await takeStep(client, follower, { tenantId, now }).catch(async (error: unknown) => {
      await recordFailure(client, follower, { tenantId, error, now }).catch(() => undefined)
      throw error
    })
    if (step.outcome === 'outdated') {
      throw new NewerRulesError('A newer version has filled the tables of schema lazi. Update this one.')
    }
    if (step.outcome === 'busy') {
      if (!(await exists(client, follower, tenantId))) return sum
      await sleep(BUSY_PAUSE_MS, undefined, { signal })
      continue
    }
    sum.changes += step.changes
    sum.rows += step.rows
    sum.written += step.written
    if (step.completed !== null) {
      built.push(step.completed)
      onBuilt(step.completed)
    }
    if (!step.hasMore) return sum
  }
}

/** False: the tenant was removed. */
async function exists(client: pg.ClientBase, { name }: Follower, tenantId: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM sync.followers WHERE tenant_id = $1 AND name = $2', [
    tenantId,
    name,
  ])
  return rowCount === 1
}

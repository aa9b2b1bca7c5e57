import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Follower } from './follower.ts'
import { recordFailure } from './record-failure.ts'
import { type StepOutcome, takeStep } from './take-step.ts'

/** Pause before the next attempt while a worker takes a step of the same tenant, in milliseconds. */
const BUSY_PAUSE_MS = 100

export interface CatchUpOptions {
  readonly tenantId: string
  readonly signal: AbortSignal
  /** Called after each step. */
  readonly onStep: (step: Extract<StepOutcome, { outcome: 'done' }>) => void
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
  { tenantId, signal, onStep }: CatchUpOptions,
): Promise<void> {
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
      if (!(await exists(client, follower, tenantId))) return
      await sleep(BUSY_PAUSE_MS, undefined, { signal })
      continue
    }
    onStep(step)
    if (!step.hasMore) return
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

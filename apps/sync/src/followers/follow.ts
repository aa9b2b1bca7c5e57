import { errorText } from 'cli-kit'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Alarm } from '../schedule/alarm.ts'
import type { Follower } from './follower.ts'
import { recordFailure } from './record-failure.ts'
import { takeStep } from './take-step.ts'

export interface FollowOptions {
  readonly follower: Follower
  /** Connections of their own, `slots` at most: a first sync that occupies the others must not delay the followers. */
  readonly pool: pg.Pool
  /** The number of tenants whose steps run in parallel. */
  readonly slots: number
  /** Interval in which tenants with something to apply are looked for, in milliseconds. */
  readonly everyMs: number
  /** Rings when there may be something to apply. */
  readonly alarm: Alarm
  /** Called when steps were taken, and no tenant that was found has anything left. */
  readonly onCaughtUp: () => void
  readonly now: () => number
  readonly logger: Logger
  readonly signal: AbortSignal
}

/**
 * Takes steps of a follower for all tenants, until the signal aborts. Any number of processes may do so concurrently.
 * Each tenant takes one step in turn, and tenants are looked for meanwhile, so that a large one does not delay others.
 */
export async function follow(options: FollowOptions): Promise<void> {
  const { follower, pool, slots, everyMs, alarm, now, signal } = options
  const logger = options.logger.child({ follower: follower.name })
  /** The tenants that wait for their turn. */
  const queue: string[] = []
  /** Those in the queue or in a step; true: found again since its step began, so that it takes another one. */
  const known = new Map<string, boolean>()
  const working = new Set<Promise<void>>()
  const work = async () => {
    for (let tenantId = queue.shift(); tenantId !== undefined && !signal.aborted; tenantId = queue.shift()) {
      known.set(tenantId, false)
      const hasMore = await stepOf({ ...options, logger }, tenantId)
      if (hasMore || known.get(tenantId)) queue.push(tenantId)
      else known.delete(tenantId)
    }
  }
  const startWork = () => {
    const started = work().finally(() => {
      working.delete(started)
      if (working.size === 0) options.onCaughtUp()
    })
    working.add(started)
  }
  while (!signal.aborted) {
    const found = await findBehind(pool, follower, new Date(now())).catch((error: unknown) => {
      logger.error({ error: errorText(error) }, 'cannot find what is to be followed')
      return []
    })
    queue.push(...found.filter((tenantId) => !known.has(tenantId)))
    for (const tenantId of found) known.set(tenantId, known.has(tenantId))
    for (let free = Math.min(slots - working.size, queue.length); free > 0; free--) startWork()
    await alarm.wait(everyMs, signal)
  }
  await Promise.all(working)
}

/** Takes a step for a tenant. @returns whether there is more to do immediately */
async function stepOf({ follower, pool, now, logger }: FollowOptions, tenantId: string): Promise<boolean> {
  const at = new Date(now())
  const client = await pool.connect().catch((error: unknown) => {
    logger.error({ error: errorText(error) }, 'cannot connect')
    return null
  })
  if (!client) return false
  let isBroken = false
  try {
    const step = await takeStep(client, follower, { tenantId, now: at })
    if (step.outcome === 'outdated')
      logger.warn({ tenant: tenantId }, 'a newer worker has applied other rules; this one does not follow')
    if (step.outcome !== 'done') return false
    if (step.completed !== null) logger.info({ tenant: tenantId, table: step.completed }, 'built')
    return step.hasMore
  } catch (error) {
    isBroken = true
    logger.error({ tenant: tenantId, error: errorText(error) }, 'a step failed; it is tried again later')
    await recordFailure(pool, follower, { tenantId, error, now: at }).catch(() => undefined)
    return false
  } finally {
    client.release(isBroken)
  }
}

/**
 * The tenants for which there is something to apply or to build, those that waited longest first, and those
 * that other software inserted.
 */
export async function findBehind(
  client: pg.ClientBase | pg.Pool,
  { name, feed, hasDays, version, tables, otherWork }: Follower,
  now: Date,
): Promise<string[]> {
  const { rows } = await client.query<{ tenantId: string }>(
    `SELECT tenant.tenant_id AS "tenantId"
       FROM raw.tenants AS tenant
       LEFT JOIN sync.followers AS follower ON follower.tenant_id = tenant.tenant_id AND follower.name = $1
       LEFT JOIN ${feed}.change_positions AS position ON position.tenant_id = tenant.tenant_id
      CROSS JOIN (SELECT $3::timestamptz AS now, $4::text[] AS tables) AS given
      WHERE follower.tenant_id IS NULL
         OR position.tenant_id IS NOT NULL AND (follower.due_at IS NULL OR follower.due_at <= given.now)
        AND (follower.feed_epoch IS DISTINCT FROM position.epoch OR follower.seq < position.last_seq
             OR follower.version < $2 OR follower.rebuild_table IS NOT NULL OR follower.pending <> '{}'
             OR ${hasDays ? 'follower.time_zone IS DISTINCT FROM tenant.time_zone' : 'false'}
             OR ${otherWork})
      ORDER BY follower.updated_at NULLS FIRST`,
    [name, version, now, tables],
  )
  return rows.map(({ tenantId }) => tenantId)
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { FeedPosition } from 'db-migrations/protocol'
import type { Logger } from 'pino'
import type { TenantAccess } from '../tenant/tenant-access.ts'
import type { Feed } from './feeds.ts'
import { readPosition } from './read-changes.ts'

/** Notifies streams of new changes in the feed. */
export interface FeedWatch {
  /**
   * Waits until a tenant's feed has changes after `position` or another epoch, or `signal` aborts.
   * @returns whether the feed has moved; false: aborted
   */
  readonly waitBeyond: (tenantId: string, position: FeedPosition, signal: AbortSignal) => Promise<boolean>
}

export interface FeedWatchOptions {
  readonly feed: Feed
  readonly tenants: TenantAccess
  readonly logger: Logger
  /** Polling interval of a tenant's feed while a stream waits, in milliseconds. @default 500 */
  readonly pollMs?: number
}

interface Waiter {
  readonly position: FeedPosition
  readonly wake: () => void
}

/**
 * Polls the end of a tenant's feed once for all of its streams, and only while one waits. While PostgreSQL is
 * unavailable the streams wait; nothing is lost, since the feed is a table.
 */
export function createFeedWatch({ feed, tenants, logger, pollMs = 500 }: FeedWatchOptions): FeedWatch {
  const waiters = new Map<string, Set<Waiter>>()

  async function poll(tenantId: string, waiting: Set<Waiter>): Promise<void> {
    while (waiting.size > 0) {
      const last = await tenants
        .read({ tenantId }, (client) => readPosition(client, feed, tenantId))
        .catch((error: unknown) => {
          logger.warn({ err: error }, 'The change feed could not be polled')
          return null
        })
      for (const waiter of [...waiting]) if (last !== null && hasMoved(waiter.position, last)) waiter.wake()
      if (waiting.size > 0) await sleep(pollMs, undefined, { ref: false })
    }
    waiters.delete(tenantId)
  }

  return {
    waitBeyond(tenantId, position, signal) {
      if (signal.aborted) return Promise.resolve(false)
      return new Promise((resolve) => {
        const known = waiters.get(tenantId)
        const waiting = known ?? new Set<Waiter>()
        const end = (hasMore: boolean) => {
          waiting.delete(waiter)
          signal.removeEventListener('abort', stop)
          resolve(hasMore)
        }
        const stop = () => end(false)
        const waiter: Waiter = { position, wake: () => end(true) }
        waiting.add(waiter)
        signal.addEventListener('abort', stop, { once: true })
        if (known) return
        waiters.set(tenantId, waiting)
        void poll(tenantId, waiting)
      })
    },
  }
}

function hasMoved(position: FeedPosition, last: FeedPosition): boolean {
  return last.epoch !== position.epoch || BigInt(last.seq) > BigInt(position.seq)
}

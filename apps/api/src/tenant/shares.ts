/** Who uses connections: a tenant, by its id, or a symbol for work of no tenant. */
export type Holder = string | symbol

export interface SharesOptions {
  /** How many may work at the same time. */
  readonly total: number
  /** How many of one holder may work at the same time. @default total */
  readonly perHolder?: number
  /** How many of one holder may wait. @default 200 */
  readonly maxWaiting?: number
  /** How long one may wait, in milliseconds. @default 5_000 */
  readonly maxWaitMs?: number
}

/** Work that was refused because too much other work is under way; a retry may succeed. */
export class BusyError extends Error {
  override readonly name = 'BusyError'
  readonly code = 'BUSY'
  /** The tenant whose own share is in use; null when the shares of others are. */
  readonly tenantId: string | null

  constructor(tenantId: string | null) {
    super(
      tenantId === null
        ? 'All connections to PostgreSQL are in use'
        : `Tenant ${tenantId} uses its share of the connections to PostgreSQL`,
    )
    this.tenantId = tenantId
  }
}

/** Shares of the connections to PostgreSQL. */
export interface Shares {
  /**
   * Runs `work` as soon as a connection is free and the holder has fewer than its share. Work must not wait for other
   * work of the same shares.
   * @throws {BusyError} when too many of the holder wait, or the wait takes too long
   */
  readonly run: <T>(holder: Holder, work: () => Promise<T>) => Promise<T>
  /** How many wait. */
  readonly waiting: () => number
}

interface Waiter {
  readonly start: () => void
}

/**
 * Divides connections among holders: none has more than its share at a time, and what is free goes to the waiting
 * holders in turn, so a holder with a thousand requests delays another one's first by one request only
 * (docs/decisions.md, 61).
 */
export function createShares(options: SharesOptions): Shares {
  const { total, perHolder = total, maxWaiting = 200, maxWaitMs = 5_000 } = options
  const working = new Map<Holder, number>()
  // The order of the map is the order of the turns.
  const queues = new Map<Holder, Set<Waiter>>()
  let free = total

  const mayWork = (holder: Holder) => free > 0 && (working.get(holder) ?? 0) < perHolder
  const refusal = (holder: Holder) => {
    const isOwn = (working.get(holder) ?? 0) >= perHolder && perHolder < total
    return new BusyError(isOwn && typeof holder === 'string' ? holder : null)
  }
  const begin = (holder: Holder) => {
    free -= 1
    working.set(holder, (working.get(holder) ?? 0) + 1)
  }
  const end = (holder: Holder) => {
    free += 1
    const left = (working.get(holder) ?? 1) - 1
    if (left > 0) working.set(holder, left)
    else working.delete(holder)
    startNext()
  }
  const startNext = () => {
    for (const [holder, queue] of queues) {
      const [waiter] = queue
      if (!waiter || !mayWork(holder)) continue
      leave(holder, waiter)
      if (queue.size > 0) {
        queues.delete(holder)
        queues.set(holder, queue)
      }
      begin(holder)
      waiter.start()
      return
    }
  }
  const leave = (holder: Holder, waiter: Waiter) => {
    const queue = queues.get(holder)
    queue?.delete(waiter)
    if (queue?.size === 0) queues.delete(holder)
  }
  const wait = (holder: Holder) =>
    new Promise<void>((resolve, reject) => {
      const queue = queues.get(holder) ?? new Set()
      if (queue.size >= maxWaiting) return reject(refusal(holder))
      const timeout = setTimeout(() => {
        leave(holder, waiter)
        reject(refusal(holder))
      }, maxWaitMs)
      const waiter: Waiter = {
        start() {
          clearTimeout(timeout)
          resolve()
        },
      }
      queues.set(holder, queue.add(waiter))
    })

  return {
    async run(holder, work) {
      if (mayWork(holder)) begin(holder)
      else await wait(holder)
      try {
        return await work()
      } finally {
        end(holder)
      }
    },
    waiting: () => queues.values().reduce((sum, queue) => sum + queue.size, 0),
  }
}

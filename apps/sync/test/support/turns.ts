import type pg from 'pg'
import { connectStepped, pidOf } from './stepped-client.ts'

interface Worker {
  /** Sends its next statement; undefined while there is none. */
  go: (() => void) | undefined
  isDone: boolean
  /** The pid of its server process. */
  pid: number
}

/**
 * Runs workers concurrently, but only one statement at a time. `turns` selects the worker of each statement: the n-th
 * of those that have one to send; it is repeated when used up. A worker that is blocked by another one's lock waits
 * until the lock is released. This makes every interleaving that PostgreSQL allows possible and reproducible.
 * @param onStep called before each statement is sent
 * @throws the error of the first worker that fails
 */
export async function takeTurns(options: {
  readonly url: string
  readonly pool: pg.Pool
  readonly turns: readonly number[]
  readonly workers: readonly ((client: pg.Client) => Promise<void>)[]
  readonly onStep?: () => Promise<void>
}): Promise<void> {
  const { url, pool, turns, workers, onStep } = options
  const all: Worker[] = []
  let changed = Promise.withResolvers<void>()
  const wake = () => {
    changed.resolve()
    changed = Promise.withResolvers()
  }
  const start = async (work: (client: pg.Client) => Promise<void>) => {
    const worker: Worker = { go: undefined, isDone: false, pid: 0 }
    const before = () =>
      new Promise<void>((resolve) => {
        worker.go = resolve
        wake()
      })
    const client = await connectStepped(url, { before })
    worker.pid = pidOf(client)
    all.push(worker)
    return async () => {
      try {
        await work(client)
      } finally {
        worker.isDone = true
        wake()
        await client.end()
      }
    }
  }
  const started: (() => Promise<void>)[] = []
  for (const work of workers) started.push(await start(work))
  const ended = Promise.all(started.map((run) => run()))
  ended.catch(() => undefined)

  const isBusy = ({ go, isDone }: Worker) => go === undefined && !isDone
  for (let turn = 0; all.some(({ isDone }) => !isDone); ) {
    const woken = changed.promise
    const busy = all.filter(isBusy)
    const blocked = busy.length === 0 ? 0 : await countBlocked(pool, busy)
    if (all.filter(isBusy).length > blocked) {
      // A statement is in flight; a worker that another's commit has just unblocked emits no event, hence the poll.
      await Promise.race([woken, new Promise((resolve) => setImmediate(resolve))])
      continue
    }
    const ready = all.filter(({ go }) => go !== undefined)
    const next = ready[(turns[turn++ % turns.length] ?? 0) % Math.max(1, ready.length)]
    if (!next) continue
    await onStep?.()
    const { go } = next
    next.go = undefined
    go?.()
  }
  await ended
}

/** The number of workers that wait for a lock. */
async function countBlocked(pool: pg.Pool, workers: readonly { readonly pid: number }[]): Promise<number> {
  const { rows } = await pool.query<{ blocked: number }>(
    `SELECT count(*)::integer AS blocked FROM unnest($1::integer[]) AS waiting (pid)
      WHERE cardinality(pg_blocking_pids(pid)) > 0`,
    [workers.map(({ pid }) => pid)],
  )
  return rows[0]?.blocked ?? 0
}

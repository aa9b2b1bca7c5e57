import type pg from 'pg'
import { pino } from 'pino'
import { connect, openPool } from '../../src/database.ts'
import { catchUp } from '../../src/followers/catch-up.ts'
import { follow } from '../../src/followers/follow.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { createAlarm } from '../../src/schedule/alarm.ts'
import { POLL_EVERY_MS } from '../../src/worker/worker.ts'
import { syncNow } from '../common/recorded-feed.ts'
import type { BenchDatabase } from '../common/server.ts'

const TENANT = '1'

/** As in a worker. */
const SLOTS = 2

/** Applies everything that is left for the tenant, on one connection. */
export async function projectAll(client: pg.ClientBase): Promise<void> {
  const { signal } = new AbortController()
  await catchUp(client, recordsFollower, { tenantId: TENANT, signal })
}

/** The same on a connection of its own. */
export async function projectOnce(database: Pick<BenchDatabase, 'url'>): Promise<void> {
  const client = await connect(database.url)
  try {
    await projectAll(client)
  } finally {
    await client.end()
  }
}

/** A projector that runs in this process, as in a worker. */
export interface RunningProjector extends AsyncDisposable {
  /** Says that there may be something to apply, as a worker does after each run. */
  ring(): void
}

export function startProjector({ url }: Pick<BenchDatabase, 'url'>): RunningProjector {
  const stop = new AbortController()
  const alarm = createAlarm()
  let failure: Error | undefined
  const onError = (error: Error) => {
    failure = error
  }
  const pool = openPool(url, { max: SLOTS + 1, onError })
  const ended = follow({
    follower: recordsFollower,
    pool,
    slots: SLOTS,
    everyMs: POLL_EVERY_MS,
    alarm,
    onCaughtUp: () => undefined,
    now: () => syncNow,
    logger: pino({ level: 'error' }, process.stderr),
    signal: stop.signal,
  })
  return {
    ring: alarm.ring,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await ended
      await pool.end()
      if (failure) throw failure
    },
  }
}

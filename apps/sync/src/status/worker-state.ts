import type { WorkerState } from 'db-migrations/protocol'
import type pg from 'pg'

/** The workers together: `raw.worker_state`. */
export interface Workers {
  readonly state: WorkerState
  /** How many are alive. */
  readonly alive: number
  /** When one was last seen; null: never. */
  readonly lastSeenAt: Date | null
}

/** Whether workers are alive, by PostgreSQL's clock. */
export async function readWorkers(client: pg.ClientBase | pg.Pool): Promise<Workers> {
  const { rows } = await client.query<Workers>(
    'SELECT state, alive, last_seen_at AS "lastSeenAt" FROM raw.worker_state',
  )
  return rows[0] ?? { state: 'never', alive: 0, lastSeenAt: null }
}

/** Whether a worker ran before, and none does now: what waits for one stays undone. */
export function isWithoutWorker({ state }: Workers): boolean {
  return state === 'stopped' || state === 'vanished'
}

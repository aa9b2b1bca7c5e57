import type pg from 'pg'
import { instantText } from 'records'
import type { WorkerFigures } from '../http/metrics.ts'
import type { Workers } from './sync-schemas.ts'

/** Whether workers are alive; they serve all tenants. @param client in any transaction of the API */
export async function readWorkers(client: pg.ClientBase): Promise<Workers> {
  const { rows } = await client.query<Workers>(
    `SELECT state, alive, ${instantText('last_seen_at')} AS "lastSeenAt" FROM raw.worker_state`,
  )
  return rows[0] ?? { state: 'never', alive: 0, lastSeenAt: null }
}

/** The workers as figures, by PostgreSQL's clock. @param client in any transaction of the API */
export async function readWorkerFigures(client: pg.ClientBase): Promise<WorkerFigures> {
  const { rows } = await client.query<WorkerFigures>(
    `SELECT alive, CASE WHEN last_seen_at IS NOT NULL THEN greatest(extract(epoch FROM now() - last_seen_at), 0)::float8 END AS "seenSeconds" FROM raw.worker_state`,
  )
  return rows[0] ?? { alive: 0, seenSeconds: null }
}

/** `no worker since …`; null: one is alive, or none has ever run. @param client in any transaction of the API */
export async function describeWorkers(client: pg.ClientBase): Promise<string | null> {
  const { state, lastSeenAt } = await readWorkers(client)
  return isWithoutWorker(state) ? `no worker since ${lastSeenAt}` : null
}

/** Whether a worker ran before, and none does now. */
export function isWithoutWorker(state: Workers['state']): boolean {
  return state === 'stopped' || state === 'vanished'
}

import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { packageVersion } from 'cli-kit/main'
import type pg from 'pg'

// A worker's row in raw.workers:
//
//   (no row) ─ beat ─> seen ─ beat, every workerBeatMs ─> seen ─ end ─> stopped (or, with --once, no row)
//                        └─ killed or frozen: seen_at stays, and three beats later the worker does not count as alive
//
// raw.worker_state decides by PostgreSQL's clock who is alive.

/** A worker's row of `raw.workers`. */
export interface Presence {
  /** Writes that the worker is alive. Inserts the row again if someone has removed it. */
  readonly beat: () => Promise<void>
  /** Writes that the worker was stopped. */
  readonly end: () => Promise<void>
}

/**
 * Creates the presence of this process; `beat` inserts its row.
 * @param pool connections that no page and no task occupies
 * @param options.once whether the worker exits once nothing is due
 */
export function createPresence(pool: pg.Pool, { once }: { readonly once: boolean }): Presence {
  const workerId = randomUUID()
  const values = [workerId, hostname(), process.pid, packageVersion(import.meta.url), once]
  return {
    async beat() {
      await pool.query(beat, values)
    },
    async end() {
      await pool.query(once ? remove : stop, [workerId])
    },
  }
}

const beat = `
INSERT INTO raw.workers (worker_id, host, process_id, version, runs_once, started_at, seen_at)
VALUES ($1, $2, $3, $4, $5, now(), now())
    ON CONFLICT (worker_id) DO UPDATE SET seen_at = excluded.seen_at`

const remove = 'DELETE FROM raw.workers WHERE worker_id = $1'

// Rows of workers that were stopped before tell nothing more.
const stop = `
WITH earlier AS (DELETE FROM raw.workers WHERE stopped_at IS NOT NULL AND worker_id <> $1)
UPDATE raw.workers SET stopped_at = now() WHERE worker_id = $1`

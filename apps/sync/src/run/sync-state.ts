import type pg from 'pg'
import { inTransaction } from '../page/transaction.ts'

export type RunKind = 'full' | 'incremental'

export interface Run {
  readonly runId: string
  readonly kind: RunKind
  /** Where the feed goes on; null: at its beginning. */
  readonly cursor: string | null
}

interface Place {
  readonly tenantId: string
  readonly tableName: string
}

/**
 * Opens a run: a full sync until one has ended whole, an incremental one from then on. A run that its process
 * did not live to close is closed here, as interrupted. Call it with the table locked.
 */
export async function beginRun(
  client: pg.ClientBase,
  { tenantId, tableName }: Place,
  now: Date,
): Promise<Run> {
  return inTransaction(client, async () => {
    await client.query(
      `UPDATE raw.sync_runs SET status = 'interrupted', finished_at = $3, error = 'The process ended without a word.'
        WHERE tenant_id = $1 AND table_name = $2 AND status = 'running'`,
      [tenantId, tableName, now],
    )
    const { rows: states } = await client.query<{
      cursor: string | null
      full_sync_cursor: string | null
      last_full_sync: Date | null
    }>(
      `INSERT INTO raw.sync_state AS state (tenant_id, table_name, status, created_at, updated_at)
       VALUES ($1, $2, 'running', $3, $3)
       ON CONFLICT (tenant_id, table_name) DO UPDATE SET status = 'running', updated_at = excluded.updated_at
       RETURNING cursor, full_sync_cursor, last_full_sync`,
      [tenantId, tableName, now],
    )
    const state = states[0]
    const kind = state?.last_full_sync ? 'incremental' : 'full'
    const { rows: runs } = await client.query<{ run_id: string }>(
      `INSERT INTO raw.sync_runs (tenant_id, table_name, kind, started_at) VALUES ($1, $2, $3, $4) RETURNING run_id`,
      [tenantId, tableName, kind, now],
    )
    return {
      runId: runs[0]?.run_id as string,
      kind,
      cursor: (kind === 'full' ? state?.full_sync_cursor : state?.cursor) ?? null,
    }
  })
}

/** Closes a run that reached the end of the feed. `dataAsOf`: all that changed before it is in the table. */
export async function finishRun(
  client: pg.ClientBase,
  place: Place,
  run: Run,
  { now, dataAsOf }: { now: Date; dataAsOf: Date },
): Promise<void> {
  const moved =
    run.kind === 'full'
      ? 'last_full_sync = $3, cursor = full_sync_cursor, full_sync_cursor = NULL'
      : 'last_incremental_sync = $3'
  await closeRun(client, place, run, { status: 'succeeded', error: null, now }, async () => {
    await client.query(
      `UPDATE raw.sync_state SET status = 'idle', ${moved}, data_as_of = greatest(data_as_of, $4),
              last_error = NULL, last_error_at = NULL, consecutive_failures = 0, updated_at = $3
        WHERE tenant_id = $1 AND table_name = $2`,
      [place.tenantId, place.tableName, now, dataAsOf],
    )
  })
}

/** Closes a run that failed: the cursor stays, and the state says what happened and when. */
export async function failRun(
  client: pg.ClientBase,
  place: Place,
  run: Run,
  { now, error }: { now: Date; error: string },
): Promise<void> {
  await closeRun(client, place, run, { status: 'failed', error, now }, async () => {
    await client.query(
      `UPDATE raw.sync_state SET status = 'failed', last_error = $3, last_error_at = $4,
              consecutive_failures = consecutive_failures + 1, updated_at = $4
        WHERE tenant_id = $1 AND table_name = $2`,
      [place.tenantId, place.tableName, error, now],
    )
  })
}

/** Closes a run that was asked to stop: no failure, and the next one goes on from its last page. */
export async function interruptRun(client: pg.ClientBase, place: Place, run: Run, now: Date): Promise<void> {
  await closeRun(
    client,
    place,
    run,
    { status: 'interrupted', error: 'Stopped on request.', now },
    async () => {
      await client.query(
        `UPDATE raw.sync_state SET status = 'idle', updated_at = $3 WHERE tenant_id = $1 AND table_name = $2`,
        [place.tenantId, place.tableName, now],
      )
    },
  )
}

async function closeRun(
  client: pg.ClientBase,
  { tenantId }: Place,
  { runId }: Run,
  end: { status: string; error: string | null; now: Date },
  updateState: () => Promise<void>,
): Promise<void> {
  await inTransaction(client, async () => {
    await updateState()
    await client.query(
      `UPDATE raw.sync_runs SET status = $3, error = $4, finished_at = $5 WHERE tenant_id = $1 AND run_id = $2`,
      [tenantId, runId, end.status, end.error, end.now],
    )
  })
}

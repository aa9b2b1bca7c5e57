/**
 * SQL condition for a table that was never synced: its row of `raw.sync_state` was inserted by a claim only, or is
 * missing in an outer join.
 * @param state the alias of `raw.sync_state`
 * @example
 * ```ts
 * await pool.query(`SELECT table_name FROM raw.sync_state AS state WHERE ${wasNeverSynced('state')}`)
 * ```
 */
export const wasNeverSynced = (state: string) =>
  `(coalesce(${state}.status, 'idle') = 'idle' AND coalesce(${state}.records_synced, 0) = 0 AND num_nonnulls(${state}.last_full_sync, ${state}.full_sync_started_at,
     ${state}.last_incremental_sync, ${state}.data_as_of) = 0)`

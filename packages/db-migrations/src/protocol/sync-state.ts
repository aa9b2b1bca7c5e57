/**
 * SQL that is true for a row of `raw.sync_state` whose table was never synced: a worker that claims it makes the row, or
 * there is none in an outer join.
 * @param state the row's name in the statement
 */
export const wasNeverSynced = (state: string) =>
  `(coalesce(${state}.status, 'idle') = 'idle' AND coalesce(${state}.records_synced, 0) = 0 AND num_nonnulls(${state}.last_full_sync, ${state}.full_sync_started_at,
     ${state}.last_incremental_sync, ${state}.data_as_of) = 0)`

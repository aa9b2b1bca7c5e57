/** Channels of NOTIFY. A notice has no content: what is asked for stands in a table, and is found by polling too. */
export const channels = {
  /** A row was inserted into `raw.sync_requests`. */
  syncRequests: 'lazi_sync',
} as const

/** Channels of NOTIFY. Notifications have no payload: requests are rows of a table, which are also found by polling. */
export const channels = {
  /** A row was inserted into `raw.sync_requests`. */
  syncRequests: 'lazi_sync',
  /** A row of `sync.outbox` is to be sent. */
  pushes: 'lazi_push',
} as const

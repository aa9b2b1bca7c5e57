/** The interval of a change stream's heartbeats, in milliseconds. Clients take twice the time as a broken connection. */
export const heartbeatMs = 15_000

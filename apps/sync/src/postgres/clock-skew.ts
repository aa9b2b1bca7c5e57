/**
 * SQL of the latest time that another clock may show: it is PostgreSQL's plus a minute, a difference that is no fault. A
 * transaction also begins some milliseconds before it writes a time of this machine.
 */
export const latestTime = `(now() + interval '1 minute')`

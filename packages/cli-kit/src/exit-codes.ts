/**
 * The meaning of a command's exit code; `docs/operating.md` has the same table.
 * @example
 * return pending.length > 0 ? exitCode.pending : exitCode.done
 */
export const exitCode = {
  done: 0,
  error: 1,
  /** Usage or configuration. */
  usage: 2,
  /** `postgres status`: the server does not run. */
  notRunning: 3,
  /** `db-migrations`: the database or a generated file differs from the migrations. */
  drift: 3,
  /** `db-migrations status`: migrations are pending. */
  pending: 4,
  /** Another process is doing the same work. */
  busy: 5,
  /** `db-migrations check`: the lint has findings; `sync audit verify`: the log was changed. */
  findings: 6,
} as const

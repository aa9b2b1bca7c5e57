import type { Direction } from './migration-files.ts'

/** A session that blocks another. */
export interface Blocker {
  readonly pid: number
  readonly application: string
  /** As in pg_stat_activity, such as `idle in transaction`. */
  readonly state: string | null
  /** Its current or last query; at most 200 characters. */
  readonly query: string
  /** When its transaction began. */
  readonly since: Date | null
}

/** The sessions that block a statement, and those that wait behind it. */
export interface Blockage {
  /** The table to lock; undefined for other waits. */
  readonly relation: string | undefined
  readonly blockers: readonly Blocker[]
  /** Number of sessions that wait behind the statement. */
  readonly queuedSessions: number
}

/** The session that holds the migrators' advisory lock. */
export interface LockHolder {
  readonly pid: number
  readonly application: string
  /** When it connected. */
  readonly since: Date | null
  /** Its current query; at most 200 characters. */
  readonly query: string
}

export type MigrationEvent =
  | { readonly type: 'lock.wait'; readonly holder: LockHolder | undefined }
  /** Roles of applied migrations that the server did not have. */
  | { readonly type: 'roles.created'; readonly roles: readonly string[] }
  | { readonly type: 'migration.start'; readonly name: string; readonly direction: Direction }
  /** Resumes an unfinished migration after its completed statements. */
  | {
      readonly type: 'migration.resume'
      readonly name: string
      readonly direction: Direction
      readonly done: number
      readonly total: number
    }
  /** A statement (counted from 1) is blocked; reported once per statement and attempt. */
  | ({ readonly type: 'migration.blocked'; readonly name: string; readonly statement: number } & Blockage)
  | {
      readonly type: 'migration.retry'
      readonly name: string
      readonly attempt: number
      readonly reason: string
    }
  /** Progress of a concurrent index build, by this migrator or by a session that outlived its own. */
  | {
      readonly type: 'index.progress'
      readonly name: string
      readonly index: string
      readonly pid: number
      /** As in pg_stat_progress_create_index. */
      readonly phase: string
      readonly percent: number | undefined
    }
  /** An index left by an interrupted run: `kept` if valid and as defined, or `dropped` and rebuilt. */
  | {
      readonly type: 'index.recovered'
      readonly name: string
      readonly index: string
      readonly how: 'kept' | 'dropped'
    }
  | {
      readonly type: 'migration.done'
      readonly name: string
      readonly direction: Direction
      readonly durationMs: number
    }

export type OnMigrationEvent = (event: MigrationEvent) => void

import type { Domain, FollowerName } from 'db-migrations/protocol'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'

/** A change feed: of the cache, or of LAZI's records. */
export type FeedName = 'raw' | 'lazi'

/** A change of the followed feed. */
export type FeedChange = CamelRow<'raw.changes', 'seq' | 'op'> & {
  /** The changed table, as the feed names it. */
  readonly tableName: string
  /** The changed row: ServiceTitan's id in the cache's feed, LAZI's id in that of the records; null for a snapshot. */
  readonly id: string | null
  readonly changedPaths: readonly string[]
}

/** A step of a follower: one transaction for one tenant. */
export interface StepContext {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly now: Date
  /** The position in the feed up to which the step applies changes. */
  readonly seq: string
  /** The tables that follow the feed: only their changes are emitted. */
  readonly ready: ReadonlySet<string>
  /** Whether changes before `seq` were lost, as they were removed or belong to another feed. All is rebuilt then. */
  readonly isBehind: boolean
  /** The tenant's time zone. */
  readonly timeZone: string
  /** The domains that LAZI owns. */
  readonly ownedDomains: ReadonlySet<Domain>
  /** The domains whose records both sides change. */
  readonly hybridDomains: ReadonlySet<Domain>
}

/** A part of a table that was rebuilt. */
export interface RebuiltPart {
  /** The last id of the part, after which the rebuild continues; null: the table is complete. */
  readonly after: string | null
  readonly rows: number
}

/**
 * What is computed from a change feed. It is built table by table, and follows the changes of its tables since.
 * Everything that it writes commits together with the position.
 */
export interface Follower {
  /** In `sync.followers.name`. */
  readonly name: FollowerName
  readonly feed: FeedName
  /** Whether it computes days: then every table is rebuilt when the tenant's time zone changes. */
  readonly hasDays: boolean
  /** The version of its rules. It rises with each change of them; then every table is rebuilt. */
  readonly version: number
  /** Its tables, parents first. */
  readonly tables: readonly string[]
  /** The tables that a changed table of the feed concerns. */
  readonly tablesOf: (tableName: string) => readonly string[]
  /**
   * SQL that is true for a tenant with work that is no change of the feed. `follower` is the row of `sync.followers`;
   * `given.now` is the time, `given.tables` are the names of its tables.
   */
  readonly otherWork: string
  /** Begins a step. */
  readonly openStep: (context: StepContext) => FollowerStep
}

/** The work of one step. */
export interface FollowerStep {
  /** Applies changes of the feed to the tables in `following`. */
  readonly apply: (changes: readonly FeedChange[], following: ReadonlySet<string>) => Promise<void>
  /** Of the tables that were never built, those that can be built now. @param built its tables that are */
  readonly findBuildable: (built: readonly string[]) => Promise<readonly string[]>
  /** Rebuilds the next part of a table. */
  readonly rebuild: (table: string, after: string | null) => Promise<RebuiltPart>
  /**
   * Emits what the step has written; called last in its transaction.
   * @param completed the table that this step has built completely for the first time
   * @returns whether it left work for the next step, and how many rows it has written
   */
  readonly finish: (
    completed: string | null,
  ) => Promise<{ readonly hasMore: boolean; readonly written: number }>
}

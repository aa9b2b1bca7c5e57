/** How a change of a record leads to the rows of a fact that it concerns. */
export interface Dependency {
  /** The table or view of schema `lazi` whose changes concern the fact. */
  readonly on: string
  /**
   * SQL of the ids of the rows concerned: those whose records refer to the changed ones now. `$1` is the tenant,
   * `$2::uuid[]` the changed records. @default the records themselves
   */
  readonly keys?: string
  /** The columns whose update concerns the fact. @default every column */
  readonly paths?: readonly string[]
  /** Whether one record concerns any number of rows, so that they are computed in steps of their own. @default false */
  readonly isFanOut?: boolean
}

/** A fact whose stored rows another one is computed from. */
export interface FactPart {
  readonly fact: string
  /** Its column with the key of the other's row. */
  readonly by: string
}

/** A table of schema `analytics`: one row per record, or several, computed from schema `lazi`. */
export interface Fact {
  /** Name in schema `analytics`. */
  readonly name: string
  /** The column with the id of the record that a row is about. */
  readonly key: string
  /** The columns that differ between the rows of one record. @default one row per record */
  readonly parts?: readonly string[]
  /** Its other columns, without the tenant. */
  readonly columns: readonly string[]
  /**
   * The column with the day of a row: that of most of its metrics. An export has a file for each day. @default no row has
   * one
   */
  readonly day?: string
  /** The tables and views of schema `lazi` that must be complete before it is. */
  readonly needs: readonly string[]
  /**
   * SQL of the rows as they should be, with `key` and `columns`. `$1` is the tenant, `$2::uuid[]` the ids of the rows,
   * `$3::text` the time zone of the days.
   */
  readonly source: string
  /** SQL of the next ids of records, in order, as `id`. `$1` is the tenant, `$2::uuid` the id before them. */
  readonly nextIds: (limit: number) => string
  readonly dependencies: readonly Dependency[]
  /**
   * The facts that its source reads in place of their records: so a row has what the facts have, whatever the records
   * are by now, and each change of a part leads to the rows that it belonged to and belongs to. @default none
   */
  readonly madeOf?: readonly FactPart[]
}

/** The member of a dimension that stands for "none". */
export const none = '00000000-0000-0000-0000-000000000000'

/** SQL of an id, with {@link none} in place of NULL. */
export const orNone = (sql: string): string => `coalesce(${sql}, '${none}')`

/** SQL of the ids in ServiceTitan of the records `$2`. */
export const stIds = 'ARRAY(SELECT lazi.st_id_of(id) FROM unnest($2::uuid[]) AS given (id))'

/** `nextIds` of a fact about the rows of a view over the cache, which has an index by ServiceTitan's ids only. */
export const nextCached =
  (view: string) =>
  (limit: number): string =>
    `SELECT lazi.projected_id($1, '${view}', st_id) AS id FROM raw.st_${view}
          WHERE tenant_id = $1 AND st_id > lazi.st_id_of($2::uuid) ORDER BY st_id LIMIT ${limit}`

/** `nextIds` of a fact about the records of a table. */
export const nextRecords =
  (table: string) =>
  (limit: number): string =>
    `SELECT id FROM lazi.${table} WHERE tenant_id = $1 AND id > $2::uuid ORDER BY id LIMIT ${limit}`

/** SQL that is true for a row that makes a fact. */
export const isLive = (row: string): string => `${row}.active AND ${row}.deleted_at IS NULL`

/** SQL of the day of an instant, in the time zone `$3`. */
export const dayOf = (sql: string): string => `((${sql}) AT TIME ZONE $3::text)::date`

/** SQL of the instant at which a day begins, in the time zone `$3`. */
export const midnight = (day: string): string => `(${day}::timestamp AT TIME ZONE $3::text)`

/**
 * SQL of the day that a date-only value of ServiceTitan means, which it sends as midnight UTC. Any other time of day is
 * an instant, whose day depends on the time zone.
 */
export const dateOf = (sql: string): string =>
  `CASE WHEN ((${sql}) AT TIME ZONE 'UTC')::time = '00:00' THEN ((${sql}) AT TIME ZONE 'UTC')::date ELSE ${dayOf(sql)} END`

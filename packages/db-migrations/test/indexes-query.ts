/** A query that an index serves. `$1` is the tenant. */
export interface IndexQuery {
  /** The question, exactly as in the COMMENT of the index. */
  readonly question: string
  readonly sql: string
  readonly values: readonly unknown[]
  /** Whether an index-only scan is expected. @default false */
  readonly indexOnly?: boolean
  /** Whether it reads all rows of the tenant, and the index provides the order. @default false */
  readonly wholeTenant?: boolean
  /** Whether the table has no tenants, so that no index of it leads with one. @default false */
  readonly ofNoTenant?: boolean
  /**
   * Set where `lazi_reader` cannot use the index: the operator or function is not leakproof, so PostgreSQL
   * applies it after row-level security. @default false
   */
  readonly notForReader?: boolean
  /**
   * Set where the planner must know the value to use the index, such as the prefix of `^@`, so that a generic plan
   * cannot. @default false
   */
  readonly notPrepared?: boolean
}

export const live = 'active AND deleted_at IS NULL'
export const day = ['2026-03-10T05:00Z', '2026-03-11T05:00Z']
export const week = ['2026-03-08T06:00Z', '2026-03-15T05:00Z']
export const month = ['2026-03-01T06:00Z', '2026-04-01T05:00Z']

/** The queries of the shared indexes of a cache table. @param qualified such as `raw.st_jobs` */
export function sharedQueries(qualified: string): Readonly<Record<string, readonly IndexQuery[]>> {
  const table = qualified.replace('raw.', '')
  return {
    [`${table}_pkey`]: [
      {
        question: 'a record by its id',
        sql: `SELECT full_data FROM raw.${table} WHERE tenant_id = $1 AND st_id = $2`,
        values: [7, 6],
      },
      {
        question: 'is this record unchanged?',
        sql: `SELECT content_hash FROM raw.${table} WHERE tenant_id = $1 AND st_id = $2`,
        values: [7, 6],
        indexOnly: true,
      },
    ],
    [`${table}_modified_idx`]: [
      {
        question: 'records changed since a moment, in order, page by page',
        sql: `SELECT full_data FROM raw.${table} WHERE tenant_id = $1 AND (modified_on, st_id) > ($2, $3)
               ORDER BY modified_on, st_id LIMIT 100`,
        values: [7, month[0], 6],
      },
    ],
    [`${table}_full_data_idx`]: [
      {
        question: 'records whose full_data contains a JSON fragment (@>)',
        sql: `SELECT st_id FROM raw.${table} WHERE tenant_id = $1 AND full_data @> $2`,
        values: [7, '{"technicianAssignments": [{"technicianId": 42}]}'],
        notForReader: true,
      },
    ],
  }
}

/** The n-th id of a record, as tests fill them. */
export const idOf = (n: number): string => `00000000-0000-8000-8000-${n.toString(16).padStart(12, '0')}`

/** The queries of the shared indexes of a table of records. @param table such as `lazi.jobs` */
export function recordQueries(table: string): Readonly<Record<string, readonly IndexQuery[]>> {
  return {
    [`${table}_pkey`]: [
      {
        question: 'a record by its id',
        sql: `SELECT version FROM ${table} WHERE tenant_id = $1 AND id = $2`,
        values: [7, idOf(6)],
      },
    ],
    [`${table}_st_id_idx`]: [
      {
        question: "a record by ServiceTitan's id",
        sql: `SELECT id, version FROM ${table} WHERE tenant_id = $1 AND st_id = $2`,
        values: [7, 6],
      },
    ],
  }
}

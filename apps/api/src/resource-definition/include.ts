// What belongs to a row is found by ranges of one index each, in the order that only this index has: then no other looks
// as good to a planner that knows nothing of the tenant (docs/decisions.md, 9).

/** Rows that come along at most, where there may be many. */
const manyLimit = 200

/** The row of another resource whose id some SQL is; usually that is a column of this row. */
export function one<const Name extends string>(resource: Name, id: string) {
  return { resource, many: false, keys: `ARRAY[${id}]`, column: 'st_id', limit: 1 } as const
}

interface ManyOptions {
  /** SQL of an array of what they have in the column. @default this row's id alone */
  readonly keys?: string
  /** Field that they come in the order of; greatest first with a minus. @default the id */
  readonly orderBy?: string
}

/** The rows of another resource that have this one's id, or one of some keys, in a column. */
export function many<const Name extends string>(
  resource: Name,
  column: string,
  { keys = 'ARRAY[t.st_id]', ...options }: ManyOptions = {},
) {
  return { resource, many: true, keys, column, limit: manyLimit, ...options } as const
}

/** SQL that is true where a column is a value, as a range. */
export function isAt(column: string, value: string): string {
  return `${column} BETWEEN ${value} AND ${value}`
}

/**
 * SQL of an array of a column of the live assignments that have this row's id in another column, the greatest by
 * `newestBy` first.
 */
export function assigned(wanted: string, column: string, newestBy = 'st_id', limit = manyLimit): string {
  return `ARRAY(SELECT a.${wanted} FROM raw.st_appointment_assignments AS a
           WHERE a.tenant_id = $1 AND ${isAt(`a.${column}`, 't.st_id')} AND a.active AND a.deleted_at IS NULL
           ORDER BY a.${column} DESC, a.${newestBy} DESC LIMIT ${limit})`
}

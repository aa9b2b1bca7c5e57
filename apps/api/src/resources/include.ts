// The kinds of relations between rows. Each is a range of an index, in the order that only this index has: then no other
// looks as good to a planner that knows nothing of a tenant (docs/decisions.md, 9).

/** Rows that come along at most, where there may be many. */
const manyLimit = 200

/** The row whose id is in a field of this one. */
export function one<const Name extends string>(resource: Name, column: string) {
  return { resource, many: false, where: isAt('i.st_id', `t.${column}`), limit: 1 } as const
}

/** The rows that have this one's id in a column. */
export function many<const Name extends string>(
  resource: Name,
  column: string,
  options: { readonly orderBy?: string } = {},
) {
  return {
    resource,
    many: true,
    where: isAt(`i.${column}`, 't.st_id'),
    limit: manyLimit,
    ...options,
  } as const
}

/** The rows for which some SQL is true. */
export function manyWhere<const Name extends string>(
  resource: Name,
  where: string,
  options: { readonly orderBy?: string; readonly limit?: number } = {},
) {
  return { resource, many: true, where, limit: manyLimit, ...options } as const
}

/** SQL that is true where a column is a value, as a range. */
export function isAt(column: string, value: string): string {
  return `${column} BETWEEN ${value} AND ${value}`
}

/** SQL of the live assignments of which a column is this row's id: a column of each. */
export function assigned(wanted: string, column: string): string {
  return `SELECT a.${wanted} FROM raw.st_appointment_assignments AS a
           WHERE a.tenant_id = $1 AND ${isAt(`a.${column}`, 't.st_id')} AND a.active AND a.deleted_at IS NULL`
}

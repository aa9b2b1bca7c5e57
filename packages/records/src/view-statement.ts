import { cached, joinOf, type Reference } from './field-sql.ts'
import { cachedRows, missingSql } from './project-statement.ts'
import type { View } from './table.ts'

/** What is known of rows of a view, from the single row that its statement returns. */
export interface Viewed {
  /** The references to records that do not exist, as JSON text, as in `Projected`. */
  readonly missing: string
}

/**
 * The statement that finds which references of a view's rows have no record yet. `$1` is the tenant, `$2` the ids
 * there.
 */
export function viewStatement({ resource, references }: View): string {
  const entries = Object.entries(references)
  const list: Reference[] = entries.map(([field, { of, column }]) => ({
    field,
    of,
    isMany: false,
    needed: `${cached}.${column}`,
  }))
  return `
WITH viewed AS MATERIALIZED (
  SELECT ${cached}.st_id${list.map(({ field, needed }) => `, ${field}_record.id AS ${field}, ${needed} AS ${field}_needed`).join('')}
    FROM ${cachedRows({ resource })}${list
      .map(({ field, of, needed }) => joinOf(`${field}_record`, of, needed))
      .join('')}
)
SELECT ${missingSql('viewed', list)} AS missing`
}

import type { MigrationBuilder } from 'node-pg-migrate'

/** Name, SQL and comment of each column; `cached` is the row of the cache table. */
export type ViewColumns = readonly (readonly [name: string, sql: string, comment: string])[]

/** A view of schema `lazi` over the cache table of the same name, with the ids of LAZI's records. */
export interface CacheView {
  readonly name: string
  readonly comment: string
  /** Its own columns, between those that every view has. */
  readonly columns: ViewColumns
}

/**
 * SQL of the id of the record to which a column of the cache table refers. By the index of ServiceTitan's ids,
 * whatever the planner knows of a tenant (docs/decisions.md, 9).
 */
export const recordOf = (table: string, column: string): string =>
  `(SELECT known.id FROM lazi.${table} AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.${column} AND cached.${column}
         ORDER BY known.st_id LIMIT 1)`

/** SQL of the id of the row of another view to which a column of the cache table refers. */
export const idOf = (view: string, column: string): string =>
  `lazi.projected_id(cached.tenant_id, '${view}', cached.${column})`

const leading: ViewColumns = [
  ['tenant_id', 'cached.tenant_id', 'The tenant: one ServiceTitan account.'],
  ['st_id', 'cached.st_id', "ServiceTitan's id."],
  ['source', `'servicetitan'::text`, 'Where the record was created: servicetitan.'],
  ['active', 'cached.active', 'False for deactivated records, which stay.'],
]
const trailing: ViewColumns = [
  ['created_at', 'cached.created_on', 'When ServiceTitan created the record.'],
  ['updated_at', 'cached.updated_at', 'When the cached row last changed.'],
  ['st_modified_on', 'cached.modified_on', 'When ServiceTitan last changed the record (API: modifiedOn).'],
  ['deleted_at', 'cached.deleted_at', 'When the record was found deleted; NULL while it exists.'],
]

/**
 * Creates `lazi.<name>`, which reads with the rights of who asks. With a second relation every version of PostgreSQL
 * prints the definition alike: with the aliases.
 */
export function createCacheView(pgm: MigrationBuilder, { name, comment, columns }: CacheView): void {
  const id = ['id', 'computed.id', "LAZI's id, computed from ServiceTitan's."] as const
  const all = [...leading.slice(0, 1), id, ...leading.slice(1), ...columns, ...trailing]
  pgm.sql(`
CREATE VIEW lazi.${name} WITH (security_invoker = true) AS
SELECT ${all.map(([column, sql]) => `${sql} AS ${column}`).join(',\n       ')}
  FROM raw.st_${name} AS cached CROSS JOIN LATERAL (SELECT ${idOf(name, 'st_id')} AS id) AS computed`)
  pgm.sql(`COMMENT ON VIEW lazi.${name} IS '${comment.replaceAll("'", "''")}'`)
  for (const [column, , about] of all) {
    pgm.sql(`COMMENT ON COLUMN lazi.${name}.${column} IS '${about.replaceAll("'", "''")}'`)
  }
  pgm.sql(`ALTER VIEW lazi.${name} OWNER TO lazi_migrator`)
  pgm.sql(`GRANT SELECT ON lazi.${name} TO lazi_sync, lazi_reader`)
}

import { dimensions, type Fact, facts } from 'analytics'

/** A table that is exported: a fact, by day, or the members of a dimension with their names. */
export interface ExportedTable {
  readonly name: string
  readonly kind: 'dimension' | 'fact'
  /** The follower that fills it. */
  readonly follower: 'analytics' | 'records'
  /**
   * SQL of a tenant's rows in order. The first column is the day of the row, which names the file. `$1` is the tenant; of a
   * fact, `$2` is the first day and `$3` the day after the last one, null: of every day.
   */
  readonly rows: string
}

/** The facts, and what names their ids. */
export const exportedTables: readonly ExportedTable[] = [
  ...dimensions.map(({ table }) => dimensionOf(table)),
  ...facts.map(factOf),
]

function dimensionOf(name: string): ExportedTable {
  return {
    name,
    kind: 'dimension',
    follower: 'records',
    rows: `SELECT NULL AS exported_day, tenant_id, id, st_id, name, active, deleted_at FROM lazi.${name}
            WHERE tenant_id = $1 ORDER BY id`,
  }
}

function factOf({ name, key, parts = [], columns, day }: Fact): ExportedTable {
  const keys = [key, ...parts]
  const isInPeriod =
    day === undefined
      ? '$2::date IS NULL AND $3::date IS NULL'
      : `($2::date IS NULL OR ${day} >= $2) AND ($3::date IS NULL OR ${day} < $3)`
  return {
    name,
    kind: 'fact',
    follower: 'analytics',
    rows: `SELECT ${day ?? 'NULL'} AS exported_day, ${['tenant_id', ...keys, ...columns].join(', ')}
             FROM analytics.${name} WHERE tenant_id = $1 AND ${isInPeriod}
            ORDER BY ${[...(day === undefined ? [] : [day]), ...keys.filter((column) => column !== day)].join(', ')}`,
  }
}

/**
 * The path of a file. Its folders are named as Hive names partitions, so that readers can skip files of other tenants and
 * days. The columns of a file are complete without them.
 */
export function pathOf({ kind, name }: ExportedTable, tenantId: string, day: string | null): string {
  const partition = `${kind}=${name}/tenant_id=${tenantId}`
  return kind === 'dimension'
    ? `${partition}/rows.parquet`
    : `${partition}/day=${day ?? '__HIVE_DEFAULT_PARTITION__'}/rows.parquet`
}

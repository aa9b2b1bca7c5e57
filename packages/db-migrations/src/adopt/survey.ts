import type pg from 'pg'
import { classified, convertTable, isRebuilt, reasons, type Source, typed, values } from './conversion.ts'
import { classifiedStates, convertSyncState, stateReasons } from './convert-sync-state.ts'
import { type ExtraColumn, hasValue, sortColumns } from './extra-columns.ts'
import type { FoundTable } from './inspect.ts'
import { type AdoptedTable, adoptedTables } from './old-tables.ts'
import { oldValue } from './old-value.ts'

/** A count with a few keys as `tenant/id`; never values, which may be personal data. */
export interface CountedRows {
  readonly rows: number
  readonly examples: readonly string[]
}

export interface TableSurvey {
  readonly rows: number
  /** Rows to quarantine, by reason. */
  readonly quarantined: readonly (CountedRows & { readonly reason: string })[]
  /** Converted rows whose full_data, no JSON object, is moved to quarantine. */
  readonly setAside: number
  /** Rows whose full_data is missing or has no id and is built from their columns; includes setAside. */
  readonly rebuilt: number
  /** Rows whose full_data.id differs from st_id; kept unchanged. */
  readonly otherId: CountedRows
  /** Columns with values that become NULL: unreadable, or different in full_data. */
  readonly unreadable: readonly (CountedRows & { readonly column: string })[]
  /** Columns without a place in the schema, with the number of values to keep in raw.adopted_columns. */
  readonly kept: readonly (ExtraColumn & { readonly values: number })[]
}

/** How a table is surveyed and converted. */
export interface Conversion {
  /** The statement that fills the new table; `$1` is the time. */
  readonly convert: (source: Source) => string
  readonly survey: (client: pg.ClientBase, source: Source) => Promise<TableSurvey>
}

/** The conversion of a table: of a cache table, or of sync_state. */
export function conversionOf(name: string): Conversion {
  const table = adoptedTables.find((adopted) => adopted.name === name)
  return table
    ? {
        convert: (source) => convertTable(table, source),
        survey: (client, source) => surveyTable(client, table, source),
      }
    : { convert: convertSyncState, survey: surveyStates }
}

export function sourceOf(table: FoundTable, schema = 'raw'): Source {
  const { types, extra } = sortColumns(table)
  return { from: `${schema}.${table.name}`, types: new Map(Object.entries(types)), extra }
}

async function surveyTable(client: pg.ClientBase, table: AdoptedTable, source: Source): Promise<TableSurvey> {
  const kept = 'j.reason IS NULL'
  const key = `j.tenant || '/' || j.st`
  const counted = (condition: string) =>
    `json_build_object('rows', count(*) FILTER (WHERE ${condition}), 'examples', coalesce(to_json(array_remove(ARRAY[min(${key}) FILTER (WHERE ${condition})], NULL)), '[]'))`
  const columns = table.columns.filter(({ name, reader }) => {
    const type = source.types.get(name)
    return type !== undefined && oldValue(reader, name, type) !== undefined
  })
  const unreadable = columns.map((column) =>
    counted(`${kept} AND nullif(btrim(o.${column.name}::text), '') IS NOT NULL AND ${typed(column)} IS NULL`),
  )
  const { rows } = await client.query<{
    rows: number
    setAside: number
    rebuilt: number
    otherId: CountedRows
    unreadable: CountedRows[]
    values: number[]
  }>(`
WITH ${classified(table, source)}
SELECT count(*)::float8 AS rows, (count(*) FILTER (WHERE ${kept} AND j.not_object))::float8 AS "setAside",
       (count(*) FILTER (WHERE ${kept} AND ${isRebuilt}))::float8 AS rebuilt,
       ${counted(`${kept} AND NOT (${isRebuilt}) AND f.f -> 'id' <> to_jsonb(j.st)`)} AS "otherId",
       json_build_array(${unreadable.join(', ')}) AS unreadable, ${countValues(source, kept)} AS values
  FROM ${values(table, source)}`)
  const { values: counts, ...found } = rows[0] as (typeof rows)[number]
  return {
    ...found,
    kept: source.extra.map((column, index) => ({ ...column, values: counts[index] ?? 0 })),
    quarantined: await quarantinedRows(client, classified(table, source), reasons),
    unreadable: found.unreadable
      .map((count, index) => ({ column: columns[index]?.name as string, ...count }))
      .filter((count) => count.rows > 0),
  }
}

async function surveyStates(client: pg.ClientBase, source: Source): Promise<TableSurvey> {
  const { rows } = await client.query<{ rows: number; values: number[] }>(`
WITH ${classifiedStates(source)}
SELECT count(*)::float8 AS rows, ${countValues(source, 'j.reason IS NULL')} AS values
  FROM classified AS j JOIN ${source.from} AS o ON o.ctid = j.row_ctid`)
  const { rows: total, values: counts } = rows[0] as (typeof rows)[number]
  return {
    rows: total,
    kept: source.extra.map((column, index) => ({ ...column, values: counts[index] ?? 0 })),
    quarantined: await quarantinedRows(client, classifiedStates(source), stateReasons),
    setAside: 0,
    rebuilt: 0,
    otherId: { rows: 0, examples: [] },
    unreadable: [],
  }
}

/** SQL of the number of values of each extra column, in the rows that meet the condition. */
function countValues({ extra }: Source, condition: string): string {
  const counts = extra.map((column) => `count(*) FILTER (WHERE ${condition} AND ${hasValue(column)})`)
  return `ARRAY[${counts.join(', ')}]::float8[]`
}

async function quarantinedRows(
  client: pg.ClientBase,
  classifiedRows: string,
  texts: Readonly<Record<keyof typeof reasons, string>>,
): Promise<TableSurvey['quarantined']> {
  const { rows } = await client.query<CountedRows & { reason: keyof typeof reasons }>(`
WITH ${classifiedRows}
SELECT reason, (count(*))::float8 AS rows, array_agg(key ORDER BY occurrence) FILTER (WHERE occurrence <= 5) AS examples
  FROM (SELECT reason, key, row_number() OVER (PARTITION BY reason ORDER BY key COLLATE "C") AS occurrence
          FROM (SELECT reason, coalesce(tenant_text, 'NULL') || '/' || coalesce(st_text, 'NULL') AS key
                  FROM classified WHERE reason IS NOT NULL) AS keyed) AS refused
 GROUP BY reason ORDER BY reason`)
  return rows.map((row) => ({ ...row, reason: texts[row.reason] }))
}

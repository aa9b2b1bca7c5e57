import type pg from 'pg'
import { convertTable, isRebuilt, judged, reasons, type Source, typed, values } from './conversion.ts'
import { convertSyncState, judgedStates, stateReasons } from './convert-sync-state.ts'
import type { FoundTable } from './inspect.ts'
import { type AdoptedTable, adoptedTables } from './old-tables.ts'
import { oldValue } from './old-value.ts'

/** Some rows, with keys of a few of them as `tenant/id`; never values, which may be personal data. */
export interface CountedRows {
  readonly rows: number
  readonly examples: readonly string[]
}

export interface TableSurvey {
  readonly rows: number
  /** Rows that go to quarantine instead of into the new table, by reason. */
  readonly quarantined: readonly (CountedRows & { readonly reason: string })[]
  /** Rows that are kept and whose full_data, which is no JSON object, goes to quarantine. */
  readonly setAside: number
  /** Rows whose full_data is built from their columns, as it is missing or has no id; setAside included. */
  readonly rebuilt: number
  /** Rows whose full_data has another id than st_id; they are kept as they are. */
  readonly otherId: CountedRows
  /** Columns with values that the new column cannot hold, or that full_data says otherwise: they become NULL. */
  readonly unreadable: readonly (CountedRows & { readonly column: string })[]
}

/** What of a table is converted how. */
export interface Conversion {
  /** The statement that fills the new table; `$1` is the time. */
  readonly convert: (source: Source) => string
  readonly survey: (client: pg.ClientBase, source: Source) => Promise<TableSurvey>
}

/** How the rows of a table are read and written; undefined for a table that adoption does not know. */
export function conversionOf(name: string): Conversion {
  const table = adoptedTables.find((adopted) => adopted.name === name)
  return table
    ? {
        convert: (source) => convertTable(table, source),
        survey: (client, source) => surveyTable(client, table, source),
      }
    : { convert: convertSyncState, survey: surveyStates }
}

export function sourceOf({ name, columns }: FoundTable, schema = 'raw'): Source {
  return { from: `${schema}.${name}`, types: new Map(Object.entries(columns)) }
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
  }>(`
WITH ${judged(table, source)}
SELECT count(*)::float8 AS rows, (count(*) FILTER (WHERE ${kept} AND j.odd))::float8 AS "setAside",
       (count(*) FILTER (WHERE ${kept} AND ${isRebuilt}))::float8 AS rebuilt,
       ${counted(`${kept} AND NOT (${isRebuilt}) AND f.f -> 'id' <> to_jsonb(j.st)`)} AS "otherId",
       json_build_array(${unreadable.join(', ')}) AS unreadable
  FROM ${values(table, source)}`)
  const found = rows[0] as (typeof rows)[number]
  return {
    ...found,
    quarantined: await refusedRows(client, judged(table, source), reasons),
    unreadable: found.unreadable
      .map((count, index) => ({ column: columns[index]?.name as string, ...count }))
      .filter((count) => count.rows > 0),
  }
}

async function surveyStates(client: pg.ClientBase, source: Source): Promise<TableSurvey> {
  const { rows } = await client.query<{ rows: number }>(`SELECT count(*)::float8 AS rows FROM ${source.from}`)
  return {
    rows: rows[0]?.rows ?? 0,
    quarantined: await refusedRows(client, judgedStates(source), stateReasons),
    setAside: 0,
    rebuilt: 0,
    otherId: { rows: 0, examples: [] },
    unreadable: [],
  }
}

async function refusedRows(
  client: pg.ClientBase,
  judgedRows: string,
  texts: Readonly<Record<keyof typeof reasons, string>>,
): Promise<TableSurvey['quarantined']> {
  const { rows } = await client.query<CountedRows & { reason: keyof typeof reasons }>(`
WITH ${judgedRows}
SELECT reason, (count(*))::float8 AS rows, array_agg(key ORDER BY turn) FILTER (WHERE turn <= 5) AS examples
  FROM (SELECT reason, key, row_number() OVER (PARTITION BY reason ORDER BY key COLLATE "C") AS turn
          FROM (SELECT reason, coalesce(tenant_text, 'NULL') || '/' || coalesce(st_text, 'NULL') AS key
                  FROM judged WHERE reason IS NOT NULL) AS keyed) AS refused
 GROUP BY reason ORDER BY reason`)
  return rows.map((row) => ({ ...row, reason: texts[row.reason] }))
}

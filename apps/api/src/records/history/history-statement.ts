import { prepared, type Statement } from 'cli-kit/postgres'
import {
  changesOfRecord,
  derivedColumnsOf,
  instantText,
  partialRow,
  recordFieldOf,
  recordValues,
} from 'records'
import { type FieldKind, jsonValue } from '../../resource-definition/field-kinds.ts'
import type { Resource } from '../../resource-definition/resource.ts'
import { targetQuery } from './target.ts'

export interface HistoryOptions {
  readonly tenantId: string
  /** As in the path. */
  readonly id: string
  /** The number of the oldest version of the previous page; null: the first page. */
  readonly before: string | null
  /** Maximum number of versions. */
  readonly limit: number
  /** Of a record that LAZI owns: until when ServiceTitan's versions were taken over. @default they are */
  readonly takenUntil?: string | null
}

/** A version of a row as JSON text, and its number; one row with nulls when there is none. */
export interface HistoryRow {
  readonly row: string | null
  readonly key: readonly [string] | null
  readonly at: string | null
  readonly knownSince: string | null
}

/**
 * The statement of one page of a row's history, newest first. It returns no row when there is no such row. PostgreSQL
 * makes the JSON, so that no value passes through JavaScript.
 */
export function historyStatement(
  resource: Resource,
  { tenantId, id, before, limit, takenUntil = null }: HistoryOptions,
): Statement<(string | number | null)[]> {
  const isRecord = resource.definition !== null
  // Later versions are those of a record that LAZI has not taken over. A record that was adopted has its creation.
  const untaken = `(SELECT min(seq) FROM change WHERE op <> 'insert' AND at > $5::timestamptz)`
  const end = isRecord ? `least($3::bigint, ${untaken}, ${beyond})` : `coalesce($3::bigint, ${beyond})`
  const { queries, knownSince } = changesOfRecord(resource.name, { before: end, count: '$4::integer' })
  const text = `
WITH ${targetQuery(resource, id)},
${queries}${isRecord ? sidesOf(resource) : ''},
changed AS MATERIALIZED (
  ${isRecord ? changedFields : changedPaths(resource)}
)
SELECT ${instantText(knownSince)} AS "knownSince", version.row, version.key, version.at
  FROM present
  LEFT JOIN (
       SELECT page.seq, ARRAY[page.seq::text] AS key, ${instantText('page.at')} AS at,
              json_build_object('seq', page.seq::text, 'at', ${instantText('page.at')}, 'op', page.op,
                ${isRecord ? `'by', 'servicetitan', ` : ''}'runId', page.run_id::text,
                'changes', CASE WHEN NOT page.is_break THEN coalesce(changed.list, '[]') END)::text AS row
         FROM page LEFT JOIN changed USING (seq)) AS version ON true
 ORDER BY version.seq DESC`
  return prepared(text, [tenantId, resource.lookUp(id).id, before, limit, ...(isRecord ? [takenUntil] : [])])
}

/** Greater than the number of any change. */
const beyond = '9223372036854775807'

/** The changes of ServiceTitan's record, and of the columns that are derived from other tables. */
function changedPaths({ name, fields }: Resource): string {
  const columns = [...derivedColumnsOf(name).map((column) => column.name), 'deleted_at'].map((column) => {
    const field = recordFieldOf(column)
    return { column, field, kind: fields[field] ?? 'json' }
  })
  const choose = (sql: (column: (typeof columns)[number]) => string) =>
    `CASE key ${columns.map((column) => `WHEN '${column.column}' THEN ${sql(column)}`).join(' ')} END`
  const readValue = (side: string) =>
    `CASE WHEN is_column THEN coalesce(${choose(({ kind }) => apiJson(kind, side))}, 'null') ELSE ${side} END`
  const member = (side: string) =>
    `CASE WHEN ${side} IS NULL THEN '{}' ELSE jsonb_build_object('${side}', ${side}) END`
  return `SELECT seq, jsonb_agg(jsonb_build_object('path', path) || ${member('old')} || ${member('new')} ORDER BY path) AS list
    FROM (SELECT seq, CASE WHEN is_column THEN ${choose(({ field }) => `'${field}'`)} ELSE key END AS path,
                 ${readValue('old')} AS old, ${readValue('new')} AS new
            FROM replaced) AS change
   GROUP BY seq`
}

/** SQL of a column's value in the API, from its value in JSON, as jsonb; NULL for null. */
function apiJson(kind: FieldKind, json: string): string {
  const text = `(${json} #>> '{}')`
  switch (kind) {
    case 'instant':
      return `to_jsonb(${instantText(`${text}::timestamptz`)})`
    case 'id':
    case 'decimal':
      return `to_jsonb(${text})`
    case 'ids':
      return `CASE WHEN jsonb_typeof(${json}) = 'array' THEN to_jsonb(ARRAY(SELECT jsonb_array_elements_text(${json}))) END`
    default:
      return json
  }
}

/**
 * The query `side`: for each version and each side of it, the fields of LAZI's record that come from what changed; all
 * others are as if there were no value, on both sides.
 */
function sidesOf({ name, definition, fields }: Resource): string {
  if (definition === null) throw new TypeError(`Expected ${name} to be a kind of LAZI's records`)
  const { columns, joins } = recordValues(definition)
  const members = columns.flatMap(([column, sql]) => {
    const field = recordFieldOf(column)
    const kind = fields[field]
    return kind === undefined ? [] : [`'${field}', ${jsonValue[kind](`(${sql})`)}`]
  })
  const collected = (side: string, isColumn: boolean) =>
    `coalesce(jsonb_object_agg(key, ${side}) FILTER (WHERE ${isColumn ? '' : 'NOT '}is_column AND ${side} IS NOT NULL), '{}')`
  const values = `(
           SELECT seq, side.name AS side, side.record, side.columns
             FROM (SELECT seq, ${['old', 'new']
               .flatMap((side) => [
                 `${collected(side, false)} AS ${side}_record`,
                 `${collected(side, true)} AS ${side}_columns`,
               ])
               .join(',\n                          ')}
                     FROM replaced GROUP BY seq) AS version
            CROSS JOIN LATERAL (VALUES ('old', old_record, old_columns), ('new', new_record, new_columns)) AS side (name, record, columns)
           OFFSET 0) AS value`
  const row = partialRow(name, { record: 'value.record', columns: 'value.columns' }, values, [
    'value.seq',
    'value.side',
  ])
  return `,
side AS MATERIALIZED (
  SELECT cached.seq, cached.side, json_build_object(${members.join(', ')}) AS fields
    FROM ${row}${joins}
)`
}

/** The fields of LAZI's record that differ between the sides of a version; both have the same fields in the same order. */
const changedFields = `SELECT seq, json_agg(json_build_object('field', field, 'old', old, 'new', new) ORDER BY place) AS list
    FROM (SELECT former.seq, field.key AS field, field.place, field.old, field.new
            FROM side AS former JOIN side AS later ON later.seq = former.seq AND later.side = 'new'
           CROSS JOIN LATERAL ROWS FROM (json_each(former.fields), json_each(later.fields))
                 WITH ORDINALITY AS field (key, old, same_key, new, place)
           WHERE former.side = 'old') AS compared
   WHERE old::text <> new::text
   GROUP BY seq`

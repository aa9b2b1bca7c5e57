import type { ResourceName } from 'catalog'
import { sqlTypeOf } from 'catalog'
import { readIfPossible } from '../columns/read-column.ts'
import {
  activeColumn,
  createdOnColumn,
  derivedColumnsOf,
  modifiedOnColumn,
  typedColumnsOf,
} from '../columns/typed-columns.ts'
import { cached, fieldSql, joinOf, joinsOf } from '../field-sql.ts'
import { recordColumnOf } from '../record-column.ts'
import type { RecordTable, View } from '../table.ts'

/** The columns of a record that come from its row of the cache, each with its SQL, and the joins that these need. */
export interface RecordValues {
  readonly columns: readonly (readonly [name: string, sql: string])[]
  readonly joins: string
}

/**
 * SQL of the columns of a record that come from its row of the cache, which is named `cached`: a former one, too. Not
 * among them are those that come from another record, such as copies. `$1` is the tenant.
 * @example
 * const { columns, joins } = recordValues(jobs)
 * const sql = `SELECT ${columns.map(([name, sql]) => `${sql} AS ${name}`)} FROM ${row} AS cached${joins}`
 */
export function recordValues(table: RecordTable | View): RecordValues {
  const { columns, joins } = 'fields' in table ? tableValues(table) : viewValues(table)
  return {
    columns: [
      ['active', `${cached}.active`],
      ...columns,
      ['created_at', `${cached}.created_on`],
      ['st_modified_on', `${cached}.modified_on`],
      ['deleted_at', `${cached}.deleted_at`],
    ],
    joins,
  }
}

function tableValues({ fields }: RecordTable): RecordValues {
  const own = Object.fromEntries(
    Object.entries(fields).filter(([, { kind }]) => kind !== 'copy' && kind !== 'live'),
  )
  return {
    columns: Object.entries(own).map(([name, field]) => [name, fieldSql(name, field)]),
    joins: joinsOf({ fields: own }),
  }
}

function viewValues(view: View): RecordValues {
  const { resource, references, viewed } = view
  const referring = Object.values(references).map(({ column }) => column)
  const others = [...typedColumnsOf(resource), ...derivedColumnsOf(resource)]
    .map(({ name }) => name)
    .filter((name) => !referring.includes(name) && viewed[name] === undefined)
  return {
    columns: [
      ...others.map((name) => [recordColumnOf(view, name) ?? name, `${cached}.${name}`] as const),
      ...Object.keys(references).map((name) => [name, `record_of_${name}.id`] as const),
      ...Object.entries(viewed).map(
        ([name, of]) => [name, `lazi.projected_id($1, '${of}', ${cached}.${name})`] as const,
      ),
    ],
    joins: Object.entries(references)
      .map(([name, { of, column }]) => joinOf(`record_of_${name}`, of, `${cached}.${column}`))
      .join(''),
  }
}

/**
 * SQL of a row of the cache of which only some values are known, as `cached`; all others are NULL.
 * @param values SQL: `record`, an object with fields of ServiceTitan's record; `columns`, an object with values of the
 *   columns that are not read from it
 * @param from SQL of where these come from
 * @param more further columns to select
 * @example
 * const sql = `SELECT cached.status FROM ${partialRow('jobs', { record: 'old', columns: `'{}'::jsonb` }, 'versions', [])}`
 */
export function partialRow(
  resource: ResourceName,
  values: { readonly record: string; readonly columns: string },
  from: string,
  more: readonly string[],
): string {
  const { record, columns } = values
  const derived = [...derivedColumnsOf(resource), { name: 'deleted_at', type: 'timestamptz' as const }]
  const typed = [createdOnColumn, modifiedOnColumn, ...typedColumnsOf(resource)]
  const selected = [
    ...more,
    `${record} AS full_data`,
    `coalesce(${readIfPossible(activeColumn, record)}, true) AS active`,
    ...typed.map((column) => `${readIfPossible(column, record)} AS ${column.name}`),
    ...derived.map(({ name }) => `other.${name}`),
  ]
  return `(
  SELECT ${selected.join(',\n         ')}
    FROM ${from}
   CROSS JOIN LATERAL jsonb_to_record(${columns}) AS other (${derived.map(({ name, type }) => `${name} ${sqlTypeOf(type)}`).join(', ')})) AS ${cached}`
}

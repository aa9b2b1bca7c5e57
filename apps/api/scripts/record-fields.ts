import { type Resource, resourceMap } from 'catalog'
import { type Field, type RecordTable, recordFieldOf, recordTables, servedViews, type View } from 'records'
import type { FieldKind } from '../src/resource-definition/field-kinds.ts'

type Fields = Readonly<Record<string, FieldKind>>

/** The text of `src/generated/record-fields.ts`: the fields of LAZI's records, each with its kind. */
export function recordFieldsText(): string {
  const listOf = (all: readonly (readonly [string, Fields])[]) =>
    all
      .map(([name, fields]) => {
        const members = Object.entries(fields).map(([field, kind]) => `    ${field}: '${kind}',`)
        return `  '${name}': {\n${members.join('\n')}\n  },`
      })
      .join('\n')
  return `// Written by \`pnpm --filter api generate\`.
import type { FieldKind } from '../resource-definition/field-kinds.ts'

type Fields = Readonly<Record<string, Readonly<Record<string, FieldKind>>>>

/** The fields of the records in tables of schema \`lazi\`, without those that every record has. */
export const tableFields = {
${listOf(recordTables.map((table) => [table.resource, fieldsOfTable(table)]))}
} as const satisfies Fields

/** The fields of the records in views of schema \`lazi\`, without those that every record has. */
export const viewFields = {
${listOf(servedViews.map((view) => [view.resource, fieldsOfView(view)]))}
} as const satisfies Fields
`
}

function fieldsOfTable(table: RecordTable): Fields {
  const projected = Object.entries(table.fields).map(
    ([column, field]) => [column, kindOf(table, field)] as const,
  )
  return Object.fromEntries(
    [...projected, ...Object.entries(table.own ?? {})].map(([column, kind]) => [recordFieldOf(column), kind]),
  )
}

function fieldsOfView({ resource, references, viewed, renamed }: View): Fields {
  const columns = columnsOf(resource)
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, { api }]) => {
      if (api === null) return []
      const isRecord = name in references || name in viewed
      return [[recordFieldOf(renamed[name] ?? name), isRecord ? 'uuid' : api]]
    }),
  )
}

const columnsOf = (resource: RecordTable['resource']): Resource['columns'] => resourceMap[resource].columns

function kindOf(table: RecordTable, field: Field): FieldKind {
  switch (field.kind) {
    case 'value': {
      if ('path' in field.from) return field.from.type === 'jsonb' ? 'json' : 'text'
      const kind = columnsOf(table.resource)[field.from.column]?.api
      if (!kind)
        throw new Error(`Expected a column of ${table.resource} that the API has, got ${field.from.column}`)
      return kind
    }
    case 'record':
    case 'viewed':
      return 'uuid'
    case 'records':
      return 'uuids'
    case 'customFields':
      return 'json'
    case 'copy':
      return 'instant'
    case 'live':
      return 'boolean'
  }
}

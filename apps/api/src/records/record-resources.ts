import { type Resource as Cataloged, type ResourceName, resourceMap } from 'catalog'
import {
  isAt,
  type RecordTable,
  recordColumn,
  recordColumnOf,
  recordFieldOf,
  recordTables,
  servedViews,
  type View,
} from 'records'
import { tableFields, viewFields } from '../generated/record-fields.ts'
import { recordFilterMap } from '../record-filters/index.ts'
import type { FieldKind } from '../resource-definition/field-kinds.ts'
import { noFilters, type ResourceFilters } from '../resource-definition/filters.ts'
import { includesOf, type Source } from '../resource-definition/include.ts'
import type { ComparedColumn, LookUp, Resource } from '../resource-definition/resource.ts'
import { neverNull, tableRecordFields, viewRecordFields } from '../resource-definition/shared-fields.ts'
import { syncSql } from '../resource-definition/sync-of-record.ts'

type Definition = RecordTable | View
type Fields = Readonly<Record<string, FieldKind>>

const definitions: readonly Definition[] = [...recordTables, ...servedViews]
const ownFields: Readonly<Record<string, Fields>> = { ...tableFields, ...viewFields }
const filtersByName: Readonly<Partial<Record<string, ResourceFilters>>> = recordFilterMap

function definitionOf(resource: string): Definition {
  const found = definitions.find((definition) => definition.resource === resource)
  if (!found) throw new Error(`Expected a kind of records, got ${resource}`)
  return found
}

const isView = (definition: Definition): definition is View => 'references' in definition
const same = (sql: string) => sql

/** A view has an index by ServiceTitan's ids only, from which its ids are computed. */
const records: Source = {
  tableOf: (resource) => `lazi.${definitionOf(resource).name}`,
  // A view is ready only once the tables that it joins are, or cannot be.
  needsOf: (resource) => [definitionOf(resource).name],
  columnOf(resource, column) {
    const found = recordColumnOf(definitionOf(resource), column)
    if (found === undefined) throw new Error(`Expected records of ${resource} to have what ${column} has`)
    return found
  },
  findBy(resource, column) {
    if (isView(definitionOf(resource)) && column === 'st_id') return { column: 'st_id', convert: stIdOf }
    return { column: records.columnOf(resource, column), convert: same }
  },
}

const stIdOf = (sql: string) => `lazi.st_id_of(${sql})`

/** The columns with ServiceTitan's ids, by which the index of a view's cache table finds rows. */
function comparedColumns(view: View): Readonly<Record<string, ComparedColumn>> {
  return Object.fromEntries(
    Object.entries(view.references).map(([column, { of }]) => [
      recordFieldOf(column),
      {
        column: column.replace(/_id$/, '_st_id'),
        // Only the primary key has this order (docs/decisions.md, 9).
        convert: (sql) =>
          `(SELECT known.st_id FROM lazi.${of} AS known
             WHERE known.tenant_id = $1 AND ${isAt('known.id', sql)} ORDER BY known.id LIMIT 1)`,
      },
    ]),
  )
}

function lookUpOf(definition: Definition): (id: string) => LookUp {
  return (id) => {
    if (id.startsWith('st:')) return { column: 'st_id', value: '$2::bigint', id: id.slice(3) }
    if (!isView(definition)) return { column: 'id', value: '$2::uuid', id }
    return { column: 'st_id', value: stIdOf('$2::uuid'), and: 't.id = $2::uuid', id }
  }
}

/** Every kind of LAZI's records, by name. */
export const recordResources: readonly Resource[] = definitions.map((definition) => {
  const resource: Cataloged = resourceMap[definition.resource]
  const shared = isView(definition) ? viewRecordFields : tableRecordFields
  const { indexed, residual } = filtersByName[definition.resource] ?? noFilters
  return {
    name: definition.resource,
    path: `/${definition.resource}`,
    type: resource.type,
    exampleId: `st:${resource.exampleId}`,
    table: `lazi.${definition.name}`,
    fields: { ...shared.leading, ...ownFields[definition.resource], ...shared.trailing },
    neverNull: neverNull.record,
    sqlOf: (alias, field) =>
      field === 'sync' ? syncSql(definition, alias) : `${alias}.${recordColumn(field)}`,
    key: isView(definition) ? { column: 'st_id', kind: 'id' } : { column: 'id', kind: 'uuid' },
    lookUp: lookUpOf(definition),
    compared: isView(definition) ? comparedColumns(definition) : {},
    isCached: false,
    definition,
    indexed,
    residual,
    includes: includesOf(records, resource),
    resourceOf: recordResource,
    needs: [definition.name],
  }
})

/** The kind of LAZI's records with this name. @throws when there is none */
export function recordResource(name: string): Resource {
  const resource = recordResources.find((candidate) => candidate.name === name)
  if (!resource) throw new Error(`Expected a kind of records, got ${name}`)
  return resource
}

/** The tables of schema `lazi` with the records of resources, in the same order. */
export function recordTablesOf(names: readonly ResourceName[]): string[] {
  return names.map((name) => definitionOf(name).name)
}

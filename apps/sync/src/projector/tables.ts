import { cacheTableOf, type ResourceName } from 'catalog'
import { type RecordTable, recordTables, type View, views } from 'records'

/** A table or view of schema `lazi`, and the cache table that fills it. */
export type Projection = {
  readonly name: string
  /** Its cache table, such as `st_jobs`. */
  readonly cacheTable: string
  /** The tables whose records it refers to. */
  readonly parents: readonly string[]
  /** The tables whose rows copy values of its records, each with its column that refers to them. */
  readonly copies: readonly { readonly table: string; readonly column: string }[]
} & ({ readonly table: RecordTable; readonly view?: never } | { readonly view: View; readonly table?: never })

const cacheTable = (resource: ResourceName) => cacheTableOf({ name: resource })

const copiesOf = (name: string) =>
  recordTables.flatMap((table) => {
    const columns = Object.values(table.fields).flatMap((field) =>
      field.kind === 'copy' || field.kind === 'live' ? [field.through] : [],
    )
    return [...new Set(columns)]
      .filter((column) => {
        const field = table.fields[column]
        return field?.kind === 'record' && field.of === name
      })
      .map((column) => ({ table: table.name, column }))
  })

const parentsOf = (table: RecordTable) => [
  ...new Set(
    Object.values(table.fields).flatMap((field) =>
      field.kind === 'record' || field.kind === 'records' ? [field.of] : [],
    ),
  ),
]

/** Everything that is projected, parents first; the views last. */
export const projections: readonly Projection[] = [
  ...recordTables.map((table) => ({
    name: table.name,
    cacheTable: cacheTable(table.resource),
    parents: parentsOf(table),
    copies: copiesOf(table.name),
    table,
  })),
  ...views.map((view) => ({
    name: view.name,
    cacheTable: cacheTable(view.resource),
    parents: [...new Set(Object.values(view.references).map(({ of }) => of))],
    copies: [],
    view,
  })),
]

const byName = new Map(projections.map((projection) => [projection.name, projection]))
const byCacheTable = new Map(projections.map((projection) => [projection.cacheTable, projection]))

/** The projection of a table or view of schema `lazi`. @throws when there is none: names come from our own state */
export function projectionOf(name: string): Projection {
  const projection = byName.get(name)
  if (!projection) throw new Error(`There is no table ${name} in schema lazi.`)
  return projection
}

/** The projection that a cache table fills, if one does. */
export const projectionFrom = (table: string): Projection | undefined => byCacheTable.get(table)

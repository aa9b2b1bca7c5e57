import { type Column, cacheTableOf, type Index, type Resource, sqlTypeOf } from 'catalog'
import type { CacheTable } from '../authoring/v2/cache-table.ts'

/** The table of a resource, as input of `createCacheTable`. */
export function tableOf(resource: Resource): CacheTable {
  const columns = Object.entries(resource.columns).map(([name, column]) => [name, columnOf(column)] as const)
  return {
    name: cacheTableOf(resource),
    comment: resource.comment,
    columns: Object.fromEntries(columns),
    indexes: Object.entries(resource.indexes).map(([name, index]) => indexOf(name, index)),
  }
}

function columnOf(column: Column): CacheTable['columns'][string] {
  const type = sqlTypeOf(column.type)
  return 'generatedAs' in column ? [type, column.comment, column.generatedAs] : [type, column.comment]
}

function indexOf(name: string, { method, columns, include, where, queries }: Index) {
  return {
    name,
    ...(method && { method }),
    columns: columns.map((column) =>
      typeof column === 'string' ? column : { name: column.column, opclass: { name: column.operators } },
    ),
    ...(include && { include }),
    ...(where && { where }),
    query: queries.join('; '),
  }
}

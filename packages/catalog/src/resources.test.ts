import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { resourceList } from '../scripts/resource-list.ts'
import { type ApiKind, type ColumnType, cacheTableOf, findResource, resources } from './index.ts'

const files = await readdir(new URL('resources/', import.meta.url))

test('the list of resources is current (else: pnpm --filter catalog generate)', async () => {
  const list = await readFile(new URL('generated/resources.ts', import.meta.url), 'utf8')
  expect(list).toBe(resourceList(files))
  expect(resources.map(({ name }) => `${name}.ts`).toSorted()).toEqual(files.toSorted())
})

test('findResource finds a resource by name', () => {
  expect(findResource('jobs')?.module).toBe('jpm')
  expect(findResource('Jobs')).toBeUndefined()
})

/** Columns of every cache table. */
const shared = ['tenant_id', 'st_id', 'created_on', 'modified_on', 'full_data']

/** The API kinds that each column type allows. */
const kinds: Readonly<Record<ColumnType, readonly ApiKind[]>> = {
  text: ['text'],
  boolean: ['boolean'],
  bigint: ['id', 'number'],
  integer: ['integer'],
  numeric: ['decimal'],
  amount: ['decimal'],
  timestamptz: ['instant'],
  date: ['date'],
  latitude: ['number'],
  longitude: ['number'],
  'bigint[]': ['ids'],
  'text[]': ['texts'],
  jsonb: ['json'],
}

describe.each(resources)('$name', (resource) => {
  const columns = Object.entries(resource.columns)
  const columnsOf = (name: string) => [...shared, ...Object.keys(findResource(name)?.columns ?? {})]

  test('columns read documented fields only', () => {
    const documented = [...resource.fields.required, ...resource.fields.optional]
    const read = columns.flatMap(([, column]) => ('path' in column ? [column.path.split('.')[0]] : []))
    expect(documented).toEqual(expect.arrayContaining(read))
    expect(documented).toEqual(expect.arrayContaining([...resource.droppedPaths]))
    expect(new Set(documented).size).toBe(documented.length)
  })

  test('column comments name the source field', () => {
    const unnamed = columns.filter(
      ([, column]) => 'path' in column && !column.comment.endsWith(`(API: ${column.path}).`),
    )
    expect(unnamed).toEqual([])
  })

  test('API kinds fit the column types', () => {
    const mismatched = columns.filter(([, { type, api }]) => api !== null && !kinds[type].includes(api))
    expect(mismatched).toEqual([])
  })

  test('indexes are named for the table and use its columns', () => {
    for (const [name, { method, columns: indexed, include = [] }] of Object.entries(resource.indexes)) {
      expect(name).toMatch(new RegExp(`^${cacheTableOf(resource)}_\\w+_idx$`))
      const names = indexed.map((column) => (typeof column === 'string' ? column : column.column))
      if (method === undefined) expect({ name, first: names[0] }).toEqual({ name, first: 'tenant_id' })
      // An expression, such as lower(email), contains the column.
      const used = [...names.map((text) => /^\w+\((\w+)\)$/.exec(text)?.[1] ?? text), ...include]
      expect(columnsOf(resource.name)).toEqual(expect.arrayContaining(used))
    }
  })

  test('relations name existing resources and columns', () => {
    for (const relation of Object.values(resource.relations)) {
      const other = 'one' in relation ? relation.one : relation.many
      const { by = 'st_id', find = 'st_id', through } = relation
      expect(findResource(other)?.name).toBe(other)
      expect(columnsOf(resource.name)).toContain(by)
      expect(columnsOf(other)).toContain(find)
      if ('many' in relation && relation.orderBy !== undefined) {
        expect(columnsOf(other)).toContain(relation.orderBy.replace('-', ''))
      }
      if (!through) continue
      const { resource: middle, find: found, take, newestBy = 'st_id' } = through
      expect(findResource(middle)?.name).toBe(middle)
      expect(columnsOf(middle)).toEqual(expect.arrayContaining([found, take, newestBy]))
    }
  })
})

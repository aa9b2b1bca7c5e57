import { resources } from 'servicetitan'
import {
  type ContractOperation,
  findOperation,
  type JsonSchema,
  recordFields,
  responseSchema,
} from 'servicetitan-sandbox/contract'
import { describe, expect, test } from 'vitest'
import type { ColumnType } from '../src/tables/cache-table.ts'
import { tables } from '../src/tables/tables.ts'

test('every resource of the client has a cache table', () => {
  expect(tables.map(({ resource }) => resource).toSorted()).toEqual(
    resources.map(({ name }) => name).toSorted(),
  )
})

describe.each(resources)('$name', (resource) => {
  const base = `/${resource.module}/v2/tenant/{tenant}`
  const list = findOperation(resource.name, 'list')
  const feed = findOperation(resource.name, 'export')
  const names = (operation: typeof list) =>
    operation?.parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name) ?? []

  test('is read where the vendor documents it, with documented parameters only', () => {
    expect(list?.path).toBe(`${base}/${resource.listPath}`)
    expect(feed?.path).toBe(`${base}/${resource.exportPath}`)
    expect(names(list)).toEqual(expect.arrayContaining([...resource.listParameters]))
    expect(names(feed)).toEqual([...resource.exportParameters])
    expect(resource.listParameters).toEqual(expect.arrayContaining(Object.keys(resource.listParams)))
    expect(resource.exportParameters).toEqual(expect.arrayContaining(Object.keys(resource.exportParams)))
    expect(list?.scopes).toEqual([resource.scope])
    expect(feed?.scopes).toEqual([resource.scope])
  })

  test('sees inactive records wherever they can be asked for, and is sorted wherever it can be', () => {
    expect(resource.listParams.active).toBe(names(list).includes('active') ? 'Any' : undefined)
    expect(resource.exportParams.active).toBe(names(feed).includes('active') ? 'Any' : undefined)
    expect(resource.listSort).toBe(names(list).includes('sort') ? '+Id' : null)
  })
})

const jsonTypes: Record<ColumnType, string> = {
  ...{
    text: 'string',
    timestamptz: 'string',
    date: 'string',
    boolean: 'boolean',
    bigint: 'integer',
    integer: 'integer',
  },
  ...{
    numeric: 'number',
    latitude: 'number',
    longitude: 'number',
    'bigint[]': 'array',
    'text[]': 'array',
    jsonb: 'array',
  },
}

test.each(tables)(
  'every column of $name reads a field that the vendor documents, with a type that fits',
  (table) => {
    const feed = findOperation(table.resource, 'export')
    if (!feed) throw new Error(`The contract has no export feed of ${table.resource}.`)
    const fields = new Map(recordFields(feed).map((field) => [field.name, field]))
    for (const { name, path, type } of table.columns) {
      const [first = '', second] = path.split('.')
      const field = fields.get(first)
      expect({ name, documented: field !== undefined }).toEqual({ name, documented: true })
      if (second)
        expect({ name, fields: Object.keys(nested(feed, first)) }).toEqual({
          name,
          fields: expect.arrayContaining([second]),
        })
      else expect({ name, type: field?.type }).toEqual({ name, type: jsonTypes[type] })
    }
    for (const path of table.droppedPaths) expect([...fields.keys()]).toContain(path)
  },
)

/** The fields of an object within the record. */
function nested(feed: ContractOperation, name: string): Record<string, JsonSchema> {
  const field = recordFields(feed).find((candidate) => candidate.name === name)
  const reference = /#\/\$defs\/([^"]+)/.exec(JSON.stringify(field?.schema))?.[1] ?? ''
  return responseSchema(feed).$defs?.[reference]?.properties ?? {}
}

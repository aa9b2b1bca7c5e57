import type { ColumnType } from 'catalog'
import { resources } from 'catalog'
import {
  type ContractOperation,
  findOperation,
  type JsonSchema,
  recordFields,
  responseSchema,
} from 'servicetitan-sandbox/contract'
import { describe, expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'

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

  test('is read from its documented path, with documented parameters only', () => {
    const { listPath, exportPath, listParameters, exportParameters, listParams, listOrder } = resource
    expect(list?.path).toBe(listPath === null ? undefined : `${base}/${listPath}`)
    expect(feed?.path).toBe(exportPath === null ? undefined : `${base}/${exportPath}`)
    expect(names(list)).toEqual(expect.arrayContaining([...listParameters]))
    expect(names(feed)).toEqual([...exportParameters])
    const one = findOperation(resource.name, 'get')
    expect(one?.path).toBe(resource.recordById ? `${base}/${listPath}/{id}` : undefined)
    expect(listParameters).toEqual(expect.arrayContaining(Object.keys({ ...listParams, ...listOrder })))
    expect(exportParameters).toEqual(expect.arrayContaining(Object.keys(resource.exportParams)))
    expect(new Set([list, feed].flatMap((operation) => operation?.scopes ?? []))).toEqual(
      new Set([resource.scope]),
    )
  })

  test('uses every parameter that makes a list complete, ordered and countable', () => {
    const documented = names(list)
    const only = (wanted: Record<string, string>) =>
      Object.fromEntries(Object.entries(wanted).filter(([name]) => documented.includes(name)))
    const { modifiedOnOrAfter, ...shown } = resource.listParams
    expect(shown).toEqual(only({ active: 'Any', activeState: 'All', includeInactive: 'true' }))
    expect(resource.listOrder).toEqual(
      documented.includes('sort') ? { sort: '+Id' } : only({ orderBy: 'id', orderByDirection: 'asc' }),
    )
    expect(resource.listParameters.includes('ids')).toBe(documented.includes('ids'))
    expect(resource.exportParams.active).toBe(names(feed).includes('active') ? 'Any' : undefined)
    // The lists of contacts have neither a parameter for inactive records nor a field `active`.
    const isContacts = resource.name.endsWith('-contacts')
    expect(resource.listsInactive).toBe(!isContacts)
    expect(modifiedOnOrAfter !== undefined).toBe(isContacts)
  })

  test('knows all documented fields, and which of them are required', () => {
    const operation = feed ?? list
    const fields = operation ? recordFields(operation) : []
    const named = (required: boolean) =>
      fields.filter((field) => field.required === required).map(({ name }) => name)
    expect(fields.length).toBeGreaterThan(0)
    expect(resource.fields.required.toSorted()).toEqual(named(true).toSorted())
    expect(resource.fields.optional.toSorted()).toEqual(named(false).toSorted())
  })
})

const jsonTypes: Record<ColumnType, string> = {
  text: 'string',
  amount: 'string',
  timestamptz: 'string',
  date: 'string',
  boolean: 'boolean',
  bigint: 'integer',
  integer: 'integer',
  numeric: 'number',
  latitude: 'number',
  longitude: 'number',
  'bigint[]': 'array',
  'text[]': 'array',
  jsonb: 'array',
}

test.each(tables)('every column of $name reads a documented field of a matching type', (table) => {
  const feed = findOperation(table.resource, 'export') ?? findOperation(table.resource, 'list')
  if (!feed) throw new Error(`The contract has no ${table.resource}.`)
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
})

/** The fields of an object within the record. */
function nested(feed: ContractOperation, name: string): Record<string, JsonSchema> {
  const field = recordFields(feed).find((candidate) => candidate.name === name)
  const reference = /#\/\$defs\/([^"]+)/.exec(JSON.stringify(field?.schema))?.[1] ?? ''
  return responseSchema(feed).$defs?.[reference]?.properties ?? {}
}

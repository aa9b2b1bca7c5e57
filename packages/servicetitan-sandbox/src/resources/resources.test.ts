import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ContractOperation, findOperation, operations, recordFields } from '../contract/index.ts'
import { createSandbox } from '../sandbox.ts'
import { resourceNames, resources } from './resources.ts'

const COMMON = ['ids', 'page', 'pageSize', 'includeTotal']
const RANGES = ['createdBefore', 'createdOnOrAfter', 'modifiedBefore', 'modifiedOnOrAfter']

const operationOf = (name: string, kind: ContractOperation['kind']): ContractOperation => {
  const operation = findOperation(name, kind)
  if (!operation) throw new Error(`No ${kind} of ${name}`)
  return operation
}

const queryOf = (operation: ContractOperation): string[] =>
  operation.parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name)

describe.each(resourceNames)('%s', (name) => {
  const { module, scope, hasGetById, sortFields, listTakesActive, exportActive, filters, notPlayed } =
    resources[name]

  it('plays or openly refuses every documented parameter of the list, and no other', () => {
    const known = [
      ...COMMON,
      ...RANGES,
      ...(sortFields.length > 0 ? ['sort'] : []),
      ...(listTakesActive ? ['active'] : []),
      ...filters.map(({ parameter }) => parameter),
      ...notPlayed,
    ]
    expect(known.toSorted()).toEqual(queryOf(operationOf(name, 'list')).toSorted())
  })

  it('plays every documented parameter of the export, and no other', () => {
    const known = ['from', 'includeRecentChanges', ...(exportActive ? ['active'] : [])]
    expect(known.toSorted()).toEqual(queryOf(operationOf(name, 'export')).toSorted())
  })

  it('is in the module, behind the scope and with the get that the contract says', () => {
    const own = operations.filter(({ resource }) => resource === name)
    expect(new Set(own.map((operation) => operation.module))).toEqual(new Set([module]))
    expect(new Set(own.flatMap((operation) => operation.scopes))).toEqual(new Set([scope]))
    expect(own.some(({ kind }) => kind === 'get')).toBe(hasGetById)
  })

  it('makes records with exactly the export’s fields', () => {
    const sandbox = createSandbox()
    const [record] = sandbox.records(sandbox.tenantIds[0] ?? 0, name)
    const fields = recordFields(operationOf(name, 'export')).map((field) => field.name)
    expect(Object.keys(record ?? {}).toSorted()).toEqual(fields.toSorted())
  })
})

it('lists every file that describes a resource', () => {
  const described = readdirSync(import.meta.dirname).filter(
    (file) =>
      !file.endsWith('.test.ts') &&
      readFileSync(`${import.meta.dirname}/${file}`, 'utf8').includes(': Resource<'),
  )
  const files = described.filter((file) => file !== 'resources.ts').map((file) => file.replace('.ts', ''))
  expect(files.toSorted()).toEqual(resourceNames.toSorted())
})

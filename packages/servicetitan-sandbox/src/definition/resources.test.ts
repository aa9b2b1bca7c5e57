import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generatedFiles } from '../../scripts/generate.ts'
import { type ContractOperation, findOperation, operations, recordFields } from '../contract/index.ts'
import { resources } from '../generated/resources.ts'
import { createSandbox } from '../sandbox.ts'
import { violations } from '../testing/validate.ts'
import { resourceNames } from '../world/generated/resource-names.ts'

const COMMON = ['page', 'pageSize', 'includeTotal']
const RANGES = ['createdBefore', 'createdOnOrAfter', 'modifiedBefore', 'modifiedOnOrAfter']

const operationOf = (name: string, kind: ContractOperation['kind']): ContractOperation => {
  const operation = findOperation(name, kind)
  if (!operation) throw new Error(`No ${kind} of ${name}`)
  return operation
}

const queryOf = (operation: ContractOperation): string[] =>
  operation.parameters.filter(({ in: location }) => location === 'query').map(({ name }) => name)

const EXTERNAL_DATA = ['externalDataApplicationGuid', 'externalDataKey', 'externalDataValues']

const ACTIVE_PARAMETERS: readonly string[] = ['active', 'activeState', 'includeInactive', 'activeOnly']

describe.each(resourceNames)('%s', (name) => {
  const { module, scope, hasList, sortParameters, listActive, exportActive, filters, unsupported } =
    resources[name]
  const exported = findOperation(name, 'export')

  it('supports or refuses every documented parameter of the list, and no other', () => {
    expect(findOperation(name, 'list') !== undefined).toBe(hasList)
    if (!hasList) return
    const known = [
      ...COMMON,
      ...(resources[name].hasTimeRanges ? RANGES : []),
      ...(resources[name].supportsIds ? ['ids'] : []),
      ...sortParameters.flatMap((of) => (of === 'orderBy' ? ['orderBy', 'orderByDirection'] : [of])),
      ...ACTIVE_PARAMETERS.filter((of) => of === listActive),
      ...filters.map(({ parameter }) => parameter),
      ...(resources[name].externalData === 'none' ? [] : EXTERNAL_DATA),
      ...unsupported,
    ]
    expect(known.toSorted()).toEqual(queryOf(operationOf(name, 'list')).toSorted())
  })

  it('supports every documented parameter of the export, and no other', () => {
    expect(exported !== undefined).toBe(resources[name].hasExport)
    const known = ['from', 'includeRecentChanges', ...(exportActive ? ['active'] : [])]
    if (exported) expect(known.toSorted()).toEqual(queryOf(exported).toSorted())
  })

  it('has the module, the scope and the get of the contract', () => {
    const own = operations.filter(({ resource }) => resource === name)
    expect(new Set(own.map((operation) => operation.module))).toEqual(new Set([module]))
    expect(new Set(own.flatMap((operation) => operation.scopes))).toEqual(new Set([scope]))
    expect(own.some(({ kind }) => kind === 'get')).toBe(resources[name].hasGetById)
  })

  it('generates records with exactly the documented fields', () => {
    const sandbox = createSandbox()
    const [record] = sandbox.records(sandbox.tenantIds[0] ?? 0, name)
    const fields = recordFields(exported ?? operationOf(name, 'list')).map((field) => field.name)
    expect(Object.keys(record ?? {}).toSorted()).toEqual(fields.toSorted())
  })

  it('inserts records with exactly the documented fields', () => {
    const sandbox = createSandbox()
    const record = sandbox.insert(sandbox.tenantIds[0] ?? 0, name)
    const operation = exported ?? operationOf(name, 'list')
    const envelope = exported
      ? { hasMore: false, continueFrom: 'x', data: [record] }
      : { page: 1, pageSize: 1, hasMore: false, totalCount: null, data: [record] }
    expect(violations(operation, 200, envelope)).toEqual([])
  })
})

it('the generated list has every file in src/resources', () => {
  const folder = join(import.meta.dirname, '..', 'resources')
  const described = readdirSync(folder).filter(
    (file) =>
      file.endsWith('.ts') &&
      !file.endsWith('.test.ts') &&
      readFileSync(join(folder, file), 'utf8').includes(': Resource<'),
  )
  const files = described.filter((file) => file !== 'resources.ts').map((file) => file.replace('.ts', ''))
  expect(files.toSorted()).toEqual(resourceNames.toSorted())
})

it.each(Object.entries(generatedFiles()))('%s matches the resources', (path, text) => {
  const written = readFileSync(join(import.meta.dirname, '..', '..', path), 'utf8')
  expect(written, 'Run `pnpm --filter servicetitan-sandbox generate`').toBe(text)
})

it('each resource has the name of its file', () => {
  for (const name of resourceNames) expect(resources[name].name).toBe(name)
})

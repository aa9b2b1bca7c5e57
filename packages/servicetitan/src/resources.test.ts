import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { findResource, resources } from './resources.ts'

/** What the vendor's OpenAPI files say about the paths that are read here. */
interface Operation {
  readonly query: readonly string[]
  readonly sort?: readonly string[]
  readonly scopes: readonly string[]
}
const contract = JSON.parse(
  await readFile(new URL('../contract/read-operations.json', import.meta.url), 'utf8'),
) as Record<string, Operation>

test('lists every file of resources/', async () => {
  const files = await readdir(new URL('resources/', import.meta.url))
  const names = resources.map((resource) => `${resource.name}.ts`)
  expect(names.toSorted()).toEqual(files.filter((file) => !file.endsWith('.test.ts')).toSorted())
})

test('finds a resource by its name', () => {
  expect(findResource('jobs')?.module).toBe('jpm')
  expect(findResource('Jobs')).toBeUndefined()
})

test.each(resources)('sends for $name only what the vendor documents', (resource) => {
  const base = `/${resource.module}/v2/tenant/{tenant}`
  const list = contract[`${base}/${resource.listPath}`]
  expect(list?.query).toEqual(expect.arrayContaining([...resource.listParameters]))
  expect(list?.scopes).toEqual([resource.scope])
  expect(resource.listParameters).toEqual(expect.arrayContaining(Object.keys(resource.listParams)))
  // Sorting whenever it is possible, and inactive records whenever they can be asked for.
  expect(resource.listSort).toBe(list?.sort?.includes('Id') ? '+Id' : null)
  expect(resource.listParams.active).toBe(list?.query.includes('active') ? 'Any' : undefined)

  const feed = contract[`${base}/${resource.exportPath}`]
  expect(feed?.query).toEqual(resource.exportParameters)
  expect(feed?.scopes).toEqual([resource.scope])
  expect(resource.exportParams.active).toBe(feed?.query.includes('active') ? 'Any' : undefined)
})

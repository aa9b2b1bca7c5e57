import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { findResource, resources } from './resources.ts'

test('lists every file of resources/', async () => {
  const files = await readdir(new URL('resources/', import.meta.url))
  const names = resources.map((resource) => `${resource.name}.ts`)
  expect(names.toSorted()).toEqual(files.filter((file) => !file.endsWith('.test.ts')).toSorted())
})

test('finds a resource by its name', () => {
  expect(findResource('jobs')?.module).toBe('jpm')
  expect(findResource('Jobs')).toBeUndefined()
})

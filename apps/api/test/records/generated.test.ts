import { readdir, readFile } from 'node:fs/promises'
import { resourceMap } from 'catalog'
import { expect, test } from 'vitest'
import { recordSources } from '../../client/index.ts'
import { filterList } from '../../scripts/filter-list.ts'
import { recordFieldsText } from '../../scripts/record-fields.ts'
import { recordSourcesText } from '../../scripts/record-sources.ts'

const folder = new URL('../../', import.meta.url)

test('the list of filters is current (else: pnpm --filter api generate)', async () => {
  const files = await readdir(new URL('src/cached-filters/', folder))
  expect(await readFile(new URL('src/generated/filters.ts', folder), 'utf8')).toBe(filterList(files))
})

test('the fields of records are current (else: pnpm --filter api generate)', async () => {
  const text = await readFile(new URL('src/generated/record-fields.ts', folder), 'utf8')
  expect(text).toBe(recordFieldsText())
})

test('the list of record sources is current (else: pnpm --filter api generate)', async () => {
  const text = await readFile(new URL('client/generated/record-sources.ts', folder), 'utf8')
  expect(text).toBe(recordSourcesText(Object.values(resourceMap)))
})

test('the sources of a record are its resource, its includes, their intermediate resources and its derivation sources', () => {
  expect(recordSources.locations.toSorted()).toEqual([
    'appointments',
    'customers',
    'jobs',
    'location-contacts',
    'locations',
  ])
  expect(recordSources.technicians.toSorted()).toEqual([
    'appointment-assignments',
    'appointments',
    'teams',
    'technicians',
  ])
  expect(recordSources.zones).toEqual(['zones'])
})

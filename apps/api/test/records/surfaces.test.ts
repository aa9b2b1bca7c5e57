import { recordColumnOf, recordFieldOf, recordTables, servedViews } from 'records'
import { expect, test } from 'vitest'
import { cachedResources } from '../../src/records/cached-resources.ts'
import { conditionsOfResource } from '../../src/records/list-parameters.ts'
import { recordResource } from '../../src/records/record-resources.ts'
import type { Resource } from '../../src/resource-definition/resource.ts'

// What can be read from the cache can be read from LAZI's records, under their names, if LAZI has a model of it.

/** What the records do not have, and why: docs/decisions.md, 75. */
const left: Readonly<Record<string, readonly string[]>> = {
  all: ['syncedAt', 'modifiedSince'],
  jobs: ['firstAppointmentId', 'lastAppointmentId'],
}
const isLeft = (resource: string, name: string) =>
  [...(left.all ?? []), ...(left[resource] ?? [])].includes(name)

const definitions = [...recordTables, ...servedViews]
const modelled = cachedResources.filter(({ name }) => definitions.some(({ resource }) => resource === name))

/** The field of the records with what a field of the cache has. */
function recordField(resource: Resource, field: string): string | undefined {
  const definition = definitions.find((each) => each.resource === resource.name)
  const column = definition && recordColumnOf(definition, resource.sqlOf('t', field).slice(2))
  return column === undefined ? undefined : recordFieldOf(column)
}

test.each(modelled)('every field of the cached $name is a field of the records', (resource) => {
  const { fields } = recordResource(resource.name)
  const missing = Object.keys(resource.fields).filter(
    (field) => !((recordField(resource, field) ?? '') in fields),
  )
  expect(missing.filter((field) => !isLeft(resource.name, field))).toEqual([])
  // What is left is missing indeed, or the list would be wrong.
  expect(missing).toEqual(expect.arrayContaining([...(left[resource.name] ?? [])]))
})

test.each(modelled)('every filter and relation of the cached $name is one of the records', (resource) => {
  const record = recordResource(resource.name)
  const tested = (each: Resource) => conditionsOfResource(each).map(({ field, test }) => `${field} ${test}`)
  const wanted = conditionsOfResource(resource)
    .filter(({ parameter }) => !isLeft(resource.name, parameter))
    .map(({ field, test }) => `${recordField(resource, field)} ${test}`)
  expect(tested(record)).toEqual(expect.arrayContaining(wanted))
  expect(Object.keys(record.includes)).toEqual(Object.keys(resource.includes))
})

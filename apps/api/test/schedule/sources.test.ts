import { parse } from 'libpg-query'
import { expect, test } from 'vitest'
import { availabilityQuery, availabilityTables } from '../../src/availability/read-availability.ts'
import { scheduleQuery, scheduleTables } from '../../src/schedule/read-schedule.ts'

test.each([
  { name: 'schedule', query: scheduleQuery, tables: scheduleTables },
  { name: 'availability', query: availabilityQuery, tables: availabilityTables },
])('the sources of the $name are the tables that its statement reads', async ({ query, tables }) => {
  const read = tablesOf(await parse(query))
  expect(read.length).toBeGreaterThan(0)
  expect(read.toSorted()).toEqual(tables.toSorted())
})

/** The tables of schema `lazi` that a parsed statement names anywhere. */
function tablesOf(parsed: unknown): string[] {
  const tables = new Set<string>()
  JSON.stringify(parsed, (key, value) => {
    if (key === 'RangeVar' && value.schemaname === 'lazi') tables.add(value.relname)
    return value
  })
  return [...tables]
}

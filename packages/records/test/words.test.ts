import type { WritableTable } from 'records/fields'
import * as tables from 'records/fields'
import { expect, test } from 'vitest'
import { wordOf } from '../src/writes/stored-record.ts'

const isTable = (value: unknown): value is WritableTable =>
  typeof value === 'object' && value !== null && 'table' in value

test('there is a word for one record of each table that is changed or referred to', () => {
  const changed = Object.values<unknown>(tables).filter(isTable)
  const referred = changed.flatMap(({ fields }) =>
    Object.values(fields).flatMap((field) => ('of' in field ? [field.of] : [])),
  )
  const names = new Set([
    ...changed.map(({ table }) => table),
    ...referred,
    'job_cancel_reasons',
    'job_hold_reasons',
  ])
  expect(names.size).toBeGreaterThan(10)
  for (const name of names) expect(wordOf(name)).toMatch(/^[a-z]/)
})

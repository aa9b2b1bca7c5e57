import { expect, test } from 'vitest'
import { renderTable } from './text-table.ts'

test('renderTable aligns columns, numbers to the right, without trailing spaces', () => {
  const rows = [
    ['1001001', 'jobs', '12'],
    ['7', 'appointment-assignments', '1,000'],
  ]
  expect(renderTable(['tenant', 'resource', 'rows'], rows, ['rows']).split('\n')).toEqual([
    'tenant   resource                  rows',
    '1001001  jobs                        12',
    '7        appointment-assignments  1,000',
  ])
  expect(renderTable(['a', 'b'], [['x', '']])).toBe('a  b\nx')
})

test('renderTable aligns any characters by their width on a terminal', () => {
  const names = ['Hollis', '東京', 'Zoe\u0308', '👩‍🔧', '\u001b[31mred\u001b[39m']
  const lines = renderTable(
    ['name', 'id'],
    names.map((name) => [name, '1']),
  ).split('\n')
  expect(lines).toEqual([
    'name    id',
    'Hollis  1',
    '東京    1',
    'Zoe\u0308     1',
    '👩‍🔧      1',
    '\u001b[31mred\u001b[39m     1',
  ])
})

test('renderTable prints only the header when there are no rows', () => {
  expect(renderTable(['tenant', 'rows'], [])).toBe('tenant  rows')
})

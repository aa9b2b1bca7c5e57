import { expect, test } from 'vitest'
import { renderTable } from './text-table.ts'

test('columns are aligned, numbers to the right, and no line ends with a space', () => {
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

test('a width is what a terminal shows, for any characters', () => {
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

test('a table without rows is its header', () => {
  expect(renderTable(['tenant', 'rows'], [])).toBe('tenant  rows')
})

import { expect, test } from 'vitest'
import { parsePostmasterFile } from './postmaster.ts'

test('parsePostmasterFile parses a complete postmaster.pid', () => {
  const text = '4281\n/data/cluster\n1790000000\n42695\n\n127.0.0.1\n  1234    5678\nready   \n'
  expect(parsePostmasterFile(text)).toEqual({
    pid: 4281,
    startedAtSeconds: 1_790_000_000,
    port: 42_695,
    status: 'ready',
  })
})

test('parsePostmasterFile parses an incomplete file, and returns undefined for an empty one', () => {
  expect(parsePostmasterFile('4281\n/data/cluster\n')).toMatchObject({ pid: 4281, port: 0, status: '' })
  expect(parsePostmasterFile('')).toBeUndefined()
})

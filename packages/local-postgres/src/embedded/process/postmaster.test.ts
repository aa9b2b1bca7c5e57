import { expect, test } from 'vitest'
import { parsePostmasterFile } from './postmaster.ts'

test('reads a complete postmaster.pid', () => {
  const text = '4281\n/data/cluster\n1790000000\n42695\n\n127.0.0.1\n  1234    5678\nready   \n'
  expect(parsePostmasterFile(text)).toEqual({
    pid: 4281,
    startedAtSeconds: 1_790_000_000,
    port: 42_695,
    status: 'ready',
  })
})

test('reads one that is being written, and none from an empty file', () => {
  expect(parsePostmasterFile('4281\n/data/cluster\n')).toMatchObject({ pid: 4281, port: 0, status: '' })
  expect(parsePostmasterFile('')).toBeUndefined()
})

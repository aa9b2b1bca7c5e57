import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEnvFile } from './env-file.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'env-file-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function read(content: string | Buffer) {
  const path = join(directory, 'env')
  writeFileSync(path, content)
  return readEnvFile(path)
}

test.each([
  ['a byte order mark', '\ufeffA=1\r\nB=2\r\n'],
  ['comments, blank lines and export', '# a\n\nexport A=1\n  B = 2 # b\n'],
  ['quotes', `A="1"\nB='2'\n`],
])('variables are read with %s', (_, content) => {
  expect(read(content)).toEqual({ A: '1', B: '2' })
})

test('a quoted value may have several lines', () => {
  expect(read('A="one\ntwo, no assignment\nthree"\nB=2\n')).toEqual({
    A: 'one\ntwo, no assignment\nthree',
    B: '2',
  })
})

test.each([
  ['UTF-16', Buffer.from('\ufeffA=1\n', 'utf16le')],
  ['UTF-16 without a byte order mark', Buffer.from('A=1\n', 'utf16le')],
  ['Latin-1', Buffer.from('A=\xe9\n', 'latin1')],
])('a file in %s is refused', (_, content) => {
  expect(() => read(content)).toThrow(/is not encoded in UTF-8/)
})

test('lines that are no assignment are refused by their numbers, without their text', () => {
  expect(() => read('A=1\nset B=secret\nC: secret\n# x\nD=4\n')).toThrow(
    /line 2 is no assignment.*line 3 is no/s,
  )
  expect(() => read('C: secret\n')).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('secret') }),
  )
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readEnvironment } from './environment.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'environment-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  delete process.env.ENV_FILE_TEST_NEW
  await rm(directory, { recursive: true })
})

test('a file adds what is not set, and never replaces what is', async () => {
  const file = join(directory, 'settings.env')
  await writeFile(file, 'ENV_FILE_TEST_NEW=from the file\nENV_FILE_TEST_SET=from the file\n')
  vi.stubEnv('ENV_FILE', file)
  vi.stubEnv('ENV_FILE_TEST_SET', 'from outside')
  expect(readEnvironment()).toMatchObject({
    ENV_FILE_TEST_NEW: 'from the file',
    ENV_FILE_TEST_SET: 'from outside',
  })
})

test('an empty ENV_FILE means none; one that is named and not there is an error', () => {
  vi.stubEnv('ENV_FILE', '')
  expect(readEnvironment().ENV_FILE_TEST_NEW).toBeUndefined()
  vi.stubEnv('ENV_FILE', join(directory, 'missing.env'))
  expect(() => readEnvironment()).toThrow('missing.env')
})

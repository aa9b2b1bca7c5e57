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

test('readEnvironment adds unset variables from the file, and never replaces set ones', async () => {
  const file = join(directory, 'settings.env')
  await writeFile(file, 'ENV_FILE_TEST_NEW=from the file\nENV_FILE_TEST_SET=from the file\n')
  vi.stubEnv('ENV_FILE', file)
  vi.stubEnv('ENV_FILE_TEST_SET', 'from outside')
  expect(readEnvironment()).toMatchObject({
    ENV_FILE_TEST_NEW: 'from the file',
    ENV_FILE_TEST_SET: 'from outside',
  })
})

test('readEnvironment reads no file when ENV_FILE is empty, and throws when the named file is missing', () => {
  vi.stubEnv('ENV_FILE', '')
  expect(readEnvironment().ENV_FILE_TEST_NEW).toBeUndefined()
  vi.stubEnv('ENV_FILE', join(directory, 'missing.env'))
  expect(() => readEnvironment()).toThrow('missing.env')
})

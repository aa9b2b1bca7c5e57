import { isAbsolute, join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultDataDir, postgresOptionsFromEnv } from './options.ts'

test('postgresOptionsFromEnv maps the variables and treats empty ones as unset', () => {
  expect(
    postgresOptionsFromEnv({
      DATABASE_URL: 'postgres://localhost/a',
      LOCAL_POSTGRES: 'container',
      LOCAL_POSTGRES_DIR: '/somewhere',
      LOCAL_POSTGRES_IMAGE: 'postgres:17',
    }),
  ).toEqual({ url: 'postgres://localhost/a', kind: 'container', dataDir: '/somewhere', image: 'postgres:17' })
  expect(postgresOptionsFromEnv({ DATABASE_URL: '', LOCAL_POSTGRES: '', LOCAL_POSTGRES_DIR: '' })).toEqual({})
})

test('postgresOptionsFromEnv resolves a relative directory from the repository root', () => {
  const { dataDir } = postgresOptionsFromEnv({ LOCAL_POSTGRES_DIR: '.data/other' })
  expect(dataDir).toBe(join(defaultDataDir(), '..', 'other'))
})

test('postgresOptionsFromEnv refuses an unknown kind', () => {
  expect(() => postgresOptionsFromEnv({ LOCAL_POSTGRES: 'docker' })).toThrow(
    'Expected `LOCAL_POSTGRES` to be "embedded" or "container", got "docker"',
  )
})

test('the default directory does not depend on the working directory', () => {
  const before = process.cwd()
  const expected = defaultDataDir()
  expect(isAbsolute(expected)).toBe(true)
  expect(expected).toMatch(/[/\\]\.data[/\\]postgres$/)
  process.chdir('/')
  try {
    expect(defaultDataDir()).toBe(expected)
  } finally {
    process.chdir(before)
  }
})

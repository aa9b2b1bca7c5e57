import { expect, test } from 'vitest'
import { requireVersion, versionText } from './connect.ts'
import { PostgresUnavailableError } from './errors.ts'

const URL = 'postgres://ann:s3cret@db.example.com/lazi'

test('requireVersion accepts PostgreSQL 15 and newer', () => {
  expect(() => requireVersion(150_000, URL)).not.toThrow()
  expect(() => requireVersion(190_001, URL)).not.toThrow()
})

test('requireVersion refuses older servers with a remedy', () => {
  try {
    requireVersion(140_012, URL)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(PostgresUnavailableError)
    expect(error).toMatchObject({ code: 'too_old' })
    expect((error as Error).message).toMatch(
      /^PostgreSQL 14\.12 at .* is too old: use PostgreSQL 15 or newer/,
    )
    expect((error as Error).message).not.toContain('s3cret')
  }
})

test('versionText formats server_version_num', () => {
  expect(versionText(180_004)).toBe('18.4')
  expect(versionText(90_624)).toBe('9.6')
})

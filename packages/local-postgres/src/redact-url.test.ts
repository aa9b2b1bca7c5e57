import { expect, test } from 'vitest'
import { redactUrl } from './redact-url.ts'

test('redactUrl replaces the password and keeps the rest', () => {
  expect(redactUrl('postgres://ann:s3cret@db.example.com:5433/lazi?sslmode=require')).toBe(
    'postgres://ann:***@db.example.com:5433/lazi?sslmode=require',
  )
})

test('redactUrl does not change a URL without a password', () => {
  expect(redactUrl('postgres://ann@localhost/lazi')).toBe('postgres://ann@localhost/lazi')
})

test('redactUrl replaces passwords in parameters', () => {
  expect(redactUrl('postgres://localhost/lazi?user=ann&password=s3cret&sslpassword=s3cret')).not.toContain(
    's3cret',
  )
})

test.each([
  'postgres://ann:s3/cret@localhost/lazi',
  'postgres://ann:12/s3cret@localhost/lazi',
  'postgres://ann:12?s3cret@localhost/lazi',
  'postgres://ann:12#s3cret@localhost/lazi',
  'postgres://ann:s3%cret@localhost/lazi',
  'postgres://ann:s3 cret@local host/lazi',
  'postgres://ann:s3@cret@localhost/lazi',
  'ann:s3cret@localhost/lazi',
  'host=localhost password=s3cret',
])('redactUrl hides a password that was not percent-encoded: %s', (url) => {
  expect(redactUrl(url)).not.toMatch(/cret/)
})

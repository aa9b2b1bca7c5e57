import { expect, test } from 'vitest'
import { openPool } from './pool.ts'

test('a session cannot be set up behind a pooler', () => {
  const options = { applicationName: 'test', max: 1, onError: () => undefined }
  expect(() =>
    openPool('postgres://localhost/x', { ...options, isPooled: true, session: { role: 'lazi_sync' } }),
  ).toThrow(new TypeError('Expected `session` to be left out behind a pooler'))
})

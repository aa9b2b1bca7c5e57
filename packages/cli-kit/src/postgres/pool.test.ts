import { expect, test } from 'vitest'
import { openPool } from './pool.ts'

test('openPool refuses session settings behind a pooler', () => {
  const options = { applicationName: 'test', max: 1, onError: () => undefined }
  expect(() =>
    openPool('postgres://localhost/x', { ...options, isPooled: true, session: { role: 'lazi_sync' } }),
  ).toThrow(new TypeError('Expected no `session` behind a pooler'))
})

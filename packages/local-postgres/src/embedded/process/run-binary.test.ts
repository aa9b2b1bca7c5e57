import { expect, test } from 'vitest'
import { childEnvironment } from './run-binary.ts'

test('childEnvironment removes variables that change the server or the language of its messages', () => {
  expect(
    childEnvironment({
      PATH: '/bin',
      PGDATA: '/x',
      PGPORT: '1',
      LC_MESSAGES: 'de_DE',
      LANGUAGE: 'de',
      TZ: 'CET',
      PAGER: 'less',
    }),
  ).toEqual({ PATH: '/bin', PAGER: 'less', LC_ALL: 'C', LANG: 'C' })
})

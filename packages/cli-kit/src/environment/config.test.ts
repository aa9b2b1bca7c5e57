import { expect, test } from 'vitest'
import { ConfigError, readConfig, wholeNumber } from './config.ts'

const read = (env: Record<string, string>) =>
  readConfig((reader) => {
    if (env.NAME === 'wrong') reader.problem('NAME is wrong')
    return {
      port: reader.wholeNumber('PORT', env.PORT, { min: 0, max: 65_535, fallback: 80 }),
      size: reader.wholeNumber('SIZE', env.SIZE, { min: 1, max: 10, fallback: 5 }),
      logLevel: reader.logLevel(env.LOG_LEVEL, 'info'),
    }
  })

test('readConfig reads variables, and uses the fallback of unset ones', () => {
  expect(read({})).toEqual({ port: 80, size: 5, logLevel: 'info' })
  expect(read({ PORT: '0', SIZE: '10', LOG_LEVEL: 'silent' })).toEqual({
    port: 0,
    size: 10,
    logLevel: 'silent',
  })
})

test('readConfig treats an empty variable as unset', () => {
  expect(read({ PORT: '', SIZE: '', LOG_LEVEL: '' })).toEqual({ port: 80, size: 5, logLevel: 'info' })
})

test('readConfig reports all problems together, without values', () => {
  const wrong = () => read({ PORT: '70000', SIZE: 'planted', LOG_LEVEL: 'loud', NAME: 'wrong' })
  expect(wrong).toThrow(ConfigError)
  expect(wrong).toThrow(
    'NAME is wrong; PORT is not a whole number from 0 to 65535; SIZE is not a whole number from 1 to 10; ' +
      'LOG_LEVEL is not one of trace, debug, info, warn, error, fatal, silent. See .env.example.',
  )
})

test.each(['', ' 5', '5.0', '-1', '+5', '0x5', '5e0', '11', '０'])(
  'wholeNumber refuses %j for the range from 0 to 10',
  (text) => {
    expect(wholeNumber(text, { min: 0, max: 10 })).toBeNull()
  },
)

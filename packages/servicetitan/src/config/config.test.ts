import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { credentials } from '../../test/create-test-client.ts'
import { readOptions, type ServiceTitanClientOptions } from './config.ts'

const read = (options: Partial<Record<keyof ServiceTitanClientOptions, unknown>>) =>
  readOptions({ ...credentials, ...options } as ServiceTitanClientOptions)

test('readOptions selects the hosts of the environment', () => {
  expect(read({})).toMatchObject({
    apiUrl: 'https://api.servicetitan.io',
    authUrl: 'https://auth.servicetitan.io',
  })
  expect(read({ environment: 'integration' })).toMatchObject({
    apiUrl: 'https://api-integration.servicetitan.io',
    authUrl: 'https://auth-integration.servicetitan.io',
  })
})

test('readOptions replaces a host by a URL, with or without a trailing slash', () => {
  expect(read({ apiUrl: 'https://proxy.example/st/', authUrl: 'http://localhost:8080/' })).toMatchObject({
    apiUrl: 'https://proxy.example/st',
    authUrl: 'http://localhost:8080',
  })
})

test.each(['http://127.0.0.1:1', 'http://[::1]:1', 'http://localhost', 'http://st.localhost'])(
  'readOptions allows http for the loopback address %s',
  (apiUrl) => {
    expect(read({ apiUrl }).apiUrl).toBe(apiUrl)
  },
)

test('readOptions refuses http to another machine, unless `allowInsecureHttp` is set', () => {
  expect(() => read({ apiUrl: 'http://10.0.0.7:8080' })).toThrow(
    /^Expected `apiUrl` to be an https URL .*, got /,
  )
  expect(() => read({ authUrl: 'http://127.0.0.1.example.com' })).toThrow('`authUrl`')
  expect(read({ apiUrl: 'http://10.0.0.7:8080', allowInsecureHttp: true }).apiUrl).toBe(
    'http://10.0.0.7:8080',
  )
})

test.each<[keyof ServiceTitanClientOptions, unknown]>([
  ['tenantId', ''],
  ['tenantId', 'acme'],
  ['tenantId', '0'],
  ['tenantId', '../1'],
  ['tenantId', '9223372036854775808'],
  ['tenantId', 42],
  ['environment', 'sandbox'],
  ['environment', 'toString'],
  ['apiUrl', 'api.servicetitan.io'],
  ['apiUrl', 'ftp://api.servicetitan.io'],
  ['apiUrl', 'https://api.servicetitan.io?x=1'],
  ['requestTimeoutMs', 0],
  ['requestTimeoutMs', 300_001],
  ['writeTimeoutMs', 0],
  ['writeStartTimeoutMs', 300_001],
  ['maxAttempts', 0],
  ['maxAttempts', 1.5],
  ['retryBaseDelayMs', -1],
  ['retryMaxDelayMs', Number.NaN],
  ['maxResponseBytes', 0],
  ['requestsPerSecond', 0],
  ['requestsPerSecond', '30'],
  ['userAgent', 'lazi\r\nx: y'],
])('readOptions refuses the %s %j', (name, value) => {
  expect(() => read({ [name]: value })).toThrow(new RegExp(`^Expected \`${name}\` to be .+, got .+`))
})

test('readOptions refuses a rate together with a limiter, which would ignore it', () => {
  const limiter = { acquire: async () => {} }
  expect(read({ limiter }).limiter).toBe(limiter)
  expect(() => read({ limiter, requestsPerSecond: 10 })).toThrow('`requestsPerSecond`')
})

test.each(['clientId', 'clientSecret', 'appKey'])(
  'readOptions refuses a %s that cannot be sent, without showing it',
  (name) => {
    for (const value of ['', 'planted-value\n', ' planted-value', 'plänted-value', 42, undefined]) {
      try {
        read({ [name]: value })
        expect.unreachable()
      } catch (error) {
        expect(inspect(error)).toContain(`Expected \`${name}\` to be`)
        expect(inspect(error)).not.toMatch(/pl.nted-value/)
      }
    }
  },
)

test('readOptions refuses credentials in a URL, without showing them', () => {
  try {
    read({ apiUrl: 'https://user:planted-password@proxy.example' })
    expect.unreachable()
  } catch (error) {
    expect(inspect(error)).toContain('Expected `apiUrl` to be a URL without credentials')
    expect(inspect(error)).not.toContain('planted')
  }
})

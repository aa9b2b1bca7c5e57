import { expect, test } from 'vitest'
import { credentials } from '../../test/create-test-client.ts'
import { createServiceTitanClient, type WriteRequest } from '../index.ts'

const body = async (request: Pick<WriteRequest, 'body'>): Promise<unknown> => {
  const sent: unknown[] = []
  const client = createServiceTitanClient({
    ...credentials,
    fetch: async (url, init) => {
      if (url.endsWith('/connect/token')) return Response.json({ access_token: 'token', expires_in: 900 })
      sent.push(init.body)
      return Response.json({})
    },
  })
  await client.send({ method: 'POST', module: 'crm', path: 'customers', ...request })
  return sent[0]
}

test('a body is sent as JSON, with ids beyond 2^53 exactly', async () => {
  expect(await body({ body: { customerId: 9_223_372_036_854_775_807n, tagTypeIds: [1n], memo: null } })).toBe(
    '{"customerId":9223372036854775807,"tagTypeIds":[1],"memo":null}',
  )
  expect(await body({ body: [] })).toBe('[]')
  expect(await body({})).toBeUndefined()
})

test.each<[string, unknown]>([
  ['method', 'GET'],
  ['method', 'delete'],
  ['module', '..'],
  ['module', ''],
  ['path', '/customers'],
  ['path', 'customers/'],
  ['path', 'customers/../jobs'],
  ['path', 'customers/%2e%2e'],
  ['path', 'customers?x=1'],
  ['path', 42],
  ['body', 'text'],
  ['body', null],
  ['body', { total: Number.NaN }],
])('a write with the %s %j is refused before it is sent', (name, value) => {
  const client = createServiceTitanClient(credentials)
  const request = {
    method: 'POST',
    module: 'crm',
    path: 'customers',
    [name]: value,
  } as unknown as WriteRequest
  expect(() => client.send(request)).toThrow(new RegExp(`^Expected \`${name}\` to be .+, got .+`))
})

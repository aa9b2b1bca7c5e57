import { expect, test } from 'vitest'
import { json, type Reply, startApi, text } from '../../test/api-server.ts'
import { createTestClient, rejection, resource } from '../../test/create-test-client.ts'
import { ServiceTitanHttpError, UnexpectedResponseError } from '../http/errors.ts'

const customers = resource('customers')

test('a record has the body exactly as received', async () => {
  const body = ' {"name":"é", "id" : 9223372036854775807, "address":{"id":1}}\n'
  await using api = await startApi({ api: text(body) })
  const client = createTestClient(api, { now: () => 1_234 })
  expect(await client.getRecord(customers, '9223372036854775807')).toEqual({
    body: Buffer.from(body),
    bytes: Buffer.byteLength(body),
    requests: 1,
    requestedAt: 1_234,
  })
  expect(api.requests).toMatchObject([
    { method: 'GET', path: '/crm/v2/tenant/987654321/customers/9223372036854775807', search: '' },
  ])
})

test.each<[string, Reply]>([
  ['a 500', text('', 500)],
  ['an HTML page', text('<html>')],
  ['a truncated record', text('{"id":1,"name":"A')],
  ['a record with a broken value', text('{"id":1,"name":nul}')],
  ['another record', json({ id: 2 })],
  ['an error in the body of a 200', json({ status: 500, title: 'Oops' })],
  ['a list', json([{ id: 1 }])],
])('the client reads a record again after %s', async (_what, reply) => {
  await using api = await startApi({ api: [reply, json({ id: 1 })] })
  expect(await createTestClient(api).getRecord(customers, '1')).toMatchObject({ requests: 2 })
})

test('the client fails when every response is another record', async () => {
  await using api = await startApi({ api: json({ id: 2 }) })
  const error = await rejection(createTestClient(api).getRecord(customers, '1'))
  expect(error).toBeInstanceOf(UnexpectedResponseError)
  expect(error).toMatchObject({ reason: 'wrong-shape', attempts: 3 })
})

test('the client reports a missing record without a retry', async () => {
  await using api = await startApi({ api: json({ title: 'Not found', status: 404, traceId: '1' }, 404) })
  const error = await rejection(createTestClient(api).getRecord(customers, '1'))
  expect(error).toBeInstanceOf(ServiceTitanHttpError)
  expect(error).toMatchObject({ status: 404, traceId: '1' })
  expect(api.requests).toHaveLength(1)
})

test('getRecord refuses a wrong id, and a resource without an endpoint for one record', async () => {
  await using api = await startApi()
  const client = createTestClient(api)
  for (const id of ['', '0', '../1', '1,2']) {
    expect(() => client.getRecord(customers, id)).toThrow('Expected `id` to be')
  }
  for (const name of ['customer-contacts', 'appointment-assignments', 'invoice-items']) {
    expect(() => client.getRecord(resource(name), '1')).toThrow('Expected `resource` to be')
  }
  expect(api.requests).toHaveLength(0)
})

import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiTimeoutError, createClient } from '../../client/index.ts'

/** What the server does with each request; it never completes a response. */
let respond: (response: ServerResponse) => void
const server = createServer((_, response) => respond(response))
let url: string

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

test.each([
  ['says nothing', () => undefined],
  [
    'stops in the middle of a body',
    (response: ServerResponse) =>
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"tables":['),
  ],
  [
    'stops in the middle of a problem',
    (response: ServerResponse) =>
      response.writeHead(503, { 'content-type': 'application/problem+json' }).write('{"title":'),
  ],
])('the client gives up on a server that %s', async (_, handle) => {
  respond = handle
  const error = await createClient({ url, key: 'lazi_1_1_x', timeoutMs: 50 })
    .sync()
    .catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ApiTimeoutError)
  expect(error).toMatchObject({ timeoutMs: 50, message: 'The API did not respond within 0.05 s.' })
})

test('a request that the caller aborts fails with the reason of the caller', async () => {
  const stop = new AbortController()
  respond = () => stop.abort(new Error('The page was left'))
  const client = createClient({ url, key: 'lazi_1_1_x', timeoutMs: 600_000 })
  await expect(client.sync({ signal: stop.signal })).rejects.toThrow('The page was left')
})

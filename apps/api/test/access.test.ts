import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiServer, startApiServer } from './fixtures/api-server.ts'

let server: ApiServer
beforeAll(async () => {
  server = await startApiServer()
})
afterAll(() => server.close())

test('says whose key it is', async () => {
  const key = await server.createKey('1', 'sync')
  const response = await server.get('/api/v2/me', key)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    tenant: { id: '1', name: 'Tenant one', timeZone: 'America/Chicago' },
    key: { id: key.split('_')[2], name: 'Key of 1', scopes: ['sync'] },
  })
})

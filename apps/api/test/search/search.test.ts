import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { withServiceTitanIds } from '../fixtures/service-titan-ids.ts'

let server: ApiServer
let reader: ApiClient
beforeAll(async () => {
  server = await startApiServer()
  for (const tenantId of ['1', '2']) await insertWorld(server.database.pool, tenantId)
  reader = createClient({ url: server.url, key: await server.createKey('1') })
})
afterAll(() => server.close())

test('search finds jobs by number and other rows by the start of their name, within the tenant', async () => {
  const found = async (q: string) =>
    withServiceTitanIds((await reader.search(q)).results).map(({ resource, id }) => `${resource} ${id}`)
  expect(await found('J-100')).toEqual(['jobs 100'])
  expect(await found('ADA ')).toEqual(['customers 10', 'locations 20'])
  expect(await found('ti')).toEqual(['technicians 30'])
  expect(await found('J-111')).toEqual([])
  expect(await found('%')).toEqual([])
  expect(await found('Only of 2')).toEqual([])
  expect(withServiceTitanIds((await reader.search('J-100')).results)).toEqual([
    { resource: 'jobs', id: '100', title: 'J-100', subtitle: 'Completed · Ada Hollis of 1' },
  ])
})

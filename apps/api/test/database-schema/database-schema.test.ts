import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'

let server: ApiServer
let reader: ApiClient
beforeAll(async () => {
  server = await startApiServer()
  reader = createClient({ url: server.url, key: await server.createKey('1') })
})
afterAll(() => server.close())

test('the database is shown with its tables, their comments, and the applied migrations', async () => {
  const { tables, migrations, verify } = await reader.schema()
  const jobs = tables.find(({ schema, name }) => schema === 'raw' && name === 'st_jobs')
  expect(jobs?.columns).toContainEqual({
    name: 'job_number',
    type: 'text',
    nullable: true,
    comment: expect.stringContaining('API: jobNumber'),
  })
  expect(jobs?.indexes.map(({ name }) => name)).toContain('st_jobs_number_idx')
  expect(tables.map(({ schema, name }) => `${schema}.${name}`)).toContain('api.keys')
  expect(migrations.at(0)?.name).toBe('001_create_raw_schema')
  expect(verify).toEqual({ matches: true, differences: [] })
})

test('the database is compared with its migrations, and manual changes are reported', async () => {
  // A server of its own: responses are remembered.
  await using own = await startApiServer()
  await own.database.pool.query('ALTER TABLE raw.st_zones ADD COLUMN by_hand text')
  const { verify } = await createClient({ url: own.url, key: await own.createKey('1') }).schema()
  expect(verify).toEqual({ matches: false, differences: ['unexpected column: raw.st_zones.by_hand'] })
})

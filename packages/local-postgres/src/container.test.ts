import { getContainerRuntimeClient } from 'testcontainers'
import { expect, test } from 'vitest'
import { query } from '../test/support.ts'
import { postgresOptionsFromEnv } from './options.ts'
import { resolvePostgres } from './resolve-postgres.ts'
import { startTemporaryPostgres } from './temporary-postgres.ts'

const engine = await getContainerRuntimeClient().then(
  () => true,
  () => false,
)
const { image } = postgresOptionsFromEnv({ LOCAL_POSTGRES_IMAGE: process.env.LOCAL_POSTGRES_IMAGE })

test('a container runs until close()', async (ctx) => {
  if (!engine) ctx.skip('no container engine')
  const server = await resolvePostgres({ kind: 'container', ...(image && { image }) })
  expect(server.kind).toBe('container')
  expect(await query(server.url, 'SELECT current_database() AS name')).toEqual([{ name: 'lazi' }])
  await server.close()
  await expect(query(server.url, 'SELECT 1')).rejects.toThrow()
})

test('a temporary server can be a container, with the requested settings', async (ctx) => {
  if (!engine) ctx.skip('no container engine')
  await using server = await startTemporaryPostgres({
    kind: 'container',
    settings: { max_connections: '17' },
    ...(image && { image }),
  })
  expect(await query(server.url, 'SHOW max_connections')).toEqual([{ max_connections: '17' }])
  expect(await query(server.url, 'SHOW fsync')).toEqual([{ fsync: 'off' }])
})

test('a missing image is reported in one line', async (ctx) => {
  if (!engine) ctx.skip('no container engine')
  await expect(resolvePostgres({ kind: 'container', image: 'localhost:1/none:0' })).rejects.toMatchObject({
    code: 'start_failed',
    message: expect.stringMatching(
      /^The container from localhost:1\/none:0 did not start [^\n]*embedded server\.$/,
    ),
  })
})

test('a missing container engine is reported in one line with a remedy', async (ctx) => {
  if (engine) ctx.skip('a container engine answers')
  await expect(resolvePostgres({ kind: 'container' })).rejects.toMatchObject({
    code: 'no_container_engine',
    message: expect.stringMatching(/^No container engine answers [^\n]*unset LOCAL_POSTGRES/),
  })
})

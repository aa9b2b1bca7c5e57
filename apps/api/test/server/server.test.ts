import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Hono } from 'hono'
import { afterEach, describe, expect, test } from 'vitest'
import type { ApiEnv } from '../../src/http/context.ts'
import { type RunningServer, startServer } from '../../src/server.ts'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'

describe('a client', () => {
  let server: RunningServer
  afterEach(() => server.close(0))
  const app = new Hono<ApiEnv>()
  app.get('/', (c) => c.text('ok'))
  app.onError((_, c) => c.text('aborted', 400))
  app.post('/', async (c) => c.text(await c.req.text()))
  const local = { port: 0, host: '127.0.0.1' }

  test('that sends its headers too slowly is disconnected in time', async () => {
    server = await startServer(app, { ...local, headersTimeoutMs: 50 })
    const slow = connect(server.port, '127.0.0.1')
    slow.write('GET / HTTP/1.1\r\nHost: x\r\n')
    expect(await text(slow)).toMatch(/^HTTP\/1.1 408 /)
  })

  test('that sends its body too slowly is disconnected in time', async () => {
    server = await startServer(app, { ...local, headersTimeoutMs: 40, requestTimeoutMs: 50 })
    const slow = connect(server.port, '127.0.0.1')
    slow.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab')
    expect(await text(slow)).toMatch(/^HTTP\/1.1 408 /)
  })

  test('beyond the maximum number of connections is disconnected', async () => {
    server = await startServer(app, { ...local, maxConnections: 1 })
    const first = connect(server.port, '127.0.0.1')
    first.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(first, 'data')
    const second = connect(server.port, '127.0.0.1')
    await once(second.resume(), 'close')
    first.destroy()
  })
})

describe('with the console', () => {
  test('requests are counted by their operation, and the public address has neither health nor metrics', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'api-console-'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Console</title>')
    try {
      await using server = await startApiServer({ consoleDir: folder })
      const key = await server.createKey('1')
      for (const path of [
        '/jobs',
        '/jobs/st:1',
        '/jobs/st:2',
        '/technicians/availability?date=2026-03-10',
        '/me',
      ])
        await server.get(`/api/v2${path}`, key)
      for (const path of ['/api/docs', '/api/v2/me', '/api/v2/none', '/jobs/100']) await server.get(path)
      const metrics = await (await fetch(`${server.healthUrl}/metrics`)).text()
      const counted = [
        ...metrics.matchAll(/^lazi_api_request_duration_seconds_count\{method="GET",(.*)\} (\d+)$/gm),
      ].map(([, labels, count]) => `${labels} ${count}`)
      expect(counted.toSorted()).toEqual(
        [
          'route="/api/v2/jobs",status="200" 1',
          'route="/api/v2/jobs/:id",status="404" 2',
          'route="/api/v2/technicians/availability",status="200" 1',
          'route="/api/v2/me",status="200" 1',
          'route="/api/docs",status="200" 1',
          'route="/api/v2/*",status="401" 2',
          'route="/*",status="200" 1',
        ].toSorted(),
      )

      for (const path of ['/healthz', '/readyz', '/metrics']) {
        const response = await server.get(path)
        expect([path, response.status]).toEqual([path, 404])
        expect((await problemOf(response)).detail).toContain('--metrics-port')
        expect((await fetch(`${server.healthUrl}${path}`)).status).toBe(200)
      }
      expect(await (await server.get('/livez')).text()).toBe('ok\n')
      expect((await fetch(`${server.healthUrl}/api/v2/me`)).status).toBe(404)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

test('a name that every object has is no file, resource, field or row', async () => {
  await using server = await startApiServer()
  const key = await server.createKey('1', 'admin')
  for (const name of ['constructor', '__proto__', 'toString']) await findsNothing(server, key, name)
})

async function findsNothing(server: ApiServer, key: string, name: string): Promise<void> {
  for (const path of [
    `/api/docs/${name}`,
    `/api/v2/${name}`,
    `/api/v2/jobs/${name}`,
    `/api/v2/sync/runs/${name}`,
  ]) {
    const response = await server.get(path, key, { headers: { 'if-none-match': '"x"' } })
    expect([path, [400, 404].includes(response.status)]).toEqual([path, true])
  }
  for (const query of ['include', 'fields', 'sort', name]) {
    const response = await server.get(`/api/v2/jobs/st:1?${query}=${name}`, key)
    expect([query, response.status]).toEqual([query, 400])
  }
  const sync = await server.get(`/api/v2/sync/${name}`, key, { method: 'POST', body: '{"kind":"full"}' })
  expect(sync.status).toBe(400)
}

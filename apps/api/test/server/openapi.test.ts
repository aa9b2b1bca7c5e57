import { createConfig, lintFromString } from '@redocly/openapi-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allResources } from '../fixtures/all-resources.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'

let server: ApiServer
let source: string
beforeAll(async () => {
  server = await startApiServer()
  source = await (await server.get('/api/openapi.json')).text()
})
afterAll(() => server.close())

test('the document passes the linter of Redocly', async () => {
  const config = await createConfig({ extends: ['recommended-strict'] })
  const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config })
  const found = problems.map(
    ({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`,
  )
  expect([...new Set(found)]).toEqual([])
})

test('the document lists every route once', () => {
  const { openapi, paths } = JSON.parse(source)
  expect(openapi).toBe('3.1.0')
  for (const { path } of allResources) expect(Object.keys(paths)).toContain(`${path}/{id}`)
  const operations = Object.values(paths).flatMap((path) => Object.values(path as object))
  const ids = operations.map(({ operationId }) => operationId)
  expect(ids).toContain('followChanges')
  expect(new Set(ids).size).toBe(ids.length)
})

test('the reference page and all its files are served from here, without inline scripts', async () => {
  const page = await server.get('/api/docs')
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const html = await page.text()
  const linked = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => String(path))
  expect(linked.length).toBeGreaterThan(3)
  for (const path of linked) {
    expect(path).toMatch(/^\/api\/docs\//)
    expect((await server.get(path)).status).toBe(200)
  }
  expect(html).not.toMatch(/<script(?![^>]* src=)/)
})

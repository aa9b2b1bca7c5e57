import { afterAll, describe, expect, it } from 'vitest'
import { createSandbox } from './sandbox.ts'
import type { Fault } from './settings/faults.ts'
import { sandboxCredentials } from './settings/options.ts'
import { pathOf, tokenRequest } from './testing/client.ts'

const sizes = { jobs: 60, locations: 30, technicians: 6 }
const create = (faults: Fault[] = []) => createSandbox({ tenants: [{ tenantId: 1_001_001, sizes }], faults })

describe.each(['fetch', 'HTTP'] as const)('a connection over %s', (transport) => {
  const sandboxes: ReturnType<typeof create>[] = []
  afterAll(() => Promise.all(sandboxes.map((sandbox) => sandbox.close())))

  const start = async (fault: Fault) => {
    const sandbox = create([{ path: '/jpm/', ...fault }])
    sandboxes.push(sandbox)
    const server = transport === 'HTTP' ? await sandbox.listen() : undefined
    const origin = server?.url ?? 'http://sandbox.test'
    const send = (path: string, init?: RequestInit) => (server ? fetch : sandbox.fetch)(origin + path, init)
    const token = (await (await send('/connect/token', tokenRequest())).json()) as { access_token: string }
    const headers = { authorization: `Bearer ${token.access_token}`, 'st-app-key': sandboxCredentials.appKey }
    const get = (init: RequestInit = {}) => send(pathOf('jobs', 'list'), { headers, ...init })
    return { sandbox, server, get }
  }

  it('serves the response of the API', async () => {
    const { get } = await start({ path: '/nothing' })
    const response = await get()
    expect(response.status).toBe(200)
    expect(((await response.json()) as { data: unknown[] }).data).toHaveLength(50)
  })

  it('can break before the response', async () => {
    const { get } = await start({ reset: true, times: 1 })
    await expect(get()).rejects.toThrow(TypeError)
    expect((await get()).status).toBe(200)
  })

  it('can break in the middle of the response', async () => {
    const { get } = await start({ truncate: true, times: 1 })
    const response = await get()
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow('terminated')
    expect((await get()).ok).toBe(true)
  })

  it('can be reset in the middle of the response', async () => {
    const { get } = await start({ reset: 'body', times: 1 })
    const response = await get()
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
    expect((await get()).ok).toBe(true)
  })

  it('can send a response without end, until the client aborts', async () => {
    const { get } = await start({ dribble: 1 })
    const controller = new AbortController()
    const reader = (await get({ signal: controller.signal })).body?.getReader()
    const read = async () => Buffer.from((await reader?.read())?.value ?? []).toString()
    let text = await read()
    while (!text.endsWith('   ')) text += await read()
    expect(text).toMatch(/^\{"page":1,/)
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
    controller.abort(new Error('given up'))
    await reader?.cancel().catch(() => undefined)
  })

  it('ends such a response when the sandbox closes', async () => {
    const { sandbox, get } = await start({ dribble: true })
    const response = await get()
    const text = response.text()
    await sandbox.close()
    await expect(text).rejects.toThrow(TypeError)
  })

  it('can end after half of the JSON as if it were complete', async () => {
    const { get } = await start({ truncate: 'text' })
    const text = await (await get()).text()
    expect(text).toMatch(/^\{"page":1,/)
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
  })

  it('can hang until the client aborts', async () => {
    const { sandbox, get } = await start({ hang: true })
    const controller = new AbortController()
    const hanging = get({ signal: controller.signal })
    // Aborts when the request has arrived, independent of time.
    while (sandbox.requestCount('/jpm/') === 0) await new Promise((resolve) => setImmediate(resolve))
    controller.abort(new Error('given up'))
    await expect(hanging).rejects.toThrow('given up')
  })

  it('can hang until the rules are cleared, and then responds as the API', async () => {
    const { sandbox, get } = await start({ hang: true })
    const hanging = get()
    while (sandbox.requestCount('/jpm/') === 0) await new Promise((resolve) => setImmediate(resolve))
    sandbox.clearFaults()
    expect((await hanging).status).toBe(200)
  })

  it('can hang until the sandbox closes', async () => {
    const { sandbox, get } = await start({ hang: true })
    const hanging = get().then(
      ({ status }) => status,
      (error: Error) => error.name,
    )
    while (sandbox.requestCount('/jpm/') === 0) await new Promise((resolve) => setImmediate(resolve))
    await sandbox.close()
    expect(['TypeError', 503]).toContain(await hanging)
  })
})

describe('listening', () => {
  it('refuses a port that is in use, and can be closed twice', async () => {
    const sandbox = create()
    const server = await sandbox.listen()
    const { port } = new URL(server.url)
    await expect(sandbox.listen({ port: Number(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await server.close()
    await server.close()
    await expect(fetch(server.url)).rejects.toThrow(TypeError)
  })

  it('closes at the end of its scope', async () => {
    let url = ''
    {
      await using server = await create().listen()
      url = server.url
      expect((await fetch(`${url}/nowhere`)).status).toBe(404)
    }
    await expect(fetch(url)).rejects.toThrow(TypeError)
  })
})

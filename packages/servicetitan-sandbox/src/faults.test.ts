import { afterAll, describe, expect, it } from 'vitest'
import { createFaults, type Fault } from './faults.ts'
import { sandboxCredentials } from './options.ts'
import { createSandbox } from './sandbox.ts'
import { connect, pathOf, tokenRequest } from './testing/client.ts'

const sizes = { jobs: 60, locations: 30, technicians: 6 }
const create = (faults: Fault[] = []) =>
  createSandbox({ tenants: [{ tenantId: 1_001_001, sizes }], exportPageSize: 10, faults })
const idsOf = (records: { id: unknown }[]): unknown[] => records.map(({ id }) => id)

describe('a rule', () => {
  const matches = (fault: Fault, method: string, path: string, query = '') =>
    createFaults([fault]).match(method, path, query).length > 0

  it('matches by prefix, with stars, by RegExp with the query, and by method', () => {
    const path = '/jpm/v2/tenant/1/export/jobs'
    expect(matches({ path: '/jpm/' }, 'GET', path)).toBe(true)
    expect(matches({ path: '/crm/' }, 'GET', path)).toBe(false)
    expect(matches({ path: '*/export/*' }, 'GET', path)).toBe(true)
    expect(matches({ path: '*/export' }, 'GET', path)).toBe(false)
    expect(matches({ path: '/jpm.v2/*' }, 'GET', path)).toBe(false)
    expect(matches({ path: /jobs\?page=2$/g }, 'GET', path, '?page=2')).toBe(true)
    expect(matches({ method: 'post' }, 'POST', path)).toBe(true)
    expect(matches({ method: 'POST' }, 'GET', path)).toBe(false)
    expect(matches({}, 'GET', path)).toBe(true)
  })

  it('lets `after` requests pass and works on `times`', async () => {
    const client = await connect(create([{ path: '/jpm/', status: 500, after: 2, times: 2 }]))
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) statuses.push((await client.list('jobs')).status)
    expect(statuses).toEqual([200, 200, 500, 500, 200, 200])
  })

  it('can be added and cleared while the sandbox runs', async () => {
    const sandbox = create()
    const client = await connect(sandbox)
    sandbox.addFault({ status: 503 })
    expect((await client.list('jobs')).status).toBe(503)
    sandbox.clearFaults()
    expect((await client.list('jobs')).status).toBe(200)
  })
})

describe('an answer in place of the API', () => {
  it.each([
    [{ status: 503 }, 503, 'application/problem+json; charset=utf-8', '"status":503'],
    [{ status: 429, retryAfter: 7 }, 429, 'application/json; charset=utf-8', 'Try again in 7 seconds'],
    [{ html: true }, 502, 'text/html; charset=utf-8', '<h1>502</h1>'],
    [{ html: '<p>down</p>', status: 200 }, 200, 'text/html; charset=utf-8', '<p>down</p>'],
    [{ body: '{"error":"x"}' }, 200, 'application/json; charset=utf-8', '{"error":"x"}'],
  ] as const)('is made by %j', async (fault, status, type, text) => {
    const client = await connect(create([{ ...fault, path: '/jpm/' }]))
    const answer = await client.list('jobs')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type])
    expect(answer.text).toContain(text)
    expect(answer.headers.get('retry-after')).toBe('retryAfter' in fault ? '7' : null)
  })

  it('has the token endpoint’s form at the token endpoint', async () => {
    const sandbox = create([{ path: '/connect/token', status: 400 }])
    const response = await sandbox.fetch('http://sandbox.test/connect/token', tokenRequest())
    expect([response.status, await response.json()]).toEqual([400, { error: 'invalid_client' }])
  })
})

describe('a page', () => {
  const exportWith = async (fault: Fault) => {
    const sandbox = create([{ path: '*/export/*', ...fault }])
    const base = [...sandbox.records(1_001_001, 'jobs')]
    return { base, sandbox, client: await connect(sandbox) }
  }

  it('can repeat, drop and reorder records', async () => {
    for (const [fault, change] of [
      [{ duplicate: true }, (ids: unknown[]) => [...ids, ids[0]]],
      [{ duplicate: 3 }, (ids: unknown[]) => [...ids, ...ids.slice(0, 3)]],
      [{ drop: 2 }, (ids: unknown[]) => ids.slice(2)],
      [{ reorder: true }, (ids: unknown[]) => ids.toReversed()],
    ] as const) {
      const { base, client } = await exportWith(fault)
      const { body } = await client.export('jobs')
      expect(idsOf(body.data)).toEqual(change(idsOf(base.slice(0, 10))))
    }
  })

  it('can change records on their way out, and only there', async () => {
    const { sandbox, client } = await exportWith({})
    const { id } = sandbox.insert(1_001_001, 'jobs')
    const mutate = (record: Record<string, unknown>) => {
      const { customFields } = record
      if (Array.isArray(customFields)) customFields.push('leak')
      return { ...record, jobStatus: 7, brandNew: { a: 1 } }
    }
    sandbox.addFault({ path: /jobs/, mutate })
    expect((await client.export('jobs')).body.data[0]).toMatchObject({ jobStatus: 7, brandNew: { a: 1 } })
    expect((await client.one('jobs', id)).body.customFields).toContain('leak')
    expect(
      (await client.one('jobs', id)).body.customFields.filter((field: unknown) => field === 'leak'),
    ).toHaveLength(1)
    sandbox.clearFaults()
    expect((await client.one('jobs', id)).body).toMatchObject({ jobStatus: 'Scheduled' })
  })

  it('can come with the token that it was asked with', async () => {
    const { client } = await exportWith({ sameToken: true, after: 1, times: 1 })
    const { continueFrom: from } = (await client.export('jobs')).body
    const stuck = (await client.export('jobs', { from })).body
    expect(stuck).toMatchObject({ hasMore: true, continueFrom: from })
    expect(stuck.data).toHaveLength(10)
  })

  it('can be empty with more to come, and loses nothing', async () => {
    const { base, client } = await exportWith({ emptyPage: true, after: 2, times: 2 })
    const { records, pages } = await client.drain('jobs')
    expect(idsOf(records)).toEqual(idsOf(base))
    expect(pages).toBe(6 + 2)
  })

  it('can be empty in a list', async () => {
    const client = await connect(create([{ path: '/jpm/', emptyPage: true }]))
    expect((await client.list('jobs')).body).toMatchObject({ data: [], hasMore: true })
  })
})

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

  it('serves what the API says', async () => {
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

  it('can end with half of the JSON as if it were whole', async () => {
    const { get } = await start({ truncate: 'text' })
    const text = await (await get()).text()
    expect(text).toMatch(/^\{"page":1,/)
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
  })

  it('can hang until the client gives up', async () => {
    const { sandbox, get } = await start({ hang: true })
    const controller = new AbortController()
    const hanging = get({ signal: controller.signal })
    // Gives up only once the request has arrived, without measuring time.
    while (sandbox.requestCount('/jpm/') === 0) await new Promise((resolve) => setImmediate(resolve))
    controller.abort(new Error('given up'))
    await expect(hanging).rejects.toThrow('given up')
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
  it('refuses a port that is taken, and can be closed twice', async () => {
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
      expect((await fetch(url)).status).toBe(404)
    }
    await expect(fetch(url)).rejects.toThrow(TypeError)
  })
})

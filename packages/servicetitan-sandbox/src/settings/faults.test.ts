import { describe, expect, it } from 'vitest'
import { createSandbox } from '../sandbox.ts'
import { connect, tokenRequest } from '../testing/client.ts'
import { createFaults, type Fault } from './faults.ts'

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

  it('skips `after` requests and applies to `times`', async () => {
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

describe("a response instead of the API's", () => {
  it.each([
    [{ status: 503 }, 503, 'application/problem+json; charset=utf-8', '"status":503'],
    [{ status: 429, retryAfter: 7 }, 429, 'application/json; charset=utf-8', 'Try again in 7 seconds'],
    [{ html: true }, 502, 'text/html; charset=utf-8', '<h1>502</h1>'],
    [{ html: '<p>down</p>', status: 200 }, 200, 'text/html; charset=utf-8', '<p>down</p>'],
    [{ body: '{"error":"x"}' }, 200, 'application/json; charset=utf-8', '{"error":"x"}'],
  ] as const)('is sent by %j', async (fault, status, type, text) => {
    const client = await connect(create([{ ...fault, path: '/jpm/' }]))
    const answer = await client.list('jobs')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type])
    expect(answer.text).toContain(text)
    expect(answer.headers.get('retry-after')).toBe('retryAfter' in fault ? '7' : null)
  })

  it('has the token endpoint’s format at the token endpoint', async () => {
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

  it('can hide selected records from lists, exports and gets', async () => {
    const { base, sandbox, client } = await exportWith({})
    const hidden = base[4]?.id ?? 0
    sandbox.addFault({ path: '/jpm/', drop: ({ id }) => id === hidden })
    const { records } = await client.drain('jobs')
    expect(idsOf(records)).toEqual(idsOf(base).filter((id) => id !== hidden))
    expect((await client.list('jobs', { ids: String(hidden) })).body.data).toEqual([])
    expect((await client.one('jobs', hidden)).status).toBe(404)
    expect((await client.one('jobs', base[5]?.id ?? 0)).status).toBe(200)
  })

  it('can begin with the last records of the previous page', async () => {
    const { base, client } = await exportWith({ again: 3 })
    const { records } = await client.drain('jobs')
    const ids = idsOf(base)
    const wanted = [0, 10, 20, 30, 40, 50].flatMap((from) => [
      ...ids.slice(Math.max(0, from - 3), from),
      ...ids.slice(from, from + 10),
    ])
    expect(idsOf(records)).toEqual(wanted)
  })

  it('can deliver records of the previous page, without losing any', async () => {
    const { base, client } = await exportWith({ late: 4 })
    const first = (await client.export('jobs')).body
    expect(idsOf(first.data)).toEqual(idsOf(base).slice(0, 6))
    const rest = await client.drain('jobs', { from: first.continueFrom })
    expect(idsOf(rest.records).slice(0, 4)).toEqual(idsOf(base).slice(6, 10))
    expect(idsOf([...first.data, ...rest.records]).toSorted()).toEqual(idsOf(base).toSorted())

    const listed = await connect(create([{ path: '*/jobs', late: 2, reorder: true }]))
    const pages = [await listed.list('jobs'), await listed.list('jobs', { page: 2 })]
    expect(pages.map(({ body }) => body.data.length)).toEqual([48, 12])
    expect(new Set(pages.flatMap(({ body }) => idsOf(body.data))).size).toBe(60)
  })

  it('is not shared between sandboxes', async () => {
    const rule: Fault = Object.freeze({ path: '*/export/*', again: 2 })
    const [one, other] = [await connect(create([rule])), await connect(create([rule]))]
    const { continueFrom: from } = (await one.export('jobs')).body
    expect((await other.export('jobs', { from })).body.data).toHaveLength(10)
    expect((await one.export('jobs', { from })).body.data).toHaveLength(12)
  })

  it('can contain any JSON value', async () => {
    const { sandbox, client } = await exportWith({})
    const unusual = {
      total: 2n ** 63n - 1n,
      jobStatus: null,
      summary: 'a\u0000b',
      priority: ['High'],
      extra: { deep: [1] },
    }
    sandbox.addFault({ path: '*/jobs', mutate: (record) => ({ ...record, ...unusual }) })
    const { text, body } = await client.export('jobs')
    expect(text).toContain('"total":9223372036854775807,')
    expect(text).toContain('"summary":"a\\u0000b"')
    expect(body.data[0]).toMatchObject({ jobStatus: null, priority: ['High'], extra: { deep: [1] } })

    sandbox.clearFaults()
    const large = 'x'.repeat(5 * 1024 * 1024)
    sandbox.addFault({ path: '*/jobs', drop: 9, mutate: (record) => ({ ...record, summary: large }) })
    expect((await client.export('jobs')).text.length).toBeGreaterThan(large.length)
  })

  it('can change served records without changing stored ones', async () => {
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

  it('can return the token of the request', async () => {
    const { client } = await exportWith({ sameToken: true, after: 1, times: 1 })
    const { continueFrom: from } = (await client.export('jobs')).body
    const stuck = (await client.export('jobs', { from })).body
    expect(stuck).toMatchObject({ hasMore: true, continueFrom: from })
    expect(stuck.data).toHaveLength(10)
  })

  it('can be empty with `hasMore: true`, without losing records', async () => {
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

import { randomUUID } from 'node:crypto'
import { readOperator } from 'cli-kit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient } from '../../client/index.ts'
import { commandLine } from '../../src/cli/program.ts'
import { formatSession } from '../../src/keys/sessions/session-text.ts'
import { createCode } from '../../src/keys/sessions/sign-in-codes.ts'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'
import { type Browser, openBrowser, signedIn } from '../fixtures/browser.ts'
import { entriesOf, type StoredEntry } from '../fixtures/entries.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { setDomains, type WorldIds, worldIds } from '../fixtures/own-domains.ts'
import { sendWrite, writeCases } from '../fixtures/write-cases.ts'

// Each operation and each command that changes something leaves exactly one entry, in the transaction of the change.

let server: ApiServer
let key: string
let keyId: string
let ids: WorldIds
let person: { readonly id: string; readonly key: string }
beforeAll(async () => {
  server = await startApiServer()
  key = await server.createKey('1', 'admin')
  keyId = idOf(key)
  person = await server.createPerson('1', 'reader', 'Ben')
  await insertWorld(server.database.pool, '1')
  await setDomains(server.database.pool, '1')
  ids = await worldIds(server.database.pool, '1')
  await server.database.pool.query(`
    INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
    SELECT 1, 'st_jobs', n::text, '{"name":"Payload"}', 'Refused', now(), now() FROM generate_series(1, 3) AS n`)
})
afterAll(() => server.close())

const idOf = (text: string) => text.split('_')[2] ?? ''
const reason = 'Wegen Größe: 100 %'
const headersOf = (requestId: string) => ({
  'x-request-id': requestId,
  'x-reason': encodeURIComponent(reason),
  'x-on-behalf-of': 'ada@example.com',
})

/** What an operation's entry is expected to have, beside its actor, request and reason. */
type Expected = Pick<StoredEntry, 'action' | 'entity' | 'entityId' | 'changes'>
type Headers = Record<string, string>

interface Case {
  /** Sends the request with these headers. */
  readonly send: (headers: Headers) => Promise<Response>
  /** @param body of the response */
  readonly expected: (body: never) => Expected
}

const request = (method: string, path: string, headers: Headers, body?: object) =>
  server.get(`/api/v2${path}`, key, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
const requested = (changes: object) => (body: { readonly requestId: string }) => ({
  action: 'request',
  entity: 'raw.sync_requests',
  entityId: body.requestId,
  changes: Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, { new: value }])),
})

let browser: Browser
let revokedId: string
/** A case for each operation that changes something; `operations` finds one that has none. */
const cases: Readonly<Record<string, Case>> = {
  addPerson: {
    send: (headers) => request('POST', '/people', headers, { name: 'Ada', role: 'reader' }),
    expected: ({ id }: { readonly id: string }) => ({
      action: 'create',
      entity: 'api.people',
      entityId: id,
      changes: { name: { new: 'Ada' }, email: { new: null }, role: { new: 'reader' } },
    }),
  },
  changePerson: {
    send: (headers) => request('PATCH', `/people/${person.id}`, headers, { role: 'office', name: 'Ben' }),
    expected: () => ({
      action: 'update',
      entity: 'api.people',
      entityId: person.id,
      changes: { role: { old: 'reader', new: 'office' } },
    }),
  },
  askForSync: {
    send: (headers) => request('POST', '/sync/jobs', headers, { kind: 'full' }),
    expected: requested({ kind: 'full', table: 'st_jobs', allowDeletes: false }),
  },
  replayQuarantineEntry: {
    send: (headers) => request('POST', '/sync/quarantine/1/replay', headers),
    expected: requested({ kind: 'replay', table: 'st_jobs', quarantineId: '1' }),
  },
  dropQuarantineEntry: {
    send: (headers) => request('POST', '/sync/quarantine/002/drop', headers),
    expected: requested({ kind: 'drop', table: 'st_jobs', quarantineId: '2' }),
  },
  getQuarantineEntry: {
    send: (headers) => request('GET', '/sync/quarantine/003', headers),
    expected: () => ({ action: 'view', entity: 'raw.quarantine', entityId: '3', changes: null }),
  },
  signIn: {
    async send(headers) {
      browser = openBrowser(server)
      return browser.send('POST', '/sessions', { key, headers, body: {} })
    },
    expected: (body: { readonly expiresAt: string }) => ({
      action: 'login',
      entity: 'api.sessions',
      entityId: '1',
      changes: { keyId: { new: keyId }, expiresAt: { new: body.expiresAt } },
    }),
  },
  signOut: {
    send: (headers) => browser.send('DELETE', '/sessions', { tenant: '1', headers }),
    expected: () => ({ action: 'logout', entity: 'api.sessions', entityId: '1', changes: null }),
  },
  revokeKey: {
    async send(headers) {
      revokedId = idOf(await server.createKey('1'))
      return request('DELETE', `/keys/00${revokedId}`, headers)
    },
    expected: (body: { readonly revokedAt: string }) => ({
      action: 'revoke',
      entity: 'api.keys',
      entityId: revokedId,
      changes: { revokedAt: { old: null, new: body.revokedAt.replace('000Z', 'Z') } },
    }),
  },
}

/** Operations that change nothing although their method may: reading a code needs a body. */
const unrecorded = ['describeSignInCode']

test('every operation that may change something has a case', async () => {
  const { paths } = JSON.parse(await (await server.get('/api/openapi.json')).text())
  const operations = Object.values(paths as Record<string, Record<string, Documented>>)
  const changing = operations.flatMap((methods) =>
    Object.entries(methods)
      .filter(([method, { parameters = [] }]) => method !== 'get' || parameters.some(isReason))
      .map(([, { operationId }]) => operationId),
  )
  const known = [...Object.keys(cases), ...Object.keys(writeCases)]
  expect(changing.toSorted()).toEqual([...known, ...unrecorded].toSorted())
  for (const methods of operations) {
    for (const { operationId, parameters = [] } of Object.values(methods))
      expect([operationId, parameters.some(isReason)]).toEqual([operationId, known.includes(operationId)])
  }
})

interface Documented {
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string }[]
}
const isReason = ({ name }: { readonly name: string }) => name === 'x-reason'

/** The entries that `work` adds. */
async function addedBy(work: () => Promise<unknown>): Promise<StoredEntry[]> {
  const before = await entriesOf(server.database.pool, '1')
  await work()
  const after = await entriesOf(server.database.pool, '1')
  expect(after.map(({ seq }) => seq)).toEqual(after.map((_, index) => String(index + 1)))
  return after.slice(before.length)
}

test.each(Object.keys(cases))(
  '%s leaves one entry: who, for whom, why, and by which request',
  async (name) => {
    const { send, expected } = cases[name] as Case
    const requestId = randomUUID()
    let body = {}
    const entries = await addedBy(async () => {
      const response = await send(headersOf(requestId))
      expect([response.ok, response.headers.get('x-request-id')]).toEqual([true, requestId])
      const text = await response.text()
      body = text === '' ? {} : JSON.parse(text)
    })
    expect(entries).toEqual([
      {
        ...expected(body as never),
        seq: expect.any(String),
        actor: `key:${keyId}`,
        actorName: 'Key of 1',
        onBehalfOf: 'ada@example.com',
        requestId,
        reason,
      },
    ])
  },
)

test.each(Object.keys(writeCases))('%s leaves one entry, about the record of its response', async (name) => {
  const office = createClient({ url: server.url, key })
  const request = await (writeCases[name] as (typeof writeCases)[string])({
    office,
    ids,
    pool: server.database.pool,
  })
  const requestId = randomUUID()
  let id = ''
  const entries = await addedBy(async () => {
    const response = await sendWrite(server, key, request, headersOf(requestId))
    expect([response.ok, response.headers.get('x-request-id')]).toEqual([true, requestId])
    id = request.entityId ?? ((await response.json()) as { readonly id: string }).id
  })
  const { action, entity } = request
  expect(entries).toMatchObject([
    { action, entity, entityId: id, actor: `key:${keyId}`, onBehalfOf: 'ada@example.com', requestId, reason },
  ])
  const { rows } = await server.database.pool.query(
    `SELECT count(*)::integer AS count FROM lazi.changes WHERE tenant_id = 1 AND request_id = $1 AND id::text = $2`,
    [requestId, id],
  )
  expect(rows).toEqual([{ count: request.isPublished === false ? 0 : 1 }])
})

describe('no entry is left by', () => {
  test('a request that is pending already', async () => {
    const ask = () => request('POST', '/sync/zones', {}, { kind: 'full' })
    await ask()
    expect(await addedBy(ask)).toEqual([])
  })

  test('the revocation of a key that was revoked before, or does not exist', async () => {
    const id = idOf(await server.createKey('1'))
    const first = await (await request('DELETE', `/keys/${id}`, {})).json()
    const entries = await addedBy(async () => {
      expect(await (await request('DELETE', `/keys/${id}`, {})).json()).toEqual(first)
      expect((await request('DELETE', '/keys/999', {})).status).toBe(404)
    })
    expect(entries).toEqual([])
  })

  test('signing out without a session, reading without a payload, and the use of a key', async () => {
    const reader = await server.createKey('1')
    const entries = await addedBy(async () => {
      expect((await openBrowser(server).send('DELETE', '/sessions', { key })).status).toBe(204)
      expect((await server.get('/api/v2/sync/quarantine/1', reader)).status).toBe(200)
      expect((await request('GET', '/sync/quarantine/999', {})).status).toBe(404)
      const used = () =>
        server.database.pool.query('SELECT FROM api.keys WHERE key_id = $1 AND last_used_at IS NOT NULL', [
          idOf(reader),
        ])
      await expect.poll(async () => (await used()).rowCount).toBe(1)
    })
    expect(entries).toEqual([])
  })
})

test('signing in by a code names the code, and the session that is replaced', async () => {
  const own = await signedIn(server, key)
  const code = await createCode(server.database.pool, { tenantId: '1', keyId })
  if (!code) throw new Error('Expected a code')
  const [entry, ...more] = await addedBy(() =>
    own.send('POST', '/sessions', { body: { code: formatSession(code) } }),
  )
  expect(more).toEqual([])
  expect(entry).toMatchObject({
    actor: `key:${keyId}`,
    action: 'login',
    changes: { codeId: { new: code.id }, replaces: { new: String(Number(entry?.entityId) - 1) } },
  })
})

describe('the headers', () => {
  test('are optional, and empty ones are not said', async () => {
    const [entry] = await addedBy(() =>
      request('POST', '/sync/teams', { 'x-reason': ' ', 'x-on-behalf-of': '' }, { kind: 'full' }),
    )
    expect(entry).toMatchObject({ reason: null, onBehalfOf: null })
  })

  test.each([
    ['x-reason', encodeURIComponent('ü'.repeat(501))],
    ['x-reason', '%E4'],
    ['x-reason', '%00'],
    ['x-on-behalf-of', 'x'.repeat(201)],
  ])('%s is refused when it is too long or not UTF-8, and nothing changes', async (name, value) => {
    const requests = 'SELECT count(*) FROM raw.sync_requests'
    const before = (await server.database.pool.query(requests)).rows
    const entries = await addedBy(async () => {
      const response = await request('POST', '/sync/tag-types', { [name]: value }, { kind: 'full' })
      expect([response.status, (await problemOf(response)).errors?.[0]?.path]).toEqual([
        400,
        `header.${name}`,
      ])
    })
    expect(entries).toEqual([])
    expect((await server.database.pool.query(requests)).rows).toEqual(before)
  })

  test('have at most 500 and 200 characters', async () => {
    const long = { 'x-reason': encodeURIComponent('😀'.repeat(500)), 'x-on-behalf-of': 'x'.repeat(200) }
    const [entry] = await addedBy(() => request('POST', '/sync/tag-types', long, { kind: 'full' }))
    expect(entry).toMatchObject({ reason: '😀'.repeat(500), onBehalfOf: 'x'.repeat(200) })
  })
})

/** Runs a command in this process. @returns its output, parsed */
const run = (...args: string[]) =>
  commandLine
    .createProgram({ env: { DATABASE_URL: server.database.url }, finish: () => undefined })
    .parseAsync([...args, '--tenant', '1'], { from: 'user' })

let changedId: string
let deactivatedId: string
async function prepare(): Promise<void> {
  revokedId = idOf(await server.createKey('1'))
  changedId = (await server.createPerson('1', 'reader', 'Di')).id
  deactivatedId = (await server.createPerson('1', 'reader', 'Ed')).id
  await server.database.pool.query('UPDATE api.people SET deactivated_at = now() WHERE person_id = $1', [
    deactivatedId,
  ])
}

const commandCases: Readonly<Record<string, { args: () => string[]; expected: () => object }>> = {
  'keys create': {
    args: () => ['keys', 'create', '--name', 'Board', '--scope', 'sync'],
    expected: () => ({
      action: 'create',
      entity: 'api.keys',
      changes: { name: { new: 'Board' }, scopes: { new: ['sync'] }, expiresAt: { new: null } },
    }),
  },
  'keys link': {
    args: () => ['keys', 'link', keyId],
    expected: () => ({
      action: 'create',
      entity: 'api.sign_in_codes',
      changes: { keyId: { new: keyId }, expiresAt: { new: expect.stringMatching(/^\d{4}-.*Z$/) } },
    }),
  },
  'keys revoke': {
    args: () => ['keys', 'revoke', revokedId],
    expected: () => ({ action: 'revoke', entity: 'api.keys', entityId: revokedId }),
  },
  'people add': {
    args: () => ['people', 'add', '--name', 'Cy', '--role', 'dispatcher', '--email', 'cy@example.com'],
    expected: () => ({
      action: 'create',
      entity: 'api.people',
      changes: { name: { new: 'Cy' }, email: { new: 'cy@example.com' }, role: { new: 'dispatcher' } },
    }),
  },
  'people set': {
    args: () => ['people', 'set', changedId, '--email', 'di@example.com'],
    expected: () => ({ ...updated(), changes: { email: { old: null, new: 'di@example.com' } } }),
  },
  'people deactivate': {
    args: () => ['people', 'deactivate', changedId],
    expected: () => ({
      ...updated(),
      changes: { deactivatedAt: { old: null, new: expect.stringMatching(/Z$/) } },
    }),
  },
  'people activate': {
    args: () => ['people', 'activate', deactivatedId],
    expected: () => ({
      action: 'update',
      entity: 'api.people',
      entityId: deactivatedId,
      changes: { deactivatedAt: { old: expect.stringMatching(/Z$/), new: null } },
    }),
  },
}
const updated = () => ({ action: 'update', entity: 'api.people', entityId: changedId })
/** The commands that change nothing when they are repeated. */
const repeatable = ['keys revoke', 'people set', 'people deactivate', 'people activate']

test('every command that changes something has a case', () => {
  const program = commandLine.createProgram({ env: {}, finish: () => undefined })
  const names = program.commands.flatMap((group) =>
    group.commands.map((each) => `${group.name()} ${each.name()}`),
  )
  expect(names.toSorted()).toEqual([...Object.keys(commandCases), 'keys list', 'people list'].toSorted())
})

test.each(Object.keys(commandCases))(
  '%s leaves one entry, and none when it changes nothing',
  async (name) => {
    const { args, expected } = commandCases[name] as (typeof commandCases)[string]
    await prepare()
    const entries = await addedBy(() => run(...args(), '--reason', reason))
    const { id, name: actorName } = readOperator()
    const by = { actor: `cli:${id}`, actorName, reason, requestId: null, onBehalfOf: null }
    expect(entries).toEqual([expect.objectContaining({ ...by, ...expected() })])
    if (repeatable.includes(name)) expect(await addedBy(() => run(...args()))).toEqual([])
  },
)

describe('a change whose entry fails', () => {
  const refusedReason = 'refused by the database'
  let own: Browser
  let id: string
  beforeAll(async () => {
    own = await signedIn(server, key)
    id = idOf(await server.createKey('1'))
    await server.database.pool.query(
      `ALTER TABLE audit.entries ADD CONSTRAINT refused CHECK (reason <> '${refusedReason}') NOT VALID`,
    )
  })
  afterAll(() => server.database.pool.query('ALTER TABLE audit.entries DROP CONSTRAINT refused'))

  const state = async () =>
    (
      await server.database.pool.query(
        `SELECT (SELECT json_agg(r ORDER BY request_id) FROM raw.sync_requests AS r) AS requests,
                (SELECT json_agg(s ORDER BY session_id) FROM api.sessions AS s) AS sessions,
                (SELECT json_agg(c ORDER BY code_id) FROM api.sign_in_codes AS c) AS codes,
                (SELECT json_agg(json_build_array(key_id, revoked_at) ORDER BY key_id) FROM api.keys) AS keys,
                (SELECT json_agg(p ORDER BY person_id) FROM api.people AS p) AS people,
                (SELECT json_agg(p) FROM audit.positions AS p) AS positions`,
      )
    ).rows

  const tries: Readonly<Record<string, (headers: Headers) => Promise<Response>>> = {
    addPerson: (headers) => request('POST', '/people', headers, { name: 'Fay', role: 'admin' }),
    changePerson: (headers) => request('PATCH', `/people/${person.id}`, headers, { role: 'admin' }),
    askForSync: (headers) => request('POST', '/sync/jobs', headers, { kind: 'verify' }),
    replayQuarantineEntry: (headers) => request('POST', '/sync/quarantine/3/replay', headers),
    dropQuarantineEntry: (headers) => request('POST', '/sync/quarantine/3/drop', headers),
    getQuarantineEntry: (headers) => request('GET', '/sync/quarantine/3', headers),
    signIn: (headers) => own.send('POST', '/sessions', { key, headers, body: {} }),
    signOut: (headers) => own.send('DELETE', '/sessions', { tenant: '1', headers }),
    revokeKey: (headers) => request('DELETE', `/keys/${id}`, headers),
  }

  test.each(Object.keys(cases))('is not made by %s', async (name) => {
    const before = await state()
    const headers = { 'x-reason': encodeURIComponent(refusedReason) }
    expect((await tries[name]?.(headers))?.status).toBe(500)
    expect(await state()).toEqual(before)
  })

  test.each(Object.keys(commandCases))('is not made by %s', async (name) => {
    await prepare()
    const args = commandCases[name]?.args() ?? []
    const before = await state()
    await expect(run(...args, '--reason', refusedReason)).rejects.toThrow(/check constraint "refused"/)
    expect(await state()).toEqual(before)
  })
})

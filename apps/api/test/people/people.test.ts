import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { includesScope, type Role, roles, scopes } from '../../src/keys/scope.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { signedIn } from '../fixtures/browser.ts'
import { entriesOf } from '../fixtures/entries.ts'

// The persons of a tenant: their roles, and what becomes of their keys.

let server: ApiServer
let admin: ApiClient
beforeAll(async () => {
  server = await startApiServer({ keyCacheMs: 3_600_000 })
  admin = createClient({ url: server.url, key: await server.createKey('1', 'admin') })
})
afterAll(() => server.close())

const status = (code: number) => expect.objectContaining({ name: 'ApiError', status: code })
const clientOf = (key: string) => createClient({ url: server.url, key })

test.each([
  ['reader', ['read']],
  ['dispatcher', ['read', 'write:dispatch']],
  ['office', ['read', 'write:dispatch', 'write:records']],
  ['admin', [...scopes]],
] as const)('a %s has the scopes of the role', async (role, allowed) => {
  const person = await server.createPerson('1', role)
  const me = await clientOf(person.key).me()
  expect(me).toMatchObject({
    key: { scopes: allowed },
    person: { id: person.id, name: `The ${role}`, role },
  })
  const included = scopes.filter((scope) => includesScope(roles[role], scope))
  expect(included).toEqual(allowed)
})

test('a scope includes no other one than read, but for admin', () => {
  const included = Object.fromEntries(
    scopes.map((granted) => [granted, scopes.filter((scope) => includesScope([granted], scope))]),
  )
  expect(included).toEqual({
    read: ['read'],
    'write:dispatch': ['read', 'write:dispatch'],
    'write:records': ['read', 'write:records'],
    sync: ['read', 'sync'],
    admin: [...scopes],
  })
  expect(includesScope([], 'read')).toBe(false)
})

test('persons are added, listed newest first, read and changed', async () => {
  const ada = await admin.addPerson({ name: ' Ada Park ', email: 'ada@example.com', role: 'dispatcher' })
  expect(ada).toEqual({
    id: expect.stringMatching(/^\d+$/),
    name: 'Ada Park',
    email: 'ada@example.com',
    role: 'dispatcher',
    isActive: true,
    createdAt: expect.stringMatching(/Z$/),
  })
  const ben = await admin.addPerson({ name: 'Ben', role: 'reader' })
  expect(ben.email).toBeNull()
  expect((await admin.people({ limit: 2 })).data).toEqual([ben, ada])
  const first = await admin.people({ limit: 1 })
  const second = await admin.people({ limit: 1, cursor: String(first.nextCursor) })
  expect([...first.data, ...second.data]).toEqual([ben, ada])
  const changed = { ...ada, name: 'Ada Lee', email: null }
  expect(await admin.changePerson(ada.id, { name: 'Ada Lee', email: null })).toEqual(changed)
  expect(await admin.person(ada.id)).toEqual(changed)
})

test('a role that changes holds for the next request of each key and session, although they are cached', async () => {
  const person = await server.createPerson('1', 'reader')
  const browser = await signedIn(server, person.key)
  const statuses = async () => [
    (await server.get('/api/v2/keys', person.key)).status,
    (await browser.send('GET', '/keys', { tenant: '1' })).status,
  ]
  expect(await statuses()).toEqual([403, 403])
  await admin.changePerson(person.id, { role: 'admin' })
  expect(await statuses()).toEqual([200, 200])
})

test('a person who is deactivated is refused, and told why in the browser, until they are activated', async () => {
  const person = await server.createPerson('1', 'office')
  const browser = await signedIn(server, person.key)
  const statuses = async () => [
    (await server.get('/api/v2/me', person.key)).status,
    (await browser.send('GET', '/me', { tenant: '1' })).status,
  ]
  expect(await statuses()).toEqual([200, 200])
  expect(await admin.changePerson(person.id, { isActive: false })).toMatchObject({ isActive: false })
  expect(await statuses()).toEqual([401, 401])
  const { detail } = (await (await browser.send('GET', '/me', { tenant: '1' })).json()) as { detail: string }
  expect(detail).toContain('its person was deactivated')
  const [key] = (await admin.keys({ limit: 1 })).data
  expect(key).toMatchObject({ person: { id: person.id }, status: 'deactivated', scopes: roles.office })
  await admin.changePerson(person.id, { isActive: true })
  expect(await statuses()).toEqual([200, 200])
})

test('an entry names the person, who cannot act for another one', async () => {
  const { key } = await server.createPerson('1', 'admin', 'Grace')
  await clientOf(key).addPerson({ name: 'Hugo', role: 'reader' }, { reason: 'New hire' })
  const [entry] = (await entriesOf(server.database.pool, '1')).slice(-1)
  expect(entry).toMatchObject({ actorName: 'Grace', reason: 'New hire', onBehalfOf: null })
  const refused = await server.get('/api/v2/people', key, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-on-behalf-of': 'Ivy' },
    body: JSON.stringify({ name: 'Joe', role: 'reader' }),
  })
  expect(refused.status).toBe(400)
  expect(((await refused.json()) as { detail: string }).detail).toContain("this one is Grace's")
  expect((await admin.people({ limit: 1 })).data).toMatchObject([{ name: 'Hugo' }])
})

describe('is refused', () => {
  test.each([
    [{ name: ' ', role: 'reader' }],
    [{ name: 'x'.repeat(201), role: 'reader' }],
    [{ name: 'Ada', role: 'owner' }],
    [{ name: 'Ada', role: 'reader', email: 'ada' }],
    [{ name: 'Ada' }],
    [{ name: 'Ada', role: 'reader', scopes: ['admin'] }],
    [{ name: 'A\u0000da', role: 'reader' }],
  ])('%j as a new person', async (body) => {
    await expect(admin.addPerson(body as never)).rejects.toEqual(status(400))
  })

  test.each([[{}], [{ name: '' }], [{ role: 'owner' }], [{ isActive: 'no' }], [{ id: '2' }]])(
    '%j as a change',
    async (body) => {
      const { id } = await server.createPerson('1', 'reader')
      await expect(admin.changePerson(id, body as never)).rejects.toEqual(status(400))
    },
  )

  test('a person of another tenant', async () => {
    const { id } = await server.createPerson('2', 'reader')
    await expect(admin.person(id)).rejects.toEqual(status(404))
    await expect(admin.changePerson(id, { role: 'admin' })).rejects.toEqual(status(404))
    await expect(admin.changePerson('999', { role: 'admin' })).rejects.toEqual(status(404))
  })

  test.each(['reader', 'dispatcher', 'office'] satisfies Role[])('a %s', async (role) => {
    const { id, key } = await server.createPerson('1', role)
    const client = clientOf(key)
    await expect(client.people()).rejects.toEqual(status(403))
    await expect(client.addPerson({ name: 'Eve', role: 'admin' })).rejects.toEqual(status(403))
    await expect(client.changePerson(id, { role: 'admin' })).rejects.toEqual(status(403))
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, createClient, type FieldRules } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { entriesOf } from '../fixtures/entries.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { setDomains, type WorldIds, worldIds } from '../fixtures/own-domains.ts'

// Both sides change customers: what differs is listed, and people decide conflicts.

let server: ApiServer
let office: ApiClient
let reader: ApiClient
let other: ApiClient
let admin: ApiClient
let ids: WorldIds
beforeAll(async () => {
  server = await startApiServer()
  const { pool } = server.database
  for (const tenant of ['1', '2']) await insertWorld(pool, tenant)
  await setDomains(pool, '1', 'servicetitan')
  await query(`UPDATE sync.domains SET mode = 'hybrid' WHERE tenant_id = 1 AND domain = 'customers'`)
  ids = await worldIds(pool, '1')
  office = createClient({ url: server.url, key: (await server.createPerson('1', 'office', 'Olga')).key })
  reader = createClient({ url: server.url, key: (await server.createPerson('1', 'reader', 'Rea')).key })
  admin = createClient({ url: server.url, key: await server.createKey('1', 'admin') })
  other = createClient({ url: server.url, key: await server.createKey('2', 'admin') })
})
afterAll(() => server.close())

const query = async (sql: string, values: unknown[] = []) =>
  (await server.database.pool.query(sql, values)).rows
const ada = () => office.get('customers', ids.ada)
const status = (code: number) => expect.objectContaining({ name: 'ApiError', status: code })

/** Ada has another name in LAZI and in ServiceTitan. @returns the id of the conflict */
async function conflictOfName(): Promise<string> {
  await query('DELETE FROM sync.outbox')
  const [{ before }] = await query(
    'SELECT name AS before FROM lazi.customers WHERE tenant_id = 1 AND id = $1',
    [ids.ada],
  )
  await office.change('customers', await ada(), { name: `${before} of LAZI` })
  const [{ id }] = await query(
    `INSERT INTO sync.conflicts (tenant_id, conflict_id, table_name, record_id, field, kind, base, lazi_value,
                                 servicetitan_value, policy, opened_at)
     VALUES (1, gen_random_uuid(), 'customers', $1, 'name', 'both-changed', to_jsonb($2::text),
             to_jsonb($2::text || ' of LAZI'), '"Theirs"', 'ask', now()) RETURNING conflict_id AS id`,
    [ids.ada, before],
  )
  // As a merge leaves it: ServiceTitan's value is the agreed one, and LAZI's still differs.
  await query(
    `UPDATE sync.outbox SET base = '{"name": "Theirs"}', state = 'blocked', blocked_by = 'conflict', due_at = NULL`,
  )
  return id
}

test('a record says what becomes of its changes', async () => {
  await query('DELETE FROM sync.outbox')
  expect((await ada()).sync).toEqual({ state: 'inStep', error: null })
  await office.change('customers', await ada(), { doNotMail: true, addressCity: 'Chicago' })
  expect((await ada()).sync).toEqual({ state: 'pending', error: null, fields: ['address', 'doNotMail'] })
  expect((await office.outbox()).data).toMatchObject([
    {
      table: 'customers',
      id: ids.ada,
      serviceTitanId: '10',
      state: 'pending',
      fields: ['address', 'doNotMail'],
    },
  ])
  expect((await other.outbox()).data).toEqual([])
  await query(
    `UPDATE sync.outbox SET state = 'failed', error = 'Bad name', failed_fields = '{"doNotMail": "is odd"}', due_at = NULL`,
  )
  expect((await ada()).sync).toMatchObject({ state: 'failed', error: 'Bad name' })
})

test("ServiceTitan's fields and merges are refused", async () => {
  await expect(office.change('customers', await ada(), { creditLimit: '10' })).rejects.toEqual(status(400))
  await expect(office.create('customers', { name: 'New', creditLimit: '10' })).rejects.toEqual(status(400))
  await expect(office.mergeCustomer(await ada(), ids.bo)).rejects.toEqual(status(409))
})

test('a new record says what it waits for', async () => {
  const { id } = await office.create('customers', { name: 'New' })
  expect((await office.get('customers', id)).sync).toMatchObject({ state: 'pending', error: null })
  await query(
    `UPDATE sync.outbox SET state = 'blocked', blocked_by = 'needs a location', due_at = NULL WHERE record_id = $1`,
    [id],
  )
  expect(await office.get('customers', id)).toMatchObject({
    serviceTitanId: null,
    sync: { state: 'blocked', error: 'It needs a location.' },
  })
  expect((await office.outbox()).data).toContainEqual(
    expect.objectContaining({ table: 'customers', id, op: 'create', serviceTitanId: null }),
  )
  await query('DELETE FROM sync.outbox')
})

test('a conflict is listed and decided for LAZI: the value is sent', async () => {
  const id = await conflictOfName()
  const before = await ada()
  expect(before.sync).toMatchObject({ state: 'conflict', fields: ['name'] })
  expect((await reader.conflicts({ recordId: ids.ada })).data).toMatchObject([
    { id, field: 'name', laziValue: before.name, servicetitanValue: 'Theirs' },
  ])
  expect((await other.conflicts()).data).toEqual([])
  await expect(reader.decide(id, 'lazi')).rejects.toEqual(status(403))
  await expect(other.decide(id, 'lazi')).rejects.toEqual(status(404))
  await office.decide(id, 'lazi', { reason: 'She called' })
  expect(await ada()).toMatchObject({
    name: before.name,
    version: before.version,
    sync: { state: 'pending' },
  })
  expect(await query('SELECT state, base FROM sync.outbox')).toEqual([
    { state: 'pending', base: { name: 'Theirs' } },
  ])
  await expect(office.decide(id, 'servicetitan')).rejects.toEqual(status(409))
  expect((await entriesOf(server.database.pool, '1')).at(-1)).toMatchObject({
    action: 'decide',
    entity: 'lazi.customers',
    entityId: ids.ada,
    reason: 'She called',
    changes: { conflict: { old: { field: 'name', servicetitan: 'Theirs' }, new: 'lazi' } },
  })
})

test('a conflict is decided for ServiceTitan: LAZI takes its value, and nothing is left to send', async () => {
  const id = await conflictOfName()
  const before = await ada()
  await office.decide(id, 'servicetitan')
  expect(await ada()).toMatchObject({
    name: 'Theirs',
    version: before.version + 1,
    sync: { state: 'inStep' },
  })
  expect((await office.conflicts()).data).toEqual([])
})

test('many conflicts are decided in one request', async () => {
  await conflictOfName()
  await expect(reader.decideAll({ take: 'lazi' })).rejects.toEqual(status(403))
  expect(await office.decideAll({ take: 'lazi', table: 'locations' })).toEqual({
    take: 'lazi',
    decided: 0,
    left: 0,
  })
  expect(await office.decideAll({ take: 'servicetitan', table: 'customers', field: 'name' })).toEqual({
    take: 'servicetitan',
    decided: 1,
    left: 0,
  })
  expect(await ada()).toMatchObject({ name: 'Theirs', sync: { state: 'inStep' } })
})

test('admins give up the changes of a record: LAZI takes what both agreed on', async () => {
  await query('DELETE FROM sync.outbox')
  const { name } = await ada()
  await office.change('customers', await ada(), { name: 'Not sent', doNotMail: false })
  await expect(office.dropChanges('customers', ids.ada)).rejects.toEqual(status(403))
  await admin.dropChanges('customers', ids.ada, { reason: 'A mistake' })
  expect(await ada()).toMatchObject({ name, sync: { state: 'inStep' } })
  expect((await entriesOf(server.database.pool, '1')).at(-1)).toMatchObject({
    action: 'drop',
    entity: 'lazi.customers',
    reason: 'A mistake',
    changes: { name: { old: 'Not sent', new: name } },
  })
  await expect(admin.dropChanges('customers', ids.ada)).rejects.toEqual(status(404))
})

test('admins choose whose value stays of a field; others read it', async () => {
  const ruleOf = ({ data }: FieldRules) =>
    data.find(({ table, field }) => table === 'customers' && field === 'name')
  expect(ruleOf(await reader.fieldRules())).toMatchObject({ onConflict: 'ask', standard: 'ask', setAt: null })
  await expect(office.setFieldRule('customers', 'name', 'lazi')).rejects.toEqual(status(403))
  const rules = await admin.setFieldRule('customers', 'name', 'lazi', { reason: 'We know better' })
  expect(ruleOf(rules)).toMatchObject({ onConflict: 'lazi', setBy: expect.stringMatching(/^key:/) })
  expect(ruleOf(await other.fieldRules())).toMatchObject({ onConflict: 'ask' })
  expect((await entriesOf(server.database.pool, '1')).at(-1)).toMatchObject({
    action: 'update',
    entity: 'sync.field_rules',
    entityId: 'customers.name',
    reason: 'We know better',
    changes: { onConflict: { old: 'ask', new: 'lazi' } },
  })
  await expect(admin.setFieldRule('customers', 'tagTypeIds', 'lazi')).rejects.toEqual(status(400))
  expect(ruleOf(await admin.setFieldRule('customers', 'name', null))).toMatchObject({ onConflict: 'ask' })
})

test('a pause and a restored database are said: where sending is off, nothing is', async () => {
  const sending = async (client: ApiClient) =>
    (await client.domains()).data.find(({ domain }) => domain === 'customers')
  expect(await sending(office)).toMatchObject({ sending: 'on', pausedAt: null })
  await query(`UPDATE sync.domains SET paused_at = now(), paused_by = 'Dana' WHERE mode = 'hybrid'`)
  expect(await sending(office)).toMatchObject({ sending: 'paused', pausedBy: 'Dana' })
  expect((await office.sync()).exchange).toMatchObject({
    domains: [{ domain: 'customers', sending: 'paused', pausedBy: 'Dana' }],
    records: { failed: 0 },
    openConflicts: 0,
  })
  await query(`UPDATE sync.domains SET sends_from = 'another' WHERE mode = 'hybrid'`)
  expect(await sending(office)).toMatchObject({ sending: 'restored' })
  await query('UPDATE sync.domains SET paused_at = NULL, paused_by = NULL, sends_from = NULL')
  expect((await other.sync()).exchange).toEqual({
    domains: [],
    records: { pending: 0, sending: 0, unknown: 0, blocked: 0, failed: 0 },
    forbidden: [],
    oldestSeconds: null,
    openConflicts: 0,
  })
})

test('a refused record is sent again when a person asks for it', async () => {
  await office.change('customers', await ada(), { name: 'Ada Again' })
  await query(
    `UPDATE sync.outbox SET state = 'failed', attempts = 10, failed_fields = '{"name": "is odd"}', due_at = NULL`,
  )
  await office.retry('customers', ids.ada)
  expect(await query('SELECT state, attempts, failed_fields FROM sync.outbox')).toEqual([
    { state: 'pending', attempts: 0, failed_fields: {} },
  ])
  await expect(office.retry('customers', ids.bo)).rejects.toEqual(status(404))
  await expect(office.retry('teams', ids.ada)).rejects.toEqual(status(400))
})

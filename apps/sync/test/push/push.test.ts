import type { ChangedValues, customerFields } from 'records/fields'
import { changeCustomer } from 'records/writes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { catchUp } from '../../src/followers/catch-up.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { usualTimes as times } from '../../src/push/times.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { byTest } from '../support/by-test.ts'
import { runHere } from '../support/command.ts'
import { pushAll as push } from '../support/push-all.ts'
import { connect } from '../support/tenant.ts'
import { writeInLazi } from '../support/write-in-lazi.ts'

// What people change in LAZI is sent to ServiceTitan, and what changes there comes to LAZI.

let account: Account
let rows: { id: string; stId: string; name: string }[]
beforeAll(async () => {
  account = await openAccount()
  await account.syncAll()
  await project()
  expect(
    await runHere(['domains', 'set', 'customers', 'hybrid', '--tenant', tenantId, '--yes'], account.env),
  ).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('LAZI and ServiceTitan both change customers'),
  })
  rows = await query(
    `SELECT id::text, st_id::text AS "stId", name FROM lazi.customers WHERE active AND merged_into_id IS NULL ORDER BY st_id`,
  )
})
afterAll(() => account.close())

const query = async (sql: string, values: unknown[] = []) =>
  (await account.database.pool.query(sql, values)).rows

async function project(): Promise<void> {
  const client = await connect(account.database.url)
  await catchUp(client, recordsFollower, { tenantId, signal: new AbortController().signal }).finally(() =>
    client.end(),
  )
}

/** A customer that no other test uses. */
function nextCustomer() {
  const row = rows.shift()
  if (!row) throw new Error('Expected a customer')
  return row
}

const edit = async (id: string, values: ChangedValues<typeof customerFields>) => {
  const [{ version }] = await query('SELECT version::text FROM lazi.customers WHERE id = $1', [id])
  await writeInLazi(
    account.database.pool,
    { tenantId, domains: ['customers'], act: { ...byTest(), now: new Date(account.sandbox.clock.now()) } },
    (write) => changeCustomer(write, { reference: id, version, values }),
  )
}

const pushAll = () => push(account)

/**
 * Sends everything that is due. A connection that the server closes at that moment leaves a request without a response:
 * it is looked for when its time has come.
 * @returns what became of the last record
 */
async function send(): Promise<string | undefined> {
  const outcomes = await pushAll()
  while ((await query(`SELECT FROM sync.outbox WHERE state = 'unknown'`)).length > 0) {
    account.sandbox.clock.advance(times.beforeLook)
    outcomes.push(...(await pushAll()))
  }
  return outcomes.at(-1)
}

const remote = (stId: string) => account.sandbox.record(Number(tenantId), 'customers', Number(stId))
const outbox = (id: string) =>
  query('SELECT state, base, blocked_by, failed_fields FROM sync.outbox WHERE record_id = $1', [id])
const stored = async (id: string) =>
  (
    await query(
      'SELECT version::text, name, do_not_mail, tag_type_ids::text[] AS tags FROM lazi.customers WHERE id = $1',
      [id],
    )
  )[0]

/** Everything that changed in ServiceTitan comes to LAZI. */
async function follow(): Promise<void> {
  account.sandbox.clock.advance(30 * 60_000)
  await account.sync(tableOf('customers'))
  await project()
}

test('an edit is sent once, and its echo changes nothing', async () => {
  const { id, stId } = nextCustomer()
  await edit(id, { name: 'Ada Park', doNotMail: true })
  expect(await outbox(id)).toMatchObject([{ state: 'pending' }])
  expect(await send()).toBe('inStep')
  expect(remote(stId)).toMatchObject({ name: 'Ada Park', doNotMail: true })
  expect(await outbox(id)).toEqual([])
  const before = await stored(id)
  await follow()
  expect(await stored(id)).toEqual(before)
  expect(await pushAll()).toEqual([])
})

/** The writes that ServiceTitan applied of a customer, by whom. */
const written = (stId: string) =>
  account.sandbox.book.filter(({ id }) => String(id) === stId).map(({ by, method }) => `${method} by ${by}`)

const asPerson = (stId: string, body: object) =>
  account.sandbox.as('person').patch(`/crm/v2/tenant/${tenantId}/customers/${stId}`, body)

test('two edits before a push are one request, and one that is taken back is none', async () => {
  const { id, stId, name } = nextCustomer()
  await edit(id, { name: 'First' })
  await edit(id, { name: 'Second', doNotMail: true })
  await send()
  expect(written(stId)).toEqual(['PATCH by api'])
  expect(remote(stId)).toMatchObject({ name: 'Second', doNotMail: true })
  await edit(id, { name: 'Third' })
  await edit(id, { name: 'Second' })
  expect(await outbox(id)).toEqual([])
  expect(await pushAll()).toEqual([])
  expect(name).not.toBe('Second')
})

test('what a person changes in ServiceTitan meanwhile is kept: other fields of both sides', async () => {
  const { id, stId } = nextCustomer()
  await edit(id, { name: 'Mine' })
  account.sandbox.clock.advance(1_000)
  await asPerson(stId, { doNotMail: true })
  expect(await send()).toBe('inStep')
  expect(remote(stId)).toMatchObject({ name: 'Mine', doNotMail: true })
  expect(await stored(id)).toMatchObject({ name: 'Mine', do_not_mail: true })
})

test('a field that both sides changed is a conflict: a person decides, and nothing of it is sent before', async () => {
  const { id, stId } = nextCustomer()
  await edit(id, { name: 'Mine', doNotMail: true })
  account.sandbox.clock.advance(1_000)
  await asPerson(stId, { name: 'Theirs' })
  await send()
  expect(remote(stId)).toMatchObject({ name: 'Theirs', doNotMail: true })
  expect(await stored(id)).toMatchObject({ name: 'Mine', do_not_mail: true })
  expect(await outbox(id)).toMatchObject([{ state: 'blocked', blocked_by: 'conflict' }])
  expect(
    await query(
      'SELECT field, kind, lazi_value, servicetitan_value, policy, decision FROM sync.conflicts WHERE record_id = $1',
      [id],
    ),
  ).toEqual([
    {
      field: 'name',
      kind: 'both-changed',
      lazi_value: 'Mine',
      servicetitan_value: 'Theirs',
      policy: 'ask',
      decision: null,
    },
  ])
})

test('a conflict is over when a person enters the value of ServiceTitan in LAZI', async () => {
  const { id, stId } = nextCustomer()
  await edit(id, { name: 'Mine' })
  account.sandbox.clock.advance(1_000)
  await asPerson(stId, { name: 'Theirs' })
  await send()
  await edit(id, { name: 'Theirs' })
  expect(await outbox(id)).toEqual([])
  expect(await query('SELECT decision, decided_by FROM sync.conflicts WHERE record_id = $1', [id])).toEqual([
    { decision: 'servicetitan', decided_by: expect.any(String) },
  ])
})

test.each([[500], ['reset'], ['cut']] as const)(
  'a request that was applied, and failed with %s, is looked for, and not sent again',
  async (applyThenFail) => {
    const { id, stId } = nextCustomer()
    await edit(id, { name: 'Once' })
    account.sandbox.addFault({ method: 'PATCH', applyThenFail, times: 1 })
    expect(await pushAll()).toEqual(['waiting'])
    expect(await outbox(id)).toMatchObject([{ state: 'unknown' }])
    expect(await pushAll()).toEqual([])
    account.sandbox.clock.advance(times.beforeLook)
    expect(await send()).toBe('inStep')
    expect(written(stId)).toEqual(['PATCH by api'])
    expect(await outbox(id)).toEqual([])
  },
)

test('a request that was not applied is sent again after the look', async () => {
  const { id, stId } = nextCustomer()
  await edit(id, { name: 'Again' })
  account.sandbox.addFault({ method: 'PATCH', path: '/crm/', status: 500, times: 1 })
  expect(await pushAll()).toEqual(['waiting'])
  account.sandbox.clock.advance(times.beforeLook)
  expect(await send()).toBe('inStep')
  expect(remote(stId)).toMatchObject({ name: 'Again' })
})

test('an edit while the response is lost is sent after it, and none of both is lost', async () => {
  const { id, stId } = nextCustomer()
  await edit(id, { name: 'First' })
  account.sandbox.addFault({ method: 'PATCH', applyThenFail: 500, times: 1 })
  await pushAll()
  await edit(id, { name: 'Second' })
  expect(await outbox(id)).toMatchObject([{ state: 'unknown' }])
  account.sandbox.clock.advance(times.beforeLook)
  expect(await send()).toBe('inStep')
  expect(remote(stId)).toMatchObject({ name: 'Second' })
  expect(await query('SELECT FROM sync.conflicts WHERE record_id = $1', [id])).toEqual([])
})

test.each([
  ['refuses the credentials', 401],
  ['responds with errors', 503],
])('while ServiceTitan %s, records wait, and are sent afterwards', async (_, status) => {
  const { id, stId } = nextCustomer()
  await edit(id, { name: `After ${status}` })
  account.sandbox.addFault({ path: '/crm/', status })
  for (let hours = 0; hours < 12; hours += 1) {
    expect(await pushAll()).toEqual(['waiting'])
    account.sandbox.clock.advance(60 * 60_000)
  }
  expect(await query('SELECT state, attempts, error FROM sync.outbox WHERE record_id = $1', [id])).toEqual([
    { state: 'pending', attempts: 12, error: expect.any(String) },
  ])
  account.sandbox.clearFaults()
  expect(await send()).toBe('inStep')
  expect(remote(stId)).toMatchObject({ name: `After ${status}` })
})

test('each tag is one request, so that tags of both sides stay', async () => {
  const { id, stId } = nextCustomer()
  const tags = await query(
    'SELECT id::text, st_id::text AS "stId" FROM lazi.tag_types WHERE active ORDER BY st_id',
  )
  const before = remote(stId)?.tagTypeIds ?? []
  const [mine, theirs] = tags.filter((tag) => !before.includes(Number(tag.stId)))
  const { tags: stored } = (
    await query('SELECT tag_type_ids::text[] AS tags FROM lazi.customers WHERE id = $1', [id])
  )[0]
  await edit(id, { tagTypeIds: [...stored, mine.id] })
  account.sandbox.clock.advance(1_000)
  await asPerson(stId, { tagTypeIds: [...before, Number(theirs.stId)] })
  expect(await send()).toBe('inStep')
  expect(new Set(remote(stId)?.tagTypeIds)).toEqual(
    new Set([...before, Number(mine.stId), Number(theirs.stId)]),
  )
  await follow()
  const [after] = await query('SELECT tag_type_ids::text[] AS tags FROM lazi.customers WHERE id = $1', [id])
  expect(new Set(after.tags)).toEqual(new Set([...stored, mine.id, theirs.id]))
})

test('a value that ServiceTitan refuses is kept with its reason, other values go on, and a new value is tried', async () => {
  const { id, stId } = nextCustomer()
  await edit(id, { name: 'Refused', doNotMail: true })
  account.sandbox.addFault({
    method: 'PATCH',
    path: '/crm/',
    status: 400,
    body: '{"type":"x","title":"Bad","status":400,"traceId":"t-1","errors":{"Name":["is too odd"]},"data":{}}',
    times: 1,
  })
  await send()
  expect(remote(stId)).toMatchObject({ doNotMail: true })
  expect(await outbox(id)).toMatchObject([{ state: 'failed', failed_fields: { name: 'is too odd' } }])
  await edit(id, { name: 'Accepted' })
  expect(await send()).toBe('inStep')
  expect(remote(stId)).toMatchObject({ name: 'Accepted' })
})

test('fields that ServiceTitan owns, creations and merges are refused', async () => {
  const { id } = nextCustomer()
  await expect(edit(id, { creditLimit: '10' })).rejects.toMatchObject({
    problems: [{ path: 'creditLimit', message: expect.stringContaining('ServiceTitan') }],
  })
  expect(await outbox(id)).toEqual([])
})

test('commands list what differs, and decide: the value of LAZI is sent', async () => {
  const { id, stId } = nextCustomer()
  await edit(id, { name: 'Ours' })
  account.sandbox.clock.advance(1_000)
  await asPerson(stId, { name: 'Yours' })
  await send()
  const json = async (...args: string[]) =>
    JSON.parse((await runHere([...args, '--json'], account.env)).stdout)
  const [{ records }] = (await json('outbox', 'list', '--tenant', tenantId)).tenants
  expect(records).toContainEqual(
    expect.objectContaining({
      id,
      table: 'customers',
      state: 'blocked',
      fields: ['name'],
      blockedBy: 'conflict',
    }),
  )
  const [{ conflicts }] = (await json('conflicts', 'list', '--tenant', tenantId)).tenants
  const conflict = conflicts.find(({ recordId }: { recordId: string }) => recordId === id)
  expect(conflict).toMatchObject({ field: 'name', laziValue: 'Ours', servicetitanValue: 'Yours' })
  const decided = ['conflicts', 'decide', conflict.id, '--take', 'lazi', '--tenant', tenantId]
  expect(await runHere(decided, account.env)).toMatchObject({ code: 0 })
  expect(await runHere(decided, account.env)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('decided already'),
  })
  // The command has the time of this machine, and the sandbox another.
  await query('UPDATE sync.outbox SET due_at = $1 WHERE record_id = $2', [
    new Date(account.sandbox.clock.now()),
    id,
  ])
  expect(await send()).toBe('inStep')
  expect(remote(stId)).toMatchObject({ name: 'Ours' })
  expect(await outbox(id)).toEqual([])
  expect(
    await runHere(['outbox', 'retry', 'customers', id, '--tenant', tenantId], account.env),
  ).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no changes that wait'),
  })
})

test('a domain with changes that ServiceTitan lacks does not go back, and does without', async () => {
  const { id } = nextCustomer()
  const back = () =>
    runHere(['domains', 'set', 'customers', 'servicetitan', '--tenant', tenantId, '--yes'], account.env)
  await edit(id, { name: 'Not sent yet' })
  expect(await back()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('ServiceTitan lacks changes'),
  })
  await pushAll()
  await query(
    `UPDATE sync.conflicts SET decision = 'servicetitan', decided_by = 'policy', decided_at = now() WHERE decision IS NULL`,
  )
  await query('DELETE FROM sync.outbox')
  expect(await back()).toMatchObject({ code: 0 })
  await expect(edit(id, { name: 'Refused' })).rejects.toThrow('read-only')
})

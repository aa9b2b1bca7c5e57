import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCommand } from '../support/command.ts'
import { type HybridCustomers, openHybridCustomers } from '../support/hybrid-customers.ts'

// The way back from mode hybrid: what can be sent is sent first, and nothing is lost unless a person says so.

let hybrid: HybridCustomers
beforeEach(async () => {
  hybrid = await openHybridCustomers()
})
afterEach(() => hybrid.account.close())

const back = (...args: string[]) =>
  hybrid.sync('domains', 'set', 'customers', 'servicetitan', '--yes', ...args)
const modeNow = async () =>
  (await hybrid.query(`SELECT mode FROM sync.domains WHERE domain = 'customers'`))[0].mode
const nameOf = async (id: string) =>
  (await hybrid.query('SELECT name FROM lazi.customers WHERE id = $1', [id]))[0].name

/** One customer waits, one was refused, and one has a conflict. */
async function leaveThree() {
  const { nextCustomer, edit, editThere, push, account } = hybrid
  const [waiting, refused, both] = [nextCustomer(), nextCustomer(), nextCustomer()]
  await edit(refused.id, { name: 'Refused' })
  account.sandbox.addFault({ method: 'PATCH', path: '/crm/', status: 400, body: '{"title":"Bad"}', times: 1 })
  await push()
  account.sandbox.clearFaults()
  await edit(both.id, { name: 'Mine' })
  await editThere(both.stId, { name: 'Theirs' })
  await push()
  await edit(waiting.id, { name: 'Not sent', addressCity: 'Elsewhere' })
  return { waiting, refused, both }
}

test('the plan counts what ServiceTitan lacks, and says what would be lost; without --discard it is refused', async () => {
  await leaveThree()
  const plan = await hybrid.json('domains', 'plan', 'customers', 'servicetitan')
  expect(plan).toMatchObject({
    ok: false,
    left: {
      records: { pending: 1, failed: 1, blocked: 1 },
      openConflicts: 1,
      fields: expect.arrayContaining([
        { table: 'customers', field: 'name', records: 3 },
        { table: 'customers', field: 'address', records: 1 },
      ]),
    },
  })
  const shown = await hybrid.sync('domains', 'set', 'customers', 'servicetitan', '--plan')
  expect(shown).toMatchObject({ code: 1, stdout: expect.stringContaining('customers.name of 3 records') })
  expect(await back()).toMatchObject({ code: 2, stderr: expect.stringContaining('--discard') })
  expect(await modeNow()).toBe('hybrid')
})

test('with --discard LAZI takes what ServiceTitan has, as decided conflicts with their entries', async () => {
  const { waiting, refused, both } = await leaveThree()
  expect(await back('--discard', '--reason', 'We stop')).toMatchObject({ code: 0 })
  expect(await modeNow()).toBe('servicetitan')
  expect(await Promise.all([waiting, refused, both].map(({ id }) => nameOf(id)))).toEqual([
    waiting.name,
    refused.name,
    'Theirs',
  ])
  expect(await hybrid.query('SELECT FROM sync.outbox')).toEqual([])
  const conflicts = await hybrid.query(
    'SELECT decision, lazi_value FROM sync.conflicts WHERE record_id = $1 ORDER BY field',
    [waiting.id],
  )
  expect(conflicts).toEqual([
    { decision: 'servicetitan', lazi_value: expect.objectContaining({ addressCity: 'Elsewhere' }) },
    { decision: 'servicetitan', lazi_value: 'Not sent' },
  ])
  expect(await hybrid.query('SELECT FROM sync.conflicts WHERE decision IS NULL')).toEqual([])
  const entries = await hybrid.query(
    `SELECT action, reason, changes::json AS changes FROM audit.entries WHERE entity_id = $1 ORDER BY seq DESC LIMIT 1`,
    [waiting.id],
  )
  expect(entries).toMatchObject([
    { action: 'drop', reason: 'We stop', changes: { name: { old: 'Not sent', new: waiting.name } } },
  ])
  // LAZI follows ServiceTitan again.
  expect(await hybrid.sync('project', '--check')).toMatchObject({ code: 0 })
})

test('it waits for what a worker sends, and then switches', async () => {
  const { nextCustomer, edit, remote, account } = hybrid
  const { id, stId } = nextCustomer()
  await edit(id, { name: 'Sent before the switch' })
  const { child, result } = startCommand(['worker'], account.env)
  try {
    await expect
      .poll(async () => (await hybrid.query('SELECT FROM raw.workers')).length, { interval: 20 })
      .toBe(1)
    expect(await back()).toMatchObject({ code: 0 })
  } finally {
    child.kill('SIGTERM')
    await result
  }
  expect(await modeNow()).toBe('servicetitan')
  expect(remote(stId)?.name).toBe('Sent before the switch')
  expect(await nameOf(id)).toBe('Sent before the switch')
})

test('while sending is paused there is nothing to wait for', async () => {
  const { id } = hybrid.nextCustomer()
  await hybrid.edit(id, { name: 'Paused' })
  await hybrid.sync('domains', 'pause', 'customers')
  expect(await back()).toMatchObject({ code: 2, stderr: expect.stringContaining('lacks changes') })
  expect(await back('--discard')).toMatchObject({ code: 0 })
  expect(await hybrid.query('SELECT FROM sync.domains WHERE paused_at IS NOT NULL')).toEqual([])
})

test('the changes of one record are given up with outbox drop', async () => {
  const { refused } = await leaveThree()
  expect(await hybrid.sync('outbox', 'drop', 'customers', refused.id)).toMatchObject({ code: 0 })
  expect(await nameOf(refused.id)).toBe(refused.name)
  expect(await hybrid.query('SELECT FROM sync.outbox WHERE record_id = $1', [refused.id])).toEqual([])
  expect(await hybrid.sync('outbox', 'drop', 'customers', refused.id)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no changes that wait'),
  })
})

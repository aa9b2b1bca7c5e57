import { afterAll, beforeAll, expect, test } from 'vitest'
import { readIdentity } from '../../src/owned/domains.ts'
import { tenantsWithPushes } from '../../src/push/claim.ts'
import { tenantId } from '../support/account.ts'
import { runHere } from '../support/command.ts'
import { type HybridCustomers, openHybridCustomers } from '../support/hybrid-customers.ts'

// Sending is paused by a person, or waits for one after a restore: records keep their state, and nothing looks healthy.

let hybrid: HybridCustomers
beforeAll(async () => {
  hybrid = await openHybridCustomers()
})
afterAll(() => hybrid.account.close())

const stateOf = async (id: string) =>
  (await hybrid.query('SELECT state FROM sync.outbox WHERE record_id = $1', [id]))[0]?.state
const due = () =>
  tenantsWithPushes(hybrid.account.database.pool, [tenantId], new Date(hybrid.account.sandbox.clock.now()))

test('a paused domain sends nothing, says so everywhere, and goes on when it is resumed', async () => {
  const { nextCustomer, edit, push, remote, sync, json } = hybrid
  const { id, stId, name } = nextCustomer()
  await edit(id, { name: 'Paused' })
  expect(await json('domains', 'pause', 'customers', '--by', 'Dana')).toMatchObject({
    ok: true,
    changed: ['customers'],
    underWay: 0,
  })
  expect(await push()).toEqual([])
  expect(await due()).toEqual([])
  expect(await stateOf(id)).toBe('pending')
  expect(remote(stId)?.name).toBe(name)

  const text = 'nothing of customers is sent: paused since'
  const status = await sync('status')
  expect(status.stdout).toContain(text)
  expect(status.stdout).toContain('by Dana')
  expect((await json('status')).exchange).toMatchObject([
    { domains: [{ domain: 'customers', sending: 'paused', pausedBy: 'Dana' }], records: { pending: 1 } },
  ])
  const [{ domains }] = (await json('domains', 'list')).tenants
  expect(domains).toContainEqual(expect.objectContaining({ domain: 'customers', sending: 'paused' }))

  // Pausing it again keeps who paused it.
  expect(await json('domains', 'pause', 'customers', '--by', 'Olga')).toMatchObject({ changed: [] })
  expect(await hybrid.query('SELECT paused_by FROM sync.domains WHERE paused_at IS NOT NULL')).toEqual([
    { paused_by: 'Dana' },
  ])
  expect(await sync('domains', 'resume', 'customers')).toMatchObject({ code: 0 })
  expect(await push()).toEqual(['inStep'])
  expect(remote(stId)?.name).toBe('Paused')
  expect((await sync('status')).stdout).not.toContain(text)
})

test('only domains of mode hybrid are paused', async () => {
  expect(await hybrid.sync('domains', 'pause', 'customers,jobs')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Nothing is sent of jobs'),
  })
  expect(await hybrid.query('SELECT FROM sync.domains WHERE paused_at IS NOT NULL')).toEqual([])
  expect(await hybrid.sync('domains', 'pause', 'unheard')).toMatchObject({ code: 2 })
})

test('a pause takes effect before the next request, also of a record that is claimed', async () => {
  const { nextCustomer, edit, remote, sync, push, claim, pushClaimed } = hybrid
  const { id, stId, name } = nextCustomer()
  await edit(id, { name: 'Claimed' })
  const claimed = await claim()
  await sync('domains', 'pause', 'customers')
  expect(claimed && (await pushClaimed(claimed))).toBe('waiting')
  expect(await stateOf(id)).toBe('pending')
  expect(remote(stId)?.name).toBe(name)
  await sync('domains', 'resume', 'customers')
  expect(await push()).toEqual(['inStep'])
})

test('a restored copy of the database sends nothing before a person confirms; then every record is read first', async () => {
  const { nextCustomer, edit, push, remote, sync, json, query, account } = hybrid
  const { id, stId } = nextCustomer()
  const identity = String(await readIdentity(account.database.pool))
  expect(await query(`SELECT sends_from FROM sync.domains WHERE mode = 'hybrid'`)).toEqual([
    { sends_from: identity },
  ])
  await edit(id, { name: 'Sent before the restore' })
  // As in a copy on another server: ServiceTitan has received the change, and the copy does not know.
  await query(`UPDATE sync.domains SET sends_from = '1/00000001/5' WHERE mode = 'hybrid'`)
  await hybrid.editThere(stId, { name: 'Sent before the restore' })
  expect(await push()).toEqual([])
  expect(await due()).toEqual([])
  expect(await sync('status')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('this database is a restored copy'),
  })
  const doctor = await runHere(['doctor', '--no-worker', '--json'], account.env)
  const { checks } = JSON.parse(doctor.stdout)
  expect(checks).toContainEqual(
    expect.objectContaining({
      name: `tenant ${tenantId}, exchange`,
      state: 'failed',
      advice: expect.stringContaining(`pnpm sync domains confirm-restore --tenant ${tenantId}`),
    }),
  )

  expect(await json('domains', 'confirm-restore', '--yes')).toMatchObject({
    ok: true,
    tenants: [{ tenantId, domains: [{ domain: 'customers', records: 1 }] }],
  })
  expect(await stateOf(id)).toBe('unknown')
  // The command has the time of this machine, and the sandbox another.
  await query('UPDATE sync.outbox SET due_at = $1', [new Date(account.sandbox.clock.now())])
  const book = account.sandbox.book.length
  expect(await push()).toEqual(['inStep'])
  expect(account.sandbox.book.length).toBe(book)
  expect(remote(stId)?.name).toBe('Sent before the restore')
  expect((await sync('domains', 'confirm-restore', '--yes')).stdout).toContain('Nothing waits')
})

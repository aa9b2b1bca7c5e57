import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HybridCustomers, openHybridCustomers } from '../support/hybrid-customers.ts'

// A tenant chooses whose value stays of a field that both sides have changed; merges heed it.

let hybrid: HybridCustomers
beforeAll(async () => {
  hybrid = await openHybridCustomers()
})
afterAll(() => hybrid.account.close())

/** Both sides change the name of a customer, and it is sent. */
async function bothRename() {
  const { nextCustomer, edit, editThere, push, remote, query } = hybrid
  const { id, stId } = nextCustomer()
  await edit(id, { name: `Mine ${id}` })
  await editThere(stId, { name: `Theirs ${id}` })
  await push()
  const [{ name }] = await query('SELECT name FROM lazi.customers WHERE id = $1', [id])
  const [conflict] = await query(
    'SELECT policy, decision, decided_by FROM sync.conflicts WHERE record_id = $1',
    [id],
  )
  const side = (value: unknown) => String(value).replace(` ${id}`, '')
  return { local: side(name), remote: side(remote(stId)?.name), ...conflict }
}

const setRule = (rule: string) => hybrid.sync('domains', 'rules', 'set', 'customers.name', rule)

test.each([
  ['servicetitan', { local: 'Theirs', remote: 'Theirs', policy: 'servicetitan', decision: 'servicetitan' }],
  ['lazi', { local: 'Mine', remote: 'Mine', policy: 'lazi', decision: 'lazi' }],
  ['ask', { local: 'Mine', remote: 'Theirs', policy: 'ask', decision: null }],
])('rule %s', async (rule, expected) => {
  expect(await setRule(rule)).toMatchObject({ code: 0 })
  expect(await bothRename()).toMatchObject({ ...expected, decided_by: rule === 'ask' ? null : 'policy' })
})

test('rules are listed with their standard, and set back to it', async () => {
  await setRule('lazi')
  const rules = async () => (await hybrid.json('domains', 'rules', 'list')).tenants[0].rules
  expect(await rules()).toContainEqual(
    expect.objectContaining({
      table: 'customers',
      field: 'name',
      onConflict: 'lazi',
      standard: 'ask',
      setBy: expect.stringMatching(/^cli:/),
      openConflicts: 1,
    }),
  )
  expect(await rules()).toContainEqual(
    expect.objectContaining({ table: 'customers', field: 'address', onConflict: 'ask', setAt: null }),
  )
  expect((await setRule('standard')).stdout).toContain('a person decides')
  expect(await hybrid.query('SELECT FROM sync.field_rules')).toEqual([])
})

test.each(['customers.tagTypeIds', 'customers.creditLimit', 'customers.unheard', 'teams.name', 'customers'])(
  '%s has no rule',
  async (field) => {
    expect(await hybrid.sync('domains', 'rules', 'set', field, 'lazi')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no field'),
    })
  },
)

test('many conflicts are decided alike, each with its entry', async () => {
  await setRule('ask')
  await bothRename()
  await bothRename()
  const open = () => hybrid.query('SELECT record_id FROM sync.conflicts WHERE decision IS NULL')
  const count = (await open()).length
  expect(count).toBeGreaterThanOrEqual(2)
  const decide = (...args: string[]) =>
    hybrid.json('conflicts', 'decide', '--take', 'servicetitan', '--yes', ...args)
  expect(await decide('--all', '--field', 'type')).toMatchObject({ ok: true, decided: 0 })
  expect(await decide('--all', '--table', 'locations')).toMatchObject({ decided: 0 })
  expect(await decide('--all', '--table', 'customers', '--field', 'name')).toMatchObject({ decided: count })
  expect(await open()).toEqual([])
  const entries = await hybrid.query(`SELECT FROM audit.entries WHERE action = 'decide'`)
  expect(entries.length).toBe(count)
  const differing = await hybrid.query(
    `SELECT customer.name FROM lazi.customers AS customer JOIN sync.conflicts AS conflict ON conflict.record_id = customer.id
      WHERE conflict.policy = 'ask' AND customer.name NOT LIKE 'Theirs%'`,
  )
  expect(differing).toEqual([])
  expect(await hybrid.sync('conflicts', 'decide', '--take', 'lazi')).toMatchObject({ code: 2 })
})

import { createContact, createCustomer, createLocation, customerContacts } from 'records/writes'
import { expect, test } from 'vitest'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { byTest } from '../support/by-test.ts'
import { runHere, startCommand } from '../support/command.ts'
import { count, rounds, seed, startClock } from '../support/effort.ts'
import { createRandom, type Random } from '../support/random.ts'
import { writeInLazi } from '../support/write-in-lazi.ts'

/** The waits of pushes in a fiftieth: a request that takes longer is looked for. */
const waits = {
  SYNC_PUSH_REQUEST_LIMIT_MS: '2000',
  SYNC_PUSH_LOOK_AFTER_MS: '2400',
  SYNC_PUSH_LOOK_AGAIN_AFTER_MS: '600',
  SYNC_PUSH_LEASE_MS: '3600',
  SYNC_PUSH_RETRY_MS: '10',
  SYNC_PUSH_LONGEST_RETRY_MS: '500',
}

const address = {
  addressStreet: '1 Elm St',
  addressCity: 'Tulsa',
  addressState: 'OK',
  addressZip: '74105',
  addressCountry: 'USA',
}

/** Creates customers, each with a location and contacts, and sometimes another contact later. @returns their names */
async function create({ database: { pool } }: Account, random: Random, names: string[]): Promise<void> {
  const write = <T>(work: Parameters<typeof writeInLazi<T>>[2]) =>
    writeInLazi(pool, { tenantId, domains: ['customers'], act: byTest() }, work)
  for (let customers = 1 + random.int(2); customers > 0; customers -= 1) {
    const name = `New ${names.length + 1}`
    names.push(name)
    const { id } = await write(async (opened) => {
      const contacts = [{ type: 'Email', value: `${names.length}@example.test` }]
      const created = await createCustomer(opened, { values: { name, ...address }, contacts })
      const values = { customerId: created.id, name: `${name} home`, ...address }
      await createLocation(opened, { values, contacts: [{ type: 'Phone', value: '9185550100' }] })
      return created
    })
    if (random.next() < 0.5)
      await write((opened) =>
        createContact(opened, customerContacts, { parent: id, values: { type: 'Fax', value: '9185550111' } }),
      )
  }
}

/** Fails some of the next creations before they are applied, or after. */
function disturb({ sandbox }: Account, random: Random): void {
  sandbox.clearFaults()
  for (const fault of [{ status: 500 }, { applyThenFail: 500 }, { applyThenFail: 'reset' }] as const) {
    const after = random.int(3)
    if (random.next() < 0.6) sandbox.addFault({ method: 'POST', path: '/crm/', after, times: 1, ...fault })
  }
}

test('SIGKILL of workers that create records loses none, and creates none twice', async () => {
  await using account = await openAccount()
  const { pool } = account.database
  await account.syncAll()
  await runHere(['project'], account.env)
  await runHere(['domains', 'set', 'customers', 'hybrid', '--tenant', tenantId, '--yes'], account.env)
  const random = createRandom(seed)
  const hasTime = startClock()
  const names: string[] = []
  let kills = 0
  for (let round = 0; round < rounds(3, 100) && hasTime(); round += 1) {
    disturb(account, random)
    await create(account, random, names)
    const { child, result } = startCommand(['worker'], { ...account.env, ...waits })
    // After some of its requests; those of the next round meet what is left of this one.
    const until = account.sandbox.requestCount('/crm/') + 1 + random.int(8)
    await expect
      .poll(() => account.sandbox.requestCount('/crm/'), { interval: 5 })
      .toBeGreaterThanOrEqual(until)
    child.kill('SIGKILL')
    if ((await result).signal === 'SIGKILL') kills += 1
  }
  account.sandbox.clearFaults()
  const { child, result } = startCommand(['worker'], { ...account.env, ...waits })
  try {
    await expect
      .poll(
        async () =>
          (await pool.query('SELECT table_name, op, state, blocked_by, error FROM sync.outbox')).rows,
        { interval: 100 },
      )
      .toEqual([])
  } finally {
    child.kill('SIGKILL')
    await result
  }
  count('kills of workers that create records', kills)
  const there = [...account.sandbox.records(Number(tenantId), 'customers')].map(({ name }) => name)
  expect({ seed, names: there.filter((name) => name.startsWith('New ')).toSorted() }).toEqual({
    seed,
    names: names.toSorted(),
  })
  // Everything that the feed brings is known.
  account.sandbox.clock.advance(30 * 60_000)
  await runHere(['run', 'customers', 'customer-contacts', 'locations', 'location-contacts'], account.env)
  await runHere(['project'], account.env)
  for (const [table, resource] of [
    ['customers', 'customers'],
    ['customer_contacts', 'customer-contacts'],
    ['locations', 'locations'],
    ['location_contacts', 'location-contacts'],
  ] as const) {
    const { rows } = await pool.query(
      `SELECT count(*)::integer AS all, count(st_id)::integer AS linked FROM lazi.${table} WHERE source = 'lazi'`,
    )
    const made = account.sandbox.book.filter(
      ({ by, op, resource: of }) => by === 'api' && op === 'insert' && of === resource,
    )
    expect({ seed, table, ...rows[0] }).toEqual({ seed, table, all: made.length, linked: made.length })
    const { rows: all } = await pool.query(
      `SELECT count(*)::integer AS here FROM lazi.${table} WHERE st_id IS NOT NULL`,
    )
    expect({ seed, table, here: all[0].here }).toEqual({
      seed,
      table,
      here: [...account.sandbox.records(Number(tenantId), resource)].length,
    })
  }
  expect((await pool.query('SELECT field FROM sync.conflicts')).rows).toEqual([])
})

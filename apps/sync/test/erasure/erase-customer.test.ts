import { recordEntries } from 'records'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf, tables } from '../../src/cache/tables.ts'
import { erasableTables } from '../../src/page/erased/erasable-tables.ts'
import { byTest } from '../support/by-test.ts'
import { openPerson, type Person, word } from '../support/person.ts'
import { lagMs, recordsOf } from '../support/tenant.ts'

// What an erasure removes, and what stays, while ServiceTitan owns the records.

let person: Person
beforeEach(async () => {
  person = await openPerson()
})
afterEach(() => person[Symbol.asyncDispose]())

test('every cache table that refers to a customer or a location is erasable', () => {
  const refers = tables
    .filter(({ columns }) => columns.some(({ name }) => name === 'customer_id' || name === 'location_id'))
    .map(({ name }) => name)
  expect(erasableTables.map(({ name }) => name)).toEqual(expect.arrayContaining(refers))
  expect(refers.length).toBeGreaterThan(5)
})

test('a person is found nowhere, not after a full sync either, and sums stay', async () => {
  const { tenant, customerId, fill, found, sums, plant, query, sync, erase } = person
  const counts = await fill()
  expect(Object.keys(counts).filter((resource) => !counts[resource])).toEqual([])
  await query(
    `INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
     VALUES ($1, 'st_jobs', '1', json_build_object('customerId', $2::bigint, 'summary', $3::text), 'bad: ' || $3, now(), now())`,
    [tenant.tenantId, customerId, word],
  )
  // As an edit of the customer in LAZI records it.
  const client = await tenant.pool.connect()
  const name = { old: `Old ${word}`, new: word }
  const [{ id }] = await query('SELECT id FROM lazi.customers WHERE st_id = $1', [customerId])
  await recordEntries(client, tenant.tenantId, byTest(), [
    { action: 'update', entity: 'lazi.customers', entityId: id, changes: { name } },
  ])
  client.release()
  const before = await found()
  expect(before).toEqual(
    expect.arrayContaining([
      'audit.entries',
      'lazi.appointments',
      'lazi.customer_contacts',
      'lazi.customers',
      'lazi.invoices',
      'lazi.jobs',
      'lazi.location_contacts',
      'lazi.locations',
      'raw.changes',
      'raw.quarantine',
      ...erasableTables.map(({ name }) => `raw.${name}`),
    ]),
  )
  const sumsBefore = await sums()

  const result = await erase('--yes', '--json')
  expect(result).toMatchObject({ code: 0 })
  const { records, quarantined, redacted, outOfReach } = JSON.parse(result.stdout)
  expect(records).toMatchObject({
    st_customers: 1,
    st_jobs: counts.jobs,
    st_locations: counts.locations,
    st_payments: counts.payments,
  })
  expect({ quarantined, redacted }).toEqual({ quarantined: 1, redacted: 1 })
  expect(await sync('audit', 'verify')).toMatchObject({ code: 0 })
  expect(outOfReach).toContainEqual(expect.stringContaining('Backups'))
  expect(await found()).toEqual([])
  expect(await sums()).toEqual(sumsBefore)
  expect(
    await query('SELECT name, deleted_at IS NOT NULL AS deleted FROM lazi.customers WHERE st_id = $1', [
      customerId,
    ]),
  ).toEqual([{ name: 'Erased', deleted: true }])

  // ServiceTitan still has them, and changes them.
  plant(`Third ${word}`)
  tenant.sandbox.clock.advance(lagMs)
  for (const kind of ['incremental', 'full', 'hot', 'verify', 'full'] as const) {
    for (const run of await tenant.syncAll({ kind })) {
      expect(run).toMatchObject({ inserted: 0, tombstoned: 0, mended: 0 })
    }
    expect(await found()).toEqual([])
  }
  for (const run of await tenant.syncAll({ kind: 'full' })) expect(run).toMatchObject({ updated: 0 })
  expect(await sync('project', '--rebuild')).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
  expect(await sums()).toEqual(sumsBefore)
  const [{ entries }] = await query(
    `SELECT json_agg(json_build_array(action, entity, entity_id, reason, actor_kind)) AS entries FROM audit.entries
      WHERE action = 'erase'`,
  )
  expect(entries).toEqual([['erase', 'raw.st_customers', String(customerId), 'asked', 'cli']])
})

test('customers that were merged into the person are erased too, and entries of others in quarantine stay', async () => {
  const { tenant, customerId, fill, found, query, erase } = person
  await fill()
  const [first, second, third] = recordsOf(tenant, 'customers')
    .map(({ id }) => Number(id))
    .filter((id) => id !== customerId) as [number, number, number]
  tenant.sandbox.update(tenant.id, 'customers', first, { mergedToId: customerId, name: `First ${word}` })
  tenant.sandbox.update(tenant.id, 'customers', second, { mergedToId: first, name: `Second ${word}` })
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll({ kind: 'incremental' })
  const other = third
  const quarantine = (payload: object) =>
    query(
      `INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
       VALUES ($1, 'st_invoices', $2, $3, 'bad', now(), now())`,
      [tenant.tenantId, String(Math.random()), JSON.stringify(payload)],
    )
  await quarantine({ customer: { id: other }, referenceNumber: String(customerId) })
  await quarantine({ customer: { id: second }, summary: word })
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
  expect(await query('SELECT payload FROM raw.quarantine WHERE resolved_at IS NULL')).toEqual([
    { payload: { customer: { id: other }, referenceNumber: String(customerId) } },
  ])
})

test('of a customer who was merged into another one, the other is erased too', async () => {
  const { tenant, customerId, fill, found, query, sync } = person
  await fill()
  const [other] = recordsOf(tenant, 'customers')
    .map(({ id }) => Number(id))
    .filter((id) => id !== customerId)
  tenant.sandbox.update(tenant.id, 'customers', Number(other), { mergedToId: customerId })
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll({ kind: 'incremental' })
  const args = ['--tenant', tenant.tenantId, '--reason', 'asked']
  expect((await sync('erase', 'customer', `st:${other}`, ...args)).stderr).toContain(
    'with 1 customer merged with it',
  )
  expect(await sync('erase', 'customer', `st:${other}`, ...args, '--yes')).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
  expect(
    await query('SELECT FROM raw.st_customers WHERE deleted_at IS NULL AND st_id = ANY ($1)', [
      [other, customerId],
    ]),
  ).toEqual([])
})

test('an erasure that was interrupted is completed by the same command', async () => {
  const { fill, found, query, sync, erase } = person
  await fill()
  // The first table is emptied, then the second refuses.
  await query(`ALTER TABLE raw.st_jobs ADD CONSTRAINT refused CHECK (summary IS NOT NULL) NOT VALID`)
  expect(await erase('--yes')).toMatchObject({ code: 1 })
  expect((await query('SELECT FROM raw.erased WHERE emptied_at IS NULL')).length).toBeGreaterThan(0)
  const doctor = async () => (await sync('doctor', '--no-worker')).stdout
  expect(await doctor()).toMatch(/erasure.*\d+ records of a person are not emptied yet/)
  await query('ALTER TABLE raw.st_jobs DROP CONSTRAINT refused')
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
  expect(await doctor()).not.toContain('not emptied yet')
  expect(await query(`SELECT count(*)::integer AS count FROM audit.entries WHERE action = 'erase'`)).toEqual([
    { count: 1 },
  ])
})

test('other customers keep everything', async () => {
  const { customerId, fill, query, erase } = person
  await fill()
  const others = async () =>
    await query(
      'SELECT st_id, full_data, deleted_at FROM raw.st_customers WHERE st_id <> $1 ORDER BY st_id',
      [customerId],
    )
  const before = await others()
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  expect(await others()).toEqual(before)
})

test('open jobs of the customer, and of those merged into it, are named before anything is erased', async () => {
  const { tenant, customerId, query, erase } = person
  await tenant.syncAll()
  const [other] = recordsOf(tenant, 'customers')
    .map(({ id }) => Number(id))
    .filter((id) => id !== customerId)
  await query(`UPDATE raw.st_jobs SET status = 'Completed'`)
  const finished = await erase()
  expect(finished.stderr).not.toContain('open job')
  await query('UPDATE raw.st_customers SET merged_to_id = $1 WHERE st_id = $2', [customerId, other])
  await query(
    `INSERT INTO raw.st_jobs (tenant_id, st_id, active, job_number, status, customer_id, created_on, deleted_at, full_data,
                              content_hash, synced_at)
     SELECT $1, 900000 + n, true, 'J' || n, status, CASE WHEN n % 2 = 0 THEN $2::bigint ELSE $3 END,
            '2026-03-01Z'::timestamptz + n * interval '1 day', CASE WHEN n = 10 THEN now() END,
            jsonb_build_object('id', 900000 + n), '', now()
       FROM unnest(ARRAY['Scheduled', 'Dispatched', 'InProgress', 'Hold', NULL, 'New', 'Scheduled', 'Canceled', 'Completed',
                         'Scheduled']) WITH ORDINALITY AS job (status, n)`,
    [tenant.tenantId, customerId, other],
  )
  const warning = `warning: customer ${customerId} has 7 open jobs, whose texts are erased too: J7, J6, J5, J4, J3 and 2 more.`
  const asked = await erase()
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining(warning) })
  expect(await query('SELECT FROM raw.erased')).toEqual([])
  await query(`UPDATE raw.st_jobs SET status = 'Canceled' WHERE st_id <> 900001`)
  const erased = await erase('--yes', '--json')
  expect(erased.stderr).toContain('has 1 open job, whose texts are erased too: J1.')
  expect(JSON.parse(erased.stdout)).toMatchObject({ openJobs: { count: 1, numbers: ['J1'] } })
})

test('a wrong customer, a missing reason and a missing confirmation change nothing', async () => {
  const { tenant, customerId, query, sync, erase } = person
  await tenant.sync(tableOf('customers'))
  const args = ['--tenant', tenant.tenantId]
  for (const [refused, message] of [
    [sync('erase', 'customer', '5', ...args, '--reason', 'x', '--yes'), 'has no customer 5'],
    [sync('erase', 'customer', 'x', ...args, '--reason', 'x', '--yes'), 'not an id of a customer'],
    [sync('erase', 'customer', String(customerId), ...args, '--yes'), "'--reason <text>' not specified"],
    [erase(), '--yes'],
  ] as const) {
    expect(await refused).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
  }
  expect(await query('SELECT FROM raw.erased')).toEqual([])
})

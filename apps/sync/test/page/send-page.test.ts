import type pg from 'pg'
import { expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { CursorMovedError } from '../../src/page/page-bookkeeping.ts'
import { holdPages } from '../support/hold-pages.ts'
import { connect, type FaultTenant, openAlone } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

const jobs = tableOf('jobs')
const locationContacts = tableOf('location-contacts')
const locations = tableOf('locations')

// Pages of a first pass, which are pipelined. The account's 25 jobs are three pages.

async function statesOf({ pool }: FaultTenant) {
  const { rows } = await pool.query(
    `SELECT status, pages::integer, fetched::integer, inserted::integer, quarantined::integer FROM raw.sync_runs ORDER BY run_id`,
  )
  return rows
}

const full = { status: 'succeeded', pages: 3, fetched: 25, inserted: 25, quarantined: 0 }

/** Syncs jobs; blocks the insert of rows until the second page has been sent. */
async function syncHeld(tenant: FaultTenant): Promise<void> {
  const [client, other] = [await connect(tenant.databaseUrl), await connect(tenant.databaseUrl)]
  try {
    await other.query('BEGIN; LOCK TABLE raw.st_jobs IN SHARE MODE')
    const send = client.query.bind(client) as (...values: unknown[]) => unknown
    let begun = 0
    const query = (...values: unknown[]) => {
      if (String(values[0]).startsWith('BEGIN')) begun += 1
      // The beginning of the run, and two pages.
      if (begun === 3) other.query('COMMIT')
      return send(...values)
    }
    await tenant.sync(jobs, { client: Object.assign(client, { query }) as pg.Client })
  } finally {
    await Promise.all([client.end(), other.end()])
  }
}

test('a page is sent before the previous page is written', async () => {
  await using tenant = await openAlone()
  await syncHeld(tenant)
  expect(await statesOf(tenant)).toEqual([full])
  await expectWhole(tenant, { tables: [jobs] })
})

test('a page sent after a page whose COMMIT fails is rolled back', async () => {
  await using tenant = await openAlone()
  await tenant.pool.query(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.full_sync_cursor IS NULL AND NEW.full_sync_cursor IS NOT NULL THEN RAISE EXCEPTION 'refused'; END IF;
        RETURN NULL;
      END $$;
    CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON raw.sync_state DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION refuse();`)
  await expect(syncHeld(tenant)).rejects.toThrow(/refused/)
  expect(await statesOf(tenant)).toEqual([{ ...full, status: 'failed', pages: 0, fetched: 0, inserted: 0 }])
  await tenant.pool.query('DROP FUNCTION refuse CASCADE')
  await tenant.sync(jobs)
  await expectWhole(tenant, { tables: [jobs] })
})

test('only the record that PostgreSQL refuses is quarantined, even when a later page was sent', async () => {
  await using tenant = await openAlone()
  const [, , third] = [...tenant.sandbox.records(tenant.id, 'jobs')]
  await tenant.pool.query(`ALTER TABLE raw.st_jobs ADD CONSTRAINT refused CHECK (st_id <> ${third?.id})`)
  const reported: number[] = []
  await tenant.sync(jobs, { onProgress: ({ fetched }) => reported.push(fetched) })
  expect(reported).toEqual([10, 20, 25])
  expect(await statesOf(tenant)).toEqual([{ ...full, inserted: 24, quarantined: 1 }])
  await expectWhole(tenant, {
    tables: [jobs],
    quarantined: 1,
    sent: (record) => (record.id === third?.id ? null : record),
  })
})

test('rows that are stored already, such as those of an adopted table, are detected', async () => {
  await using tenant = await openAlone()
  await tenant.sync(jobs)
  const { rowCount } = await tenant.pool.query('DELETE FROM raw.st_jobs WHERE st_id % 2 = 0')
  for (const name of ['sync_state', 'sync_runs']) await tenant.pool.query(`DELETE FROM raw.${name}`)
  await tenant.sync(jobs)
  expect(await statesOf(tenant)).toEqual([{ ...full, inserted: rowCount }])
  const { rows } = await tenant.pool.query('SELECT count(*)::integer AS jobs FROM raw.st_jobs')
  expect(rows).toEqual([{ jobs: 25 }])
})

test('derivation sources that arrive during a pass are used', async () => {
  await using tenant = await openAlone({ sizes: { locations: 40, jobs: 5, technicians: 2 } })
  const contacts = Promise.withResolvers<void>()
  let pages = 0
  await tenant.sync(locations, {
    // Only the second page waits for the contacts.
    api: holdPages(tenant.api, () => (pages++ === 0 ? undefined : contacts.promise)),
    onProgress: ({ pages }) => {
      if (pages === 1) tenant.sync(locationContacts).then(() => contacts.resolve(), contacts.reject)
    },
  })
  await expectWhole(tenant, { tables: [locations, locationContacts] })
  const { rows } = await tenant.pool.query(
    'SELECT count(*)::integer AS reached FROM raw.st_locations WHERE phone IS NOT NULL',
  )
  expect(rows[0].reached).toBeGreaterThan(20)
})

test('a cursor that another run has moved fails the run, and its page is not written', async () => {
  await using tenant = await openAlone()
  const moved = Promise.withResolvers<unknown>()
  let pages = 0
  const run = tenant.sync(jobs, {
    api: holdPages(tenant.api, () => (pages++ === 0 ? undefined : moved.promise)),
    onProgress: () =>
      moved.resolve(tenant.pool.query(`UPDATE raw.sync_state SET full_sync_cursor = 'another'`)),
  })
  await expect(run).rejects.toThrow(CursorMovedError)
  expect(await statesOf(tenant)).toEqual([{ ...full, status: 'failed', pages: 1, fetched: 10, inserted: 10 }])
  const { rows } = await tenant.pool.query('SELECT count(*)::integer AS jobs FROM raw.st_jobs')
  expect(rows).toEqual([{ jobs: 10 }])
})

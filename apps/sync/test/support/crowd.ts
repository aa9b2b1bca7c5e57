import type pg from 'pg'
import type { Act } from 'records'
import { customerFields } from 'records/fields'
import {
  changeRecord,
  createAppointment,
  createJob,
  DoubleBookingError,
  NoSuchRecordError,
  NotOwnedError,
  type RecordWrite,
  rescheduleAppointment,
  StaleVersionError,
  type WriteOptions,
} from 'records/writes'
import { tables } from '../../src/cache/tables.ts'
import { type Account, tenantId } from './account.ts'
import { connect } from './tenant.ts'
import { writeInLazi } from './write-in-lazi.ts'

// Many who work on the same few records at once, for tests of the order of locks.

/** How often each person does what they do. */
export const rounds = process.env.SOAK ? 400 : 50

export const person = (name: string): Act => ({ actor: { kind: 'key', id: name }, now: new Date() })

/** An edit of a customer that was not refused. */
export interface Edit {
  readonly id: string
  readonly version: number
  readonly name: string
}

export interface Crowd {
  /** The customers that are edited. */
  readonly customers: readonly string[]
  /** Chooses them, once they were projected. */
  chooseCustomers(): Promise<void>
  /** The edits that were not refused. */
  readonly edits: readonly Edit[]
  onConnection<T>(work: (client: pg.Client) => Promise<T>): Promise<T>
  /** Changes records as the API does. @returns null when it is refused as expected */
  write<T>(
    name: string,
    options: Pick<WriteOptions, 'domains'> & { readonly tenantId?: string },
    work: (opened: RecordWrite) => Promise<T>,
  ): Promise<T | null>
  /** Edits customers that others edit too, each for the version that it has read. */
  edit(name: string): Promise<void>
  /** Creates jobs, and books and moves visits of the same few technicians. */
  book(name: string): Promise<void>
  /** Syncs one table after the other, in which records have changed. @param n which one */
  syncSomething(n: number): Promise<void>
  /** How many deadlocks there have been. */
  deadlocks(): Promise<string>
}

/** Opens a crowd on an account that is synced. */
export function openCrowd(account: Account): Crowd {
  const { pool } = account.database
  const customers: string[] = []
  const edits: Edit[] = []

  async function chooseCustomers(): Promise<void> {
    const { rows } = await pool.query<{ id: string }>(
      'SELECT id::text FROM lazi.customers WHERE tenant_id = $1 AND active ORDER BY id LIMIT 5',
      [tenantId],
    )
    customers.push(...rows.map(({ id }) => id))
  }

  /** Runs `work` on a connection of the sync. */
  async function onConnection<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = await connect(account.database.url)
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  /** Changes records as the API does. @returns null when it is refused as expected */
  async function write<T>(
    name: string,
    { tenantId: of = tenantId, ...options }: Pick<WriteOptions, 'domains'> & { readonly tenantId?: string },
    work: (opened: RecordWrite) => Promise<T>,
  ): Promise<T | null> {
    const all = { ...options, tenantId: of, act: person(name) }
    return writeInLazi(pool, all, work).catch((error: unknown) => {
      const isExpected = [DoubleBookingError, NoSuchRecordError, NotOwnedError, StaleVersionError].some(
        (kind) => error instanceof kind,
      )
      if (isExpected) return null
      throw error
    })
  }

  /** Edits customers that others edit too, each for the version that it has read. */
  async function edit(name: string): Promise<void> {
    for (let n = 0; n < rounds; n++) {
      const id = customers[n % customers.length] as string
      const value = `${name} ${n}`
      const { rows } = await pool.query<{ version: string }>(
        'SELECT version FROM lazi.customers WHERE tenant_id = $1 AND id = $2',
        [tenantId, id],
      )
      const version = String(rows[0]?.version)
      const change = { table: customerFields, reference: id, version, values: { name: value } }
      const done = await write(name, { domains: ['customers'] }, (opened) => changeRecord(opened, change))
      if (done !== null) edits.push({ id, version: Number(version) + 1, name: value })
    }
  }

  /** Creates jobs, and books and moves visits of the same few technicians. */
  async function book(name: string): Promise<void> {
    const ids = async (table: string, limit: number) => {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT id::text FROM lazi.${table} WHERE tenant_id = $1 AND active AND deleted_at IS NULL ORDER BY id LIMIT ${limit}`,
        [tenantId],
      )
      return rows.map(({ id }) => id)
    }
    const [technicians, [unit], [jobType]] = await Promise.all([
      ids('technicians', 3),
      ids('business_units', 1),
      ids('job_types', 1),
    ])
    const { rows: places } = await pool.query<{ id: string; customerId: string }>(
      `SELECT location.id::text, customer_id::text AS "customerId"
       FROM lazi.locations AS location JOIN lazi.customers AS customer USING (tenant_id)
      WHERE tenant_id = $1 AND customer.id = customer_id AND location.active AND customer.active LIMIT 1`,
      [tenantId],
    )
    const visitAt = (n: number) => ({
      startsAt: new Date(Date.UTC(2031, 0, 1, n % 40)).toISOString(),
      endsAt: new Date(Date.UTC(2031, 0, 1, (n % 40) + 2)).toISOString(),
      arrivalStartsAt: null,
      arrivalEndsAt: null,
      specialInstructions: null,
      technicianIds: [technicians[n % 3], technicians[(n + 1) % 3]] as string[],
      allowOverlap: false,
    })
    const values = {
      customerId: places[0]?.customerId,
      locationId: places[0]?.id,
      businessUnitId: unit,
      jobTypeId: jobType,
    }
    const free = { ...visitAt(0), technicianIds: [] }
    const job = await write(name, { domains: ['jobs'] }, (opened) =>
      createJob(opened, { values, appointments: [free] }),
    )
    for (let n = 0; n < rounds; n++) {
      const visit = await write(name, { domains: ['jobs'] }, (opened) =>
        createAppointment(opened, String(job?.id), visitAt(n * 7)),
      )
      if (visit === null) continue
      const target = { reference: visit.id, version: '1' }
      await write(name, { domains: ['jobs'] }, (opened) =>
        rescheduleAppointment(opened, target, visitAt(n * 7 + 1)),
      )
    }
  }

  async function syncSomething(n: number): Promise<void> {
    const table = tables[n % tables.length]
    if (!table) return
    for (const record of [...account.sandbox.records(Number(tenantId), table.resource)].slice(0, 20))
      account.sandbox.update(Number(tenantId), table.resource, record.id, {})
    account.sandbox.clock.advance(3_600_000)
    // An erasure may have it locked, and waits for the others itself.
    await account.sync(table, { lockWaitMs: 60_000 })
  }

  async function deadlocks(): Promise<string> {
    const { rows } = await pool.query<{ deadlocks: string }>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    )
    return String(rows[0]?.deadlocks)
  }

  return { customers, chooseCustomers, edits, onConnection, write, edit, book, syncSomething, deadlocks }
}

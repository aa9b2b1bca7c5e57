import {
  cancelJob,
  createCustomer,
  createJob,
  createLocation,
  holdJob,
  type RecordWrite,
} from 'records/writes'
import { expect } from 'vitest'
import { byTest } from './by-test.ts'
import type { CommandResult } from './command.ts'
import { type Person, word } from './person.ts'
import { writeInLazi } from './write-in-lazi.ts'

/** What people do in the account of a person, whose customers and jobs LAZI owns. */
export interface InLazi {
  /** Gives customers and jobs to LAZI. */
  own(): Promise<void>
  /** Changes records as the API does. */
  write<T>(work: (opened: RecordWrite) => Promise<T>): Promise<T>
  /** The id of the first active record. @param condition SQL @default any */
  anyOf(table: string, condition?: string): Promise<string>
  /** Runs `sync erase customer` for any customer. */
  erase(reference: string, ...args: string[]): Promise<CommandResult>
}

export const inLazi = ({ tenant: { tenantId, pool }, query, sync }: Person): InLazi => ({
  async own() {
    const set = await sync('domains', 'set', 'customers,jobs', 'lazi', '--tenant', tenantId, '--yes')
    expect(set).toMatchObject({ code: 0 })
  },
  write: (work) => writeInLazi(pool, { tenantId, domains: ['customers', 'jobs'], act: byTest() }, work),
  async anyOf(table, condition = 'true') {
    const [row] = await query(
      `SELECT id::text FROM lazi.${table} WHERE active AND deleted_at IS NULL AND ${condition} ORDER BY id LIMIT 1`,
    )
    return row.id
  },
  erase: (reference, ...args) =>
    sync('erase', 'customer', reference, '--tenant', tenantId, '--reason', 'asked', ...args),
})

/** A visit without technicians. @param day of January 2031, 1 to 9 */
export const visitAt = (day: number, instructions: string | null) => ({
  startsAt: `2031-01-0${day}T08:00:00Z`,
  endsAt: `2031-01-0${day}T10:00:00Z`,
  arrivalStartsAt: null,
  arrivalEndsAt: null,
  specialInstructions: instructions,
  technicianIds: [],
  allowOverlap: false,
})

/** Creates a customer in LAZI, with everything that LAZI stores about one. */
export async function createOwnPerson({ write, anyOf }: InLazi) {
  const address = { addressStreet: `${word} Street 1`, addressCity: word, addressZip: '60601' }
  const tag = await anyOf('tag_types')
  const customer = await write((opened) =>
    createCustomer(opened, {
      values: { name: `Dana ${word}`, ...address, tagTypeIds: [tag], customFields: { 1: word } },
      contacts: [
        { type: 'Email', value: `${word}@example.com`, memo: word },
        { type: 'MobilePhone', value: `555 0100 ${word}` },
      ],
    }),
  )
  const location = await write((opened) =>
    createLocation(opened, {
      values: {
        customerId: customer.id,
        name: `Home of ${word}`,
        ...address,
        latitude: 31.5,
        longitude: -99.5,
      },
      contacts: [{ type: 'Email', value: `home@${word}.com` }],
    }),
  )
  const values = {
    customerId: customer.id,
    locationId: location.id,
    businessUnitId: await anyOf('business_units'),
    jobTypeId: await anyOf('job_types'),
    summary: `Heater of ${word}`,
    customerPo: word,
    customFields: { 2: word },
  }
  const job = await write((opened) =>
    createJob(opened, { values, appointments: [visitAt(1, `Ask for ${word}`), visitAt(2, null)] }),
  )
  const reasonId = await anyOf('job_hold_reasons')
  await write((opened) =>
    holdJob(opened, { reference: job.id, version: '1' }, { reasonId, memo: `${word} is away` }),
  )
  const canceled = await write((opened) => createJob(opened, { values, appointments: [visitAt(3, word)] }))
  const cancelReason = await anyOf('job_cancel_reasons')
  await write((opened) =>
    cancelJob(
      opened,
      { reference: canceled.id, version: '1' },
      { reasonId: cancelReason, memo: `${word} called` },
    ),
  )
  return { customer, location, job, canceled, values }
}

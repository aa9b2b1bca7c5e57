import { customerFields, locationFields } from '../../fields/customers.ts'
import { changeRecord, type RecordChange } from '../change-record.ts'
import { RefusedChangeError } from '../errors.ts'
import type { RecordWrite } from '../record-write.ts'
import { type StoredRecord, wordOf } from '../stored-record.ts'
import { assertNone, positionProblems } from './check-customers.ts'

type FieldChange = Omit<RecordChange, 'table' | 'check'>
type Values = Readonly<Record<string, unknown>>

/**
 * Changes the given fields of a customer.
 * @throws {WriteError} when there is no such customer, its version is another, or it is deactivated and has open jobs
 * @example
 * await changeCustomer(write, { reference: id, version: '3', values: { name: 'Park' } })
 */
export const changeCustomer = (write: RecordWrite, change: FieldChange): Promise<StoredRecord> =>
  changeRecord(write, {
    ...change,
    table: customerFields,
    check: (record, after) => assertNoOpenJobs(write, 'customers', record, after),
  })

/**
 * Changes the given fields of a location.
 * @throws {WriteError} when there is no such location, its version is another, it would have half a position, or it is
 *   deactivated and has open jobs
 */
export const changeLocation = (write: RecordWrite, change: FieldChange): Promise<StoredRecord> =>
  changeRecord(write, {
    ...change,
    table: locationFields,
    async check(record, after) {
      assertNone(positionProblems(after))
      await assertNoOpenJobs(write, 'locations', record, after)
    },
  })

/** How many numbers of jobs a message names. */
const NAMED = 5

/** @throws {RefusedChangeError} when a customer or location with open jobs becomes inactive */
async function assertNoOpenJobs(
  { client, tenantId }: RecordWrite,
  table: 'customers' | 'locations',
  { id, values }: StoredRecord,
  after: Values,
): Promise<void> {
  if (after.active !== false || values.active === false) return
  const column = table === 'customers' ? 'customer_id' : 'location_id'
  const { rows } = await client.query<{ number: string; count: number }>(
    `SELECT coalesce(number, id::text) AS number, (count(*) OVER ())::integer AS count FROM lazi.jobs
      WHERE tenant_id = $1 AND ${column} = $2 AND active AND deleted_at IS NULL
        AND coalesce(status, '') NOT IN ('Completed', 'Canceled')
      ORDER BY created_at DESC NULLS LAST, id DESC LIMIT ${NAMED}`,
    [tenantId, id],
  )
  const count = rows[0]?.count ?? 0
  if (count === 0) return
  const more = count > rows.length ? ` and ${count - rows.length} more` : ''
  throw new RefusedChangeError(
    `This ${wordOf(table)} has open jobs, so it stays active: ${rows.map(({ number }) => number).join(', ')}${more}. Complete or cancel them first.`,
  )
}

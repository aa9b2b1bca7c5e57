import { customerFields, locationFields } from '../../fields/customers.ts'
import { changeRecord, type RecordChange } from '../change-record.ts'
import { RefusedChangeError } from '../errors.ts'
import type { RecordWrite } from '../record-write.ts'
import { isOther, type StoredRecord, wordOf } from '../stored-record.ts'
import { assertNone, positionProblems } from './check-customers.ts'

type FieldChange = Omit<RecordChange, 'table' | 'check' | 'isUnreferenced'>
type Values = Readonly<Record<string, unknown>>

/**
 * Changes the given fields of a customer.
 * @throws {WriteError} when there is no such customer, its version is another, it is deactivated and has open jobs, or it
 *   becomes active although it was merged into another one
 * @example
 * await changeCustomer(write, { reference: id, version: '3', values: { name: 'Park' } })
 */
export const changeCustomer = (write: RecordWrite, change: FieldChange): Promise<StoredRecord> =>
  changeRecord(write, {
    ...change,
    table: customerFields,
    more: { mergedIntoId: 'uuid' },
    async check(record, after) {
      assertNotMerged(record, after)
      await assertNoOpenJobs(write, 'customers', record, after)
    },
  })

/** @throws {RefusedChangeError} when a customer that was merged into another one becomes active */
function assertNotMerged({ values }: StoredRecord, { active }: Values): void {
  if (active !== true || values.active === true || values.mergedIntoId === null) return
  throw new RefusedChangeError(`This customer was merged into ${values.mergedIntoId}, so it stays inactive.`)
}

/**
 * Changes the given fields of a location. One that gets another customer is locked so that no job is created there
 * meanwhile.
 * @throws {WriteError} when there is no such location, its version is another, it would have half a position, it is
 *   deactivated and has open jobs, or it has jobs of another customer than its new one
 */
export const changeLocation = (write: RecordWrite, change: FieldChange): Promise<StoredRecord> =>
  changeRecord(write, {
    ...change,
    table: locationFields,
    isUnreferenced: change.values.customerId !== undefined,
    async check(record, after) {
      if (isOther(record, after, ['latitude', 'longitude'])) assertNone(positionProblems(after))
      await assertNoOpenJobs(write, 'locations', record, after)
      await assertNoJobsOfOthers(write, record, after)
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
  const { rows } = await client.query<NamedJob>(
    `SELECT coalesce(number, id::text) AS number, (count(*) OVER ())::integer AS count FROM lazi.jobs
      WHERE tenant_id = $1 AND ${column} = $2 AND active AND deleted_at IS NULL
        AND coalesce(status, '') NOT IN ('Completed', 'Canceled')
      ORDER BY created_at DESC NULLS LAST, id DESC LIMIT ${NAMED}`,
    [tenantId, id],
  )
  if (rows.length === 0) return
  throw new RefusedChangeError(
    `This ${wordOf(table)} has open jobs, so it stays active: ${listOf(rows)}. Complete or cancel them first.`,
  )
}

/** @throws {RefusedChangeError} when a location gets a customer, and has jobs of another one */
async function assertNoJobsOfOthers(
  { client, tenantId }: RecordWrite,
  { id, values }: StoredRecord,
  { customerId }: Values,
): Promise<void> {
  if (customerId === values.customerId) return
  const { rows } = await client.query<NamedJob>(
    `SELECT coalesce(number, id::text) AS number, (count(*) OVER ())::integer AS count FROM lazi.jobs
      WHERE tenant_id = $1 AND location_id = $2 AND customer_id <> $3 AND deleted_at IS NULL
      ORDER BY created_at DESC NULLS LAST, id DESC LIMIT ${NAMED}`,
    [tenantId, id, customerId],
  )
  if (rows.length === 0) return
  throw new RefusedChangeError(
    `This location has jobs of another customer: ${listOf(rows)}. Give them another location first, or merge the customers.`,
  )
}

/** A job that a message names, and the number of all that it is about. */
interface NamedJob {
  readonly number: string
  readonly count: number
}

function listOf(jobs: readonly NamedJob[]): string {
  const more = (jobs[0]?.count ?? 0) - jobs.length
  return `${jobs.map(({ number }) => number).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

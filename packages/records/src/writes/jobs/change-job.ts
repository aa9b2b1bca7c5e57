import { jobFields } from '../../fields/jobs.ts'
import { changeRecord } from '../change-record.ts'
import { InvalidValuesError } from '../errors.ts'
import type { RecordWrite } from '../record-write.ts'
import { isOther, type StoredRecord } from '../stored-record.ts'
import { followCustomer } from './follow-customer.ts'
import type { JobTarget } from './job-actions.ts'

/**
 * Changes the given fields of a job; its appointments have its customer, which ServiceTitan gives them where it changes
 * jobs too.
 * @throws {WriteError} when there is no such job, its version is another, the location is not of the customer, or it
 *   refers to itself
 */
export async function changeJob(
  write: RecordWrite,
  change: JobTarget & { readonly values: Readonly<Record<string, unknown>> },
): Promise<StoredRecord> {
  const job = await changeRecord(write, {
    ...change,
    table: jobFields,
    async check(record, after) {
      assertOfOthers(record, after)
      if (isOther(record, after, ['customerId', 'locationId'])) await assertLocationOf(write, after)
    },
  })
  const { customerId } = change.values
  if (typeof customerId !== 'string' || customerId === job.values.customerId) return job
  if (await write.isHybrid()) return job
  const moved = await followCustomer(write, [job.id], customerId)
  for (const { id, customerId: before } of moved)
    write.enterOther('appointments', id, { customerId: { old: before, new: customerId } })
  return job
}

/** @throws {InvalidValuesError} when a job becomes its own recall, or is under its own warranty */
function assertOfOthers(job: StoredRecord, after: Readonly<Record<string, unknown>>): void {
  const problems = ['recallForId', 'warrantyId']
    .filter((field) => after[field] === job.id && isOther(job, after, [field]))
    .map((path) => ({ path, message: 'Expected another job' }))
  if (problems.length > 0) throw new InvalidValuesError(problems)
}

/** @throws {InvalidValuesError} when the location of a job is that of another customer */
export async function assertLocationOf(
  { client, tenantId }: RecordWrite,
  { customerId, locationId }: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { rowCount } = await client.query(
    'SELECT FROM lazi.locations WHERE tenant_id = $1 AND id = $2 AND customer_id = $3',
    [tenantId, locationId, customerId],
  )
  if (rowCount !== 1)
    throw new InvalidValuesError([{ path: 'locationId', message: 'It is not a location of this customer' }])
}

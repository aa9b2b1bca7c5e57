import { isDeepStrictEqual } from 'node:util'
import { jobFields } from '../../fields/jobs.ts'
import { jobStatusOf } from '../../fields/transitions.ts'
import { instantText } from '../../value-json.ts'
import { otherJobFields } from '../other-fields.ts'
import { noteChanged } from '../outbox.ts'
import type { RecordWrite } from '../record-write.ts'
import { lockRecord, type RecordReference, type StoredRecord } from '../stored-record.ts'
import { changesOf, type NewColumns, setColumns } from '../update-record.ts'

/** Locks a job, with everything that {@link deriveJob} compares. @throws {NoSuchRecordError} */
export const lockJob = (write: RecordWrite, reference: RecordReference): Promise<StoredRecord> =>
  lockRecord(write, jobFields, reference, { more: otherJobFields })

interface Derived {
  readonly scheduledStart: string | null
  readonly scheduledEnd: string | null
  readonly duration: number | null
  readonly appointmentCount: number
  readonly statuses: readonly string[]
}

/** What follows from a job's appointments as they are now, computed as the sync computes it from ServiceTitan's. */
async function readDerived({ client, tenantId }: RecordWrite, jobId: string): Promise<Derived> {
  const { rows } = await client.query<Derived>(
    `SELECT ${instantText('starts')} AS "scheduledStart", ${instantText('ends')} AS "scheduledEnd",
            CASE WHEN ends >= starts THEN least(extract(epoch FROM ends - starts) / 60, 2147483647)::integer END AS duration,
            count AS "appointmentCount", statuses
       FROM (SELECT min(starts_at) AS starts, max(ends_at) AS ends, count(*)::integer AS count,
                    coalesce(array_agg(status ORDER BY starts_at), '{}') AS statuses
               FROM lazi.appointments
              WHERE tenant_id = $1 AND job_id = $2 AND active AND deleted_at IS NULL) AS live`,
    [tenantId, jobId],
  )
  return rows[0] as Derived
}

/** What follows from a job's appointments, as columns. @param isOpened whether an action opens the job again */
async function readFollowing(write: RecordWrite, job: StoredRecord, isOpened: boolean): Promise<NewColumns> {
  const { statuses, ...derived } = await readDerived(write, job.id)
  const isEnded = ['Completed', 'Canceled'].includes(String(job.values.status))
  const status = isEnded && !isOpened ? job.values.status : jobStatusOf(statuses)
  return Object.fromEntries(
    Object.entries({ status, ...derived }).map(([name, value]) => [
      name,
      { value, kind: otherJobFields[name as keyof typeof otherJobFields] },
    ]),
  )
}

/**
 * Updates what follows from the appointments of a locked job, as part of a change of one of them. While ServiceTitan
 * changes jobs too, it comes from there.
 */
export async function followAppointments(write: RecordWrite, job: StoredRecord): Promise<void> {
  const changed = await deriveJob(write, job)
  if (Object.keys(changed).length > 0) write.enterOther('jobs', job.id, changesOf(job, changed))
}

/**
 * Updates what follows from the appointments of a locked job, and what an action sets, in one statement: a change
 * raises the version once. While ServiceTitan changes jobs too, only what the action sets: the rest comes from there.
 * @param others what an action sets. Its status stays; without one it follows from the appointments, unless the job is
 *   completed or canceled
 * @param options.isOpened whether the action opens it again, so that its status follows from the appointments @default false
 * @returns the fields that changed, with their new values
 */
export async function deriveJob(
  write: RecordWrite,
  job: StoredRecord,
  others: NewColumns = {},
  { isOpened = false }: { readonly isOpened?: boolean } = {},
): Promise<Readonly<Record<string, unknown>>> {
  const followed = (await write.isHybrid())
    ? isOpened && { status: { value: 'Scheduled', kind: 'text' } as const }
    : await readFollowing(write, job, isOpened)
  const wanted: NewColumns = { ...followed, ...others }
  const changed = Object.entries(wanted).filter(
    ([name, { value }]) => !isDeepStrictEqual(value, job.values[name] ?? null),
  )
  if (changed.length === 0) return {}
  setColumns(write, 'jobs', job.id, Object.fromEntries(changed))
  const values = changed.map(([name, { value }]) => [name, value] as const)
  // What follows from the appointments is agreed upon with them; that a job is opened again is not.
  const agreed = values.filter(([name]) => name in others || (isOpened && name === 'status'))
  if (agreed.length > 0) noteChanged(write, jobFields, job, Object.fromEntries(agreed))
  return Object.fromEntries(values)
}

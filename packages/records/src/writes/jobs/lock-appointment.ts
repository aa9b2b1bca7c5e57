import { appointmentFields } from '../../fields/jobs.ts'
import { type AppointmentAction, appointmentTransitions } from '../../fields/transitions.ts'
import { NoSuchRecordError, RefusedChangeError } from '../errors.ts'
import { assertReferences, lockGiven, type NewReference } from '../lock-parents.ts'
import { otherAppointmentFields } from '../other-fields.ts'
import type { RecordWrite } from '../record-write.ts'
import {
  assertVersion,
  findBy,
  lockRecord,
  type RecordReference,
  type StoredRecord,
} from '../stored-record.ts'
import { lockTechnicians, readAssigned } from './bookings.ts'
import { lockJob } from './derive-job.ts'
import { refuseTheirs } from './refuse-theirs.ts'

/** An appointment that a transaction has locked, with its job. */
export interface LockedAppointment {
  readonly job: StoredRecord
  readonly appointment: StoredRecord
}

/** The appointment of a request, and the version for which the change was made. */
export interface AppointmentTarget {
  readonly reference: RecordReference
  readonly version: string
}

/** What is locked before an appointment. */
interface LockedBefore {
  /** Technicians who are to be booked. @default none */
  readonly technicianIds?: readonly string[]
  /** Whether the technicians of the appointment are booked anew. @default false */
  readonly isBooked?: boolean
  /** Other records to which the request refers. @default none */
  readonly references?: readonly NewReference[]
}

/**
 * Locks the technicians of an appointment, then its job, then itself. The technicians are read before they are locked:
 * that they are still the same follows from the version, which rises with each assignment. One who is assigned already
 * need not be active.
 * @throws {WriteError} when there is no such appointment, its version is another, or its status does not allow the action
 */
export async function lockAppointment(
  write: RecordWrite,
  { reference, version }: AppointmentTarget,
  action: AppointmentAction,
  { technicianIds = [], isBooked = false, references = [] }: LockedBefore = {},
): Promise<LockedAppointment> {
  await refuseTheirs(write, appointmentTransitions[action])
  const { id, jobId } = await findAppointment(write, reference)
  const assigned = isBooked ? await readAssigned(write, [id]) : []
  await lockTechnicians(write, [...technicianIds, ...assigned.map(({ technicianId }) => technicianId)])
  const technicians = technicianIds.map((technicianId, index) => ({
    path: `technicianIds.${index}`,
    of: 'technicians',
    id: technicianId,
  }))
  const invalid = await lockGiven(write, [...references, ...technicians])
  const job = await lockJob(write, jobId)
  const appointment = await lockRecord(write, appointmentFields, id, { more: otherAppointmentFields })
  await assertVersion(write, appointmentFields, appointment, version)
  if (invalid.length > 0) {
    const kept = (await readAssigned(write, [id])).map(({ technicianId }) => technicianId)
    assertReferences(invalid, (reference) => kept.includes(reference.id))
  }
  assertAllows(action, { job, appointment })
  return { job, appointment }
}

async function findAppointment(
  { client, tenantId }: RecordWrite,
  reference: RecordReference,
): Promise<{ readonly id: string; readonly jobId: string }> {
  const { where, value } = findBy(reference)
  const { rows } = await client.query<{ id: string; jobId: string | null; active: boolean }>(
    `SELECT id::text, job_id::text AS "jobId", active FROM lazi.appointments
      WHERE tenant_id = $1 AND ${where} AND deleted_at IS NULL`,
    [tenantId, value],
  )
  const [row] = rows
  if (!row) throw new NoSuchRecordError(`This account has no such appointment: ${reference}.`)
  if (!row.active) throw new RefusedChangeError('The appointment was removed.')
  if (row.jobId === null)
    throw new RefusedChangeError('The job of this appointment was not read from ServiceTitan yet.')
  return { id: row.id, jobId: row.jobId }
}

function assertAllows(action: AppointmentAction, { job, appointment }: LockedAppointment): void {
  if (['Completed', 'Canceled'].includes(String(job.values.status)))
    throw new RefusedChangeError(
      `The job is ${job.values.status}, so its appointments do not change: ${job.values.status === 'Completed' ? 'reopen' : 'restore'} it first.`,
    )
  const { from } = appointmentTransitions[action]
  const { status } = appointment.values
  if (!(from as readonly unknown[]).includes(status))
    throw new RefusedChangeError(
      `An appointment that is ${status} does not allow "${action}": it must be ${from.join(', ')}.`,
    )
}

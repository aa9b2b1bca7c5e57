import { appointmentFields } from '../../fields/jobs.ts'
import { type AppointmentAction, appointmentTransitions } from '../../fields/transitions.ts'
import { RefusedChangeError } from '../errors.ts'
import type { RecordWrite } from '../record-write.ts'
import { removeRecord } from '../remove-record.ts'
import { type NewColumns, updateRecord } from '../update-record.ts'
import { assertFree } from './assert-free.ts'
import { assertCount, technicianColumns } from './assign-technicians.ts'
import {
  type Assigned,
  assertTimes,
  endAssignments,
  insertAssignments,
  readAssigned,
  type Span,
  updateAssignments,
} from './bookings.ts'
import { followAppointments } from './derive-job.ts'
import { type AppointmentTarget, type LockedAppointment, lockAppointment } from './lock-appointment.ts'

/**
 * Sets the status of an appointment: it is dispatched, started, done, or no longer on hold.
 * @throws {WriteError} when there is no such appointment, its version is another, or its status does not allow it
 * @example
 * await moveAppointment(write, { reference: id, version: '2' }, 'start')
 */
export async function moveAppointment(
  write: RecordWrite,
  target: AppointmentTarget,
  action: Extract<AppointmentAction, 'dispatch' | 'start' | 'done' | 'unhold'>,
): Promise<void> {
  const locked = await lockAppointment(write, target, action)
  await setStatus(write, locked, action, { holdReasonId: null, holdMemo: null })
}

/** Why an appointment is put on hold, or a job canceled. */
export interface Reason {
  readonly reasonId: string
  readonly memo: string
}

/** Puts an appointment on hold. @throws {WriteError} as {@link moveAppointment}, or when there is no such reason */
export async function holdAppointment(
  write: RecordWrite,
  target: AppointmentTarget,
  { reasonId, memo }: Reason,
): Promise<void> {
  const references = [{ path: 'reasonId', of: 'job_hold_reasons', id: reasonId }]
  const locked = await lockAppointment(write, target, 'hold', { references })
  await setStatus(write, locked, 'hold', { holdReasonId: reasonId, holdMemo: memo })
}

/** Confirms an appointment with the customer, or takes that back. @throws {WriteError} as {@link moveAppointment} */
export async function confirmAppointment(
  write: RecordWrite,
  target: AppointmentTarget,
  isConfirmed: boolean,
): Promise<void> {
  const action = isConfirmed ? 'confirm' : 'unconfirm'
  const { appointment } = await lockAppointment(write, target, action)
  const others: NewColumns = { isConfirmed: { value: isConfirmed, kind: 'boolean' } }
  updateRecord(write, appointmentFields, { record: appointment, action, others })
}

/** Another time for an appointment. */
export interface NewTime extends Span {
  /** When the technician is promised to arrive; null: not promised. */
  readonly arrivalStartsAt: string | null
  readonly arrivalEndsAt: string | null
  /** Whether the technicians may have other bookings then. */
  readonly allowOverlap: boolean
  /** Who is booked then. @default the technicians of the appointment */
  readonly technicianIds?: readonly string[] | undefined
}

/**
 * Moves an appointment to another time, with its technicians or to others, who must be free then. It is scheduled again,
 * and no longer confirmed. ServiceTitan leaves its status as it is, unless it was on hold.
 * @throws {WriteError} as {@link moveAppointment}, when the times are invalid, when there is no such technician, or when
 *   one has another booking then
 * @example
 * await rescheduleAppointment(write, { reference: id, version: '2' }, { ...times, technicianIds, allowOverlap: false })
 */
export async function rescheduleAppointment(
  write: RecordWrite,
  target: AppointmentTarget,
  { startsAt, endsAt, arrivalStartsAt, arrivalEndsAt, allowOverlap, technicianIds }: NewTime,
): Promise<void> {
  const times = { startsAt, endsAt, arrivalStartsAt, arrivalEndsAt }
  assertTimes(times)
  const locked = await lockAppointment(write, target, 'reschedule', {
    isBooked: true,
    technicianIds: technicianIds ?? [],
  })
  const { job, appointment } = locked
  const { id } = appointment
  const assigned = await readAssigned(write, [id])
  const before = assigned.map(({ technicianId }) => technicianId)
  const kept = technicianIds ? before.filter((one) => technicianIds.includes(one)) : before
  const added = [...new Set(technicianIds)].filter((one) => !before.includes(one))
  const after = [...kept, ...added]
  assertCount(after, added)
  if (!allowOverlap) await assertFree(write, { ...times, technicianIds: after, appointmentId: id })
  const { status } = appointment.values
  const next = status !== 'Hold' && (await write.isHybrid()) ? String(status) : 'Scheduled'
  const isMoved = updateRecord(write, appointmentFields, {
    record: appointment,
    action: 'reschedule',
    values: times,
    others: statusColumns(next, {
      isConfirmed: { value: false, kind: 'boolean' },
      holdReasonId: { value: null, kind: 'uuid' },
      holdMemo: { value: null, kind: 'text' },
      ...(technicianIds && technicianColumns(after)),
    }),
  })
  if (!isMoved) return
  const isEnded = ({ technicianId }: Assigned) => !kept.includes(technicianId)
  await endAssignments(write, assigned.filter(isEnded))
  await updateAssignments(write, [id], { span: times, status: next, mayOverlap: allowOverlap })
  await insertAssignments(write, { ...times, id, jobId: job.id, status: next }, added, allowOverlap)
  await followAppointments(write, job)
}

/**
 * Removes an appointment that was not begun; its technicians are free again.
 * @throws {WriteError} as {@link moveAppointment}, or when it is the only one of its job
 */
export async function removeAppointment(write: RecordWrite, target: AppointmentTarget): Promise<void> {
  const { job, appointment } = await lockAppointment(write, target, 'delete')
  const { rows } = await write.client.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM lazi.appointments
      WHERE tenant_id = $1 AND job_id = $2 AND active AND deleted_at IS NULL`,
    [write.tenantId, job.id],
  )
  if ((rows[0]?.count ?? 0) < 2)
    throw new RefusedChangeError('It is the only appointment of its job: cancel the job, or reschedule it.')
  await endAssignments(write, await readAssigned(write, [appointment.id]))
  await removeRecord(write, appointmentFields, appointment, ['specialInstructions', 'holdMemo'])
  await followAppointments(write, job)
}

async function setStatus(
  write: RecordWrite,
  { job, appointment }: LockedAppointment,
  action: 'dispatch' | 'start' | 'done' | 'unhold' | 'hold',
  hold: { readonly holdReasonId: string | null; readonly holdMemo: string | null },
): Promise<void> {
  const status = appointmentTransitions[action].to
  updateRecord(write, appointmentFields, {
    record: appointment,
    action,
    others: statusColumns(status, {
      holdReasonId: { value: hold.holdReasonId, kind: 'uuid' },
      holdMemo: { value: hold.holdMemo, kind: 'text' },
    }),
  })
  await updateAssignments(write, [appointment.id], { status })
  await followAppointments(write, job)
}

const statusColumns = (status: string, others: NewColumns): NewColumns => ({
  status: { value: status, kind: 'text' },
  ...others,
})

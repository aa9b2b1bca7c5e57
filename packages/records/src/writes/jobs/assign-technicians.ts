import { appointmentFields } from '../../fields/jobs.ts'
import { InvalidValuesError, RefusedChangeError } from '../errors.ts'
import type { RecordWrite } from '../record-write.ts'
import type { StoredRecord } from '../stored-record.ts'
import { type NewColumns, updateRecord } from '../update-record.ts'
import { assertFree } from './assert-free.ts'
import {
  type Assigned,
  endAssignments,
  insertAssignments,
  isSpan,
  readAssigned,
  type Span,
} from './bookings.ts'
import { type AppointmentTarget, lockAppointment } from './lock-appointment.ts'

/** The most technicians of an appointment: its list is bounded, because an index contains it. */
const maxTechnicians = 100

/** The technicians to book for an appointment. */
export interface Assignment {
  readonly technicianIds: readonly string[]
  /** Whether they may have other bookings then. */
  readonly allowOverlap: boolean
  /** Technicians who are no longer booked, in the same change. @default none */
  readonly unassign?: readonly string[]
}

/**
 * Books technicians for an appointment, beside those who are booked, and ends the bookings of others.
 * @throws {WriteError} as `moveAppointment`, when there is no such technician, one has another booking then, one to
 *   unassign is not assigned, or the appointment has no time
 * @example
 * const exchange = { technicianIds: [to], unassign: [from], allowOverlap: false }
 * await assignTechnicians(write, { reference: id, version: '2' }, exchange)
 */
export async function assignTechnicians(
  write: RecordWrite,
  target: AppointmentTarget,
  { technicianIds, allowOverlap, unassign = [] }: Assignment,
): Promise<void> {
  const both = unassign.findIndex((id) => technicianIds.includes(id))
  if (both >= 0)
    throw new InvalidValuesError([{ path: `unassign.${both}`, message: 'It is to be assigned too' }])
  const { job, appointment } = await lockAppointment(write, target, 'assign', { technicianIds })
  const { id } = appointment
  const assigned = await readAssigned(write, [id])
  await assertAssigned(write, assigned, unassign)
  const before = assigned.map(({ technicianId }) => technicianId)
  const left = before.filter((one) => !unassign.includes(one))
  const added = [...new Set(technicianIds)].filter((one) => !before.includes(one))
  assertCount([...left, ...added], added)
  await endThoseOf(write, assigned, unassign)
  if (added.length > 0) {
    const span = spanOf(appointment)
    if (!allowOverlap) await assertFree(write, { ...span, technicianIds: added, appointmentId: id })
    const booking = { ...span, id, jobId: job.id, status: String(appointment.values.status) }
    await insertAssignments(write, booking, added, allowOverlap)
  }
  setTechnicians(write, appointment, [...left, ...added], added.length > 0 ? 'assign' : 'unassign')
}

/**
 * Ends the bookings of technicians.
 * @throws {WriteError} as `moveAppointment`, or when one of them is not assigned
 */
export async function unassignTechnicians(
  write: RecordWrite,
  target: AppointmentTarget,
  technicianIds: readonly string[],
): Promise<void> {
  const { appointment } = await lockAppointment(write, target, 'unassign')
  const assigned = await readAssigned(write, [appointment.id])
  await assertAssigned(write, assigned, technicianIds)
  await endThoseOf(write, assigned, technicianIds)
  const left = assigned.map(({ technicianId }) => technicianId).filter((id) => !technicianIds.includes(id))
  setTechnicians(write, appointment, left, 'unassign')
}

const endThoseOf = (write: RecordWrite, assigned: readonly Assigned[], technicianIds: readonly string[]) =>
  endAssignments(
    write,
    assigned.filter(({ technicianId }) => technicianIds.includes(technicianId)),
  )

/**
 * Checks that technicians are assigned: an exchange was meant for those who were when it was decided.
 * @throws {RefusedChangeError}
 */
async function assertAssigned(
  { client, tenantId }: RecordWrite,
  assigned: readonly Assigned[],
  technicianIds: readonly string[],
): Promise<void> {
  const missing = technicianIds.filter((id) => !assigned.some(({ technicianId }) => technicianId === id))
  if (missing.length === 0) return
  const { rows } = await client.query<{ name: string | null }>(
    'SELECT name FROM lazi.technicians WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY name, id',
    [tenantId, missing],
  )
  const names = rows.map(({ name }) => name ?? 'A technician')
  throw new RefusedChangeError(
    `${names.join(', ') || 'A technician'} ${names.length > 1 ? 'are' : 'is'} not assigned to this appointment.`,
  )
}

/** @throws {InvalidValuesError} when technicians are added, and an appointment has too many then */
export function assertCount(technicianIds: readonly string[], added: readonly string[]): void {
  if (added.length === 0 || technicianIds.length <= maxTechnicians) return
  const message = `Expected at most ${maxTechnicians} technicians of an appointment`
  throw new InvalidValuesError([{ path: 'technicianIds', message }])
}

function setTechnicians(
  write: RecordWrite,
  appointment: StoredRecord,
  technicianIds: readonly string[],
  action: 'assign' | 'unassign',
): void {
  const others = technicianColumns(technicianIds)
  updateRecord(write, appointmentFields, { record: appointment, action, others })
}

/** The columns of the technicians of an appointment, in the order of assignment; ServiceTitan may have more of them. */
export function technicianColumns(technicianIds: readonly string[]): NewColumns {
  const ids = technicianIds.slice(0, maxTechnicians)
  return {
    technicianId: { value: ids[0] ?? null, kind: 'uuid' },
    technicianIds: { value: ids.length > 0 ? ids : null, kind: 'uuids' },
  }
}

/** When an appointment is. @throws {RefusedChangeError} when that cannot be booked, as ServiceTitan may have sent it */
function spanOf({ values: { startsAt, endsAt } }: StoredRecord): Span {
  if (typeof startsAt === 'string' && typeof endsAt === 'string' && isSpan({ startsAt, endsAt }))
    return { startsAt, endsAt }
  throw new RefusedChangeError('The appointment has no time that could be booked: reschedule it first.')
}

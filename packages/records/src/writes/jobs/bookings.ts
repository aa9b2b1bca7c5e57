import { toInstant } from 'cli-kit'
import { v7 as newId } from 'uuid'
import { actorText } from '../../audit/record-entries.ts'
import { InvalidValuesError } from '../errors.ts'
import { forgetCreated, noteAllChanged, noteCreated } from '../outbox.ts'
import type { RecordWrite } from '../record-write.ts'
import type { StoredRecord } from '../stored-record.ts'

// Who is booked when. The technicians of a booking are locked before any row, in the order of their ids; then other
// bookings are looked for, those of ServiceTitan too; then it is written. The exclusion constraint of
// lazi.appointment_assignments proves it: without the locks it would make concurrent bookings wait for each other, and
// deadlock.

const dayMs = 86_400_000

/** The assignments, as the outbox names them. */
const assignments = {
  table: 'appointment_assignments',
  domain: 'jobs',
  sentWith: 'its appointment',
} as const

/** The longest appointment that LAZI makes, in days. */
const longestAppointmentDays = 31

/** A time span, as instants. */
export interface Span {
  readonly startsAt: string
  readonly endsAt: string
}

/** Whether a span has a length. */
export const isSpan = ({ startsAt, endsAt }: Span) => isBefore(startsAt, endsAt)

/** Whether an instant is before another one: to the microsecond, as the database stores them. */
const isBefore = (one: string, other: string) => (toInstant(one) ?? one) < (toInstant(other) ?? other)

/** Locks technicians until the end of the transaction: until then no other transaction books them. */
export async function lockTechnicians(
  { client, tenantId }: RecordWrite,
  technicianIds: readonly string[],
): Promise<void> {
  if (technicianIds.length === 0) return
  await client.query(
    `SELECT count(lock) FROM (
       SELECT id FROM unnest($2::text[]) AS id ORDER BY id OFFSET 0
     ) AS technician
     CROSS JOIN LATERAL pg_advisory_xact_lock(hashtextextended('lazi.book:' || $1::text || ':' || id, 0)) AS lock`,
    [tenantId, [...new Set(technicianIds)]],
  )
}

/**
 * The problems of a span: it must have a length, of at most {@link longestAppointmentDays}.
 * @param prefix of the path of its fields
 * @throws {InvalidValuesError}
 */
function assertSpan({ startsAt, endsAt }: Span, prefix = ''): void {
  const length = Date.parse(endsAt) - Date.parse(startsAt)
  const path = `${prefix}endsAt`
  if (!isSpan({ startsAt, endsAt }))
    throw new InvalidValuesError([{ path, message: 'Expected a time after the start' }])
  if (length > longestAppointmentDays * dayMs)
    throw new InvalidValuesError([
      { path, message: `Expected at most ${longestAppointmentDays} days after the start` },
    ])
}

/**
 * Checks the times of an appointment.
 * @param prefix of the path of its fields
 * @throws {InvalidValuesError}
 */
export function assertTimes(
  times: Span & { readonly arrivalStartsAt: string | null; readonly arrivalEndsAt: string | null },
  prefix = '',
): void {
  assertSpan(times, prefix)
  const { arrivalStartsAt: from, arrivalEndsAt: to } = times
  const path = `${prefix}arrivalEndsAt`
  if ((from === null) !== (to === null))
    throw new InvalidValuesError([{ path, message: 'Expected both ends of the arrival window, or none' }])
  if (from !== null && to !== null && isBefore(to, from))
    throw new InvalidValuesError([
      { path, message: 'Expected a time that is not before the start of the window' },
    ])
}

/** A live assignment of a technician to an appointment. */
export interface Assigned {
  readonly id: string
  readonly technicianId: string
  readonly status: string | null
}

/** The live assignments of an appointment, in the order in which they were made. */
export async function readAssigned(
  { client, tenantId }: RecordWrite,
  appointmentIds: readonly string[],
): Promise<(Assigned & { readonly appointmentId: string })[]> {
  const { rows } = await client.query<Assigned & { appointmentId: string }>(
    `SELECT id::text, appointment_id::text AS "appointmentId", technician_id::text AS "technicianId", status
       FROM lazi.appointment_assignments
      WHERE tenant_id = $1 AND appointment_id = ANY ($2::uuid[]) AND active AND deleted_at IS NULL AND technician_id IS NOT NULL
      ORDER BY assigned_at, id`,
    [tenantId, appointmentIds],
  )
  return rows
}

/** Books technicians for an appointment, who must be locked, and free unless they may be booked twice. */
export async function insertAssignments(
  write: RecordWrite,
  appointment: Span & { readonly id: string; readonly jobId: string; readonly status: string },
  technicianIds: readonly string[],
  mayOverlap: boolean,
): Promise<void> {
  if (technicianIds.length === 0) return
  const { client, tenantId, act, publish } = write
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO lazi.appointment_assignments (tenant_id, id, source, active, appointment_id, job_id, technician_id,
            technician_name, assigned_at, status, is_paused, starts_at, ends_at, is_live, may_overlap,
            created_at, created_by, updated_at, updated_by)
     SELECT $1, given.id, 'lazi', true, $4, $5, given.technician_id, technician.name, $10, $6, false, $7, $8, true, $9,
            $10, $11, $10, $11
       FROM unnest($2::uuid[], $3::uuid[]) AS given (id, technician_id)
       LEFT JOIN lazi.technicians AS technician
              ON technician.tenant_id = $1 AND technician.id = given.technician_id
     RETURNING id::text`,
    [
      tenantId,
      technicianIds.map(() => newId()),
      technicianIds,
      appointment.id,
      appointment.jobId,
      assignmentStatusOf(appointment.status),
      appointment.startsAt,
      appointment.endsAt,
      mayOverlap,
      act.now,
      actorText(act.actor),
    ],
  )
  for (const { id } of rows) publish('appointment_assignments', id, 'insert')
  noteCreated(
    write,
    assignments,
    rows.map(({ id }) => id),
  )
}

/** What changes of the live assignments of appointments; what is undefined stays, and the status if it is ServiceTitan's. */
export interface AssignmentUpdate {
  readonly span?: Span
  /** The status of the appointment. */
  readonly status?: string
  readonly mayOverlap?: boolean
}

/** Updates the live assignments of appointments with what they have of these. */
export async function updateAssignments(
  { client, tenantId, act, publish, isHybrid }: RecordWrite,
  appointmentIds: readonly string[],
  { span, mayOverlap, ...update }: AssignmentUpdate,
): Promise<void> {
  const status = (await isHybrid()) ? undefined : update.status
  if (span === undefined && status === undefined && mayOverlap === undefined) return
  const { rows } = await client.query<{ id: string }>(
    `UPDATE lazi.appointment_assignments AS assignment
        SET starts_at = coalesce($3, starts_at), ends_at = coalesce($4, ends_at), status = coalesce($5, status),
            may_overlap = coalesce($6, may_overlap), version = version + 1, updated_at = $7, updated_by = $8
      WHERE tenant_id = $1 AND appointment_id = ANY ($2::uuid[]) AND active AND deleted_at IS NULL
        AND (starts_at IS DISTINCT FROM coalesce($3, starts_at) OR ends_at IS DISTINCT FROM coalesce($4, ends_at)
             OR status IS DISTINCT FROM coalesce($5, status)
             OR may_overlap IS DISTINCT FROM coalesce($6, may_overlap))
     RETURNING id::text`,
    [
      tenantId,
      appointmentIds,
      span?.startsAt ?? null,
      span?.endsAt ?? null,
      status === undefined ? null : assignmentStatusOf(status),
      mayOverlap ?? null,
      act.now,
      actorText(act.actor),
    ],
  )
  const columns = [
    ...(span ? ['starts_at', 'ends_at'] : []),
    ...(status === undefined ? [] : ['status']),
    ...(mayOverlap === undefined ? [] : ['may_overlap']),
  ]
  for (const { id } of rows) publish('appointment_assignments', id, 'update', columns)
}

/** Ends assignments: the technicians are free again. */
export async function endAssignments(write: RecordWrite, ended: readonly Assigned[]): Promise<void> {
  if (ended.length === 0) return
  const { client, tenantId, act, publish } = write
  const { rows } = await client.query<Pick<StoredRecord, 'id' | 'stId'>>(
    `UPDATE lazi.appointment_assignments
        SET active = false, is_live = false, version = version + 1, updated_at = $3, updated_by = $4
      WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND active
     RETURNING id::text, st_id::text AS "stId"`,
    [tenantId, ended.map(({ id }) => id), act.now, actorText(act.actor)],
  )
  for (const { id } of rows) publish('appointment_assignments', id, 'update', ['active', 'is_live'])
  noteAllChanged(write, assignments, rows, { active: true })
  forgetCreated(write, assignments, rows)
}

/** An assignment has fewer statuses than its appointment. */
export function assignmentStatusOf(status: string): string {
  return ['Dispatched', 'Working', 'Done'].includes(status) ? status : 'Scheduled'
}

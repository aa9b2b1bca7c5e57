import { instantText } from 'records'
import { assignmentStatusOf } from 'records/writes'
import type { ComparedRecord, RecordsCheck, Switched } from './records-check.ts'
import { isSameValue } from './same-value.ts'

/** Entries list at most so many technicians of an appointment. */
const LISTED = 100

interface Assignment {
  readonly id: string
  readonly appointmentId: string
  readonly technicianId: string | null
  /** Whether it was made in LAZI since LAZI owns it: an older one may be as ServiceTitan left it. */
  readonly isOwn: boolean
  readonly active: boolean
  readonly isLive: boolean | null
  readonly jobId: string | null
  readonly startsAt: string | null
  readonly endsAt: string | null
  readonly status: string | null
}

/**
 * Compares the assignments of appointments: entries name the technicians of an appointment, and its assignments that
 * were made since LAZI owns them have its job, its times and its status.
 */
export async function checkAssignments(
  check: RecordsCheck,
  appointments: readonly ComparedRecord[],
  { at }: Switched,
): Promise<void> {
  const { client, tenantId } = check
  const { rows } = await client.query<Assignment>(
    `SELECT id::text, appointment_id::text AS "appointmentId", technician_id::text AS "technicianId",
            source = 'lazi' AND created_at > $3::timestamptz AS "isOwn", active,
            is_live AS "isLive", job_id::text AS "jobId", ${instantText('starts_at')} AS "startsAt",
            ${instantText('ends_at')} AS "endsAt", status
       FROM lazi.appointment_assignments
      WHERE tenant_id = $1 AND appointment_id = ANY ($2::uuid[]) AND deleted_at IS NULL`,
    [tenantId, appointments.map(({ row }) => row.id), at],
  )
  const byAppointment = Map.groupBy(rows, ({ appointmentId }) => appointmentId)
  for (const appointment of appointments) {
    const assignments = byAppointment.get(appointment.row.id) ?? []
    compareTechnicians(check, appointment, assignments)
    for (const assignment of assignments) if (assignment.isOwn) compareCopies(check, appointment, assignment)
  }
}

function compareTechnicians(
  { findings }: RecordsCheck,
  { row, entered }: ComparedRecord,
  assignments: readonly Assignment[],
): void {
  const said = entered.values.get('technicianIds')
  if (said === undefined) return
  // Those of an appointment that was removed are free, and its entry has whom it had.
  const listed = entered.deletedBy === null ? ((said.value ?? []) as readonly string[]) : []
  if (listed.length >= LISTED) return
  const actual = assignments.flatMap(({ active, technicianId }) =>
    active && technicianId !== null ? [technicianId] : [],
  )
  if (isSameValue('json', listed.toSorted(), actual.toSorted())) return
  const of = { table: 'lazi.appointment_assignments', id: row.id, field: 'technicianIds' }
  const text = `lazi.appointment_assignments of appointment ${row.id}: the technicians are not those of entry ${said.seq}`
  findings.add(null, text, { ...of, expected: listed, actual })
}

function compareCopies({ findings }: RecordsCheck, { row }: ComparedRecord, assignment: Assignment): void {
  const { id, active } = assignment
  const expected = {
    isLive: active,
    ...(active && {
      jobId: row.values.jobId,
      startsAt: row.values.startsAt,
      endsAt: row.values.endsAt,
      status: assignmentStatusOf(String(row.values.status)),
    }),
  }
  for (const [field, value] of Object.entries(expected)) {
    const actual = assignment[field as keyof typeof expected]
    if (isSameValue('text', value, actual)) continue
    const values = { table: 'lazi.appointment_assignments', id, field, expected: value, actual }
    findings.add(null, `lazi.appointment_assignments ${id}: ${field} is not that of its appointment`, values)
  }
}

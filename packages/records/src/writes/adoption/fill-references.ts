import { prepared } from 'cli-kit/postgres'
import { recordFieldOf } from '../../field-name.ts'
import { appointmentFields } from '../../fields/jobs.ts'
import { type Filled, fillStatement } from '../../fill-statement.ts'
import { rowsAt, rowsOf } from '../../lookup.ts'
import type { RecordTable } from '../../table.ts'
import { otherAppointmentFields } from '../other-fields.ts'
import type { RecordWrite } from '../record-write.ts'
import { lockRecord, type StoredRecord } from '../stored-record.ts'
import { followAssignments } from './follow-adopted.ts'

/** A record of ServiceTitan that has arrived, and one that waited for it. */
export interface Arrived {
  /** ServiceTitan's id of the record that waited. */
  readonly stId: string
  /** The table of the one that has arrived. */
  readonly needsTable: string
  readonly needsStId: string
}

/**
 * Fills in references of records that LAZI owns, which waited for records of ServiceTitan: both sides agree on them, so the
 * outbox has nothing of it. What follows from an assignment is updated with it; one of a canceled appointment stays as it
 * is. `write.enterOther` gets what changed of each record.
 */
export async function fillReferences(
  write: RecordWrite,
  table: RecordTable,
  arrived: readonly Arrived[],
): Promise<void> {
  const { client, tenantId, act } = write
  const { due, appointments } =
    table.name === 'appointment_assignments'
      ? await lockAppointments(write, arrived)
      : { due: arrived, appointments: [] }
  if (due.length === 0) return
  const { rows } = await client.query<Filled>(
    prepared(fillStatement(table), [
      tenantId,
      [...new Set(due.map(({ stId }) => stId))],
      act.now,
      JSON.stringify(
        due.map(({ stId, needsTable, needsStId }) => ({
          st_id: stId,
          needs_table: needsTable,
          needs_st_id: needsStId,
        })),
      ),
    ]),
  )
  for (const { id, changed, before, after } of rows) {
    write.publish(table.name, id, 'update', changed)
    const references = changed.filter((column) => column in after)
    const changes = references.map((column) => [
      recordFieldOf(column),
      { old: before[column], new: after[column] },
    ])
    write.enterOther(table.name, id, Object.fromEntries(changes))
  }
  for (const appointment of appointments) await followAssignments(write, appointment, new Set())
}

/** Locks the appointments of assignments, which come before them. @returns the assignments whose appointment is not canceled */
async function lockAppointments(
  write: RecordWrite,
  arrived: readonly Arrived[],
): Promise<{ readonly due: readonly Arrived[]; readonly appointments: readonly StoredRecord[] }> {
  const { client, tenantId } = write
  const { rows } = await client.query<{ id: string; stIds: string[] }>(
    `SELECT appointment.id::text, array_agg(assignment.st_id::text) AS "stIds"
       FROM ${rowsOf('lazi.appointment_assignments', 'st_id', { ids: '$2::bigint[]', name: 'assignment' })}
      CROSS JOIN LATERAL ${rowsAt('lazi.appointments', 'id', 'assignment.appointment_id')} AS appointment
      WHERE assignment.active AND assignment.deleted_at IS NULL AND appointment.deleted_at IS NULL
      GROUP BY appointment.id ORDER BY appointment.id`,
    [tenantId, arrived.map(({ stId }) => stId)],
  )
  const appointments: StoredRecord[] = []
  const canceled = new Set<string>()
  for (const { id, stIds } of rows) {
    const locked = await lockRecord(write, appointmentFields, id, { more: otherAppointmentFields })
    if (locked.values.status === 'Canceled') for (const stId of stIds) canceled.add(stId)
    else appointments.push(locked)
  }
  return { due: arrived.filter(({ stId }) => !canceled.has(stId)), appointments }
}

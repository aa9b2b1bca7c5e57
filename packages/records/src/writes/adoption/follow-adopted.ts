import { isDeepStrictEqual } from 'node:util'
import type { FieldChange } from '../../audit/record-entries.ts'
import { deriveContacts } from '../customers/contacts.ts'
import { RefusedChangeError } from '../errors.ts'
import { technicianColumns } from '../jobs/assign-technicians.ts'
import { type Assigned, endAssignments, readAssigned } from '../jobs/bookings.ts'
import { followAppointments } from '../jobs/derive-job.ts'
import { noteAllChanged } from '../outbox.ts'
import type { RecordWrite } from '../record-write.ts'
import type { StoredRecord } from '../stored-record.ts'
import { changesOf, setColumns } from '../update-record.ts'
import type { LockedParents } from './lock-parents-of-adopted.ts'

/** Records that are taken over: LAZI's ids, by table. */
export type Adopted = ReadonlyMap<string, readonly string[]>

/** A record that belongs to another customer than in ServiceTitan. */
export interface Moved {
  readonly table: string
  readonly id: string
  readonly changes: Readonly<Record<string, FieldChange>>
}

/** The tables whose records belong to a customer, in the order of locks. */
const owned = ['customer_contacts', 'locations', 'jobs'] as const

/**
 * Gives records that were just inserted, and are not published yet, the customer who has the records of theirs since a
 * merge in LAZI. Appointments have the customer of their job.
 * @returns those that have another customer than in ServiceTitan
 */
export async function moveAdopted(
  write: RecordWrite,
  adopted: Adopted,
  { merged }: Pick<LockedParents, 'merged'>,
): Promise<readonly Moved[]> {
  const { client, tenantId } = write
  const moved: Moved[] = []
  for (const table of owned) {
    for (const [from, into] of merged) {
      const { rows } = await client.query<Pick<StoredRecord, 'id' | 'stId'>>(
        `UPDATE lazi.${table} SET customer_id = $4
          WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND customer_id = $3
         RETURNING id::text, st_id::text AS "stId"`,
        [tenantId, adopted.get(table) ?? [], from, into],
      )
      const domain = table === 'jobs' ? 'jobs' : 'customers'
      noteAllChanged(write, { table, domain }, rows, { customerId: from })
      moved.push(...rows.map(({ id }) => ({ table, id, changes: { customerId: { old: from, new: into } } })))
    }
  }
  await client.query(
    `UPDATE lazi.appointments AS appointment SET customer_id = job.customer_id FROM lazi.jobs AS job
      WHERE appointment.tenant_id = $1 AND appointment.id = ANY ($2::uuid[])
        AND job.tenant_id = $1 AND job.id = appointment.job_id AND job.customer_id IS NOT NULL`,
    [tenantId, adopted.get('appointments') ?? []],
  )
  return moved
}

/**
 * Updates what follows from records that are taken over: phone and e-mail address of their locations, technicians of
 * their appointments, and what follows from the appointments of their jobs.
 * @param parents those that LAZI had already; of the others ServiceTitan's values are those of the whole
 * @throws {RefusedChangeError} when their job or appointment has ended in LAZI
 */
export async function followAdopted(
  write: RecordWrite,
  adopted: Adopted,
  { locations, jobs, appointments }: LockedParents,
): Promise<void> {
  for (const { id } of locations) await deriveContacts(write, id)
  for (const job of jobs) {
    await assertOpen(write, job, adopted.get('appointments') ?? [])
    await followAppointments(write, job)
  }
  for (const appointment of appointments)
    await followAssignments(write, appointment, new Set(adopted.get('appointment_assignments')))
}

async function assertOpen(
  { client, tenantId }: RecordWrite,
  { id, values: { status, number } }: StoredRecord,
  appointmentIds: readonly string[],
): Promise<void> {
  if (status !== 'Completed' && status !== 'Canceled') return
  const { rows } = await client.query<{ status: string | null }>(
    `SELECT status FROM lazi.appointments
      WHERE tenant_id = $1 AND job_id = $2 AND id = ANY ($3::uuid[]) AND active AND deleted_at IS NULL
        AND coalesce(status, '') NOT IN ('Done', 'Canceled') LIMIT 1`,
    [tenantId, id, appointmentIds],
  )
  const [open] = rows
  if (open)
    throw new RefusedChangeError(
      `job ${number ?? id} is ${status} in LAZI, and the appointment is ${open.status}. ${status === 'Completed' ? 'Reopen' : 'Restore'} the job first.`,
    )
}

/**
 * Sets the technicians of a locked appointment from its assignments.
 * @param adopted the assignments that were taken over; they take the place of LAZI's own ones of the same technicians
 */
export async function followAssignments(
  write: RecordWrite,
  appointment: StoredRecord,
  adopted: ReadonlySet<string>,
): Promise<void> {
  const { id, values } = appointment
  const assigned = await readAssigned(write, [id])
  const isAdopted = (one: Assigned) => adopted.has(one.id)
  if (values.status === 'Canceled' && assigned.some(isAdopted))
    throw new RefusedChangeError(
      `appointment ${values.number ?? id} is Canceled in LAZI. Restore its job first.`,
    )
  const taken = new Set(assigned.filter(isAdopted).map(({ technicianId }) => technicianId))
  const isReplaced = (one: Assigned) => !isAdopted(one) && taken.has(one.technicianId)
  await endAssignments(write, assigned.filter(isReplaced))
  const left = assigned.filter((one) => !isReplaced(one)).map(({ technicianId }) => technicianId)
  const changed = Object.entries(technicianColumns([...new Set(left)])).filter(
    ([name, { value }]) => !isDeepStrictEqual(value, values[name] ?? null),
  )
  if (changed.length === 0) return
  setColumns(write, 'appointments', id, Object.fromEntries(changed))
  const after = Object.fromEntries(changed.map(([name, { value }]) => [name, value]))
  write.enterOther('appointments', id, changesOf(appointment, after))
}

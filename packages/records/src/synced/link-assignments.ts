import type pg from 'pg'
import { rowsAt, rowsOf } from '../lookup.ts'

/** Which assignments ServiceTitan has: by their own ids there, or by those of their appointments. */
export type ArrivedAssignments =
  | { readonly assignments: readonly string[] }
  | { readonly appointments: readonly string[] }

/**
 * Links the assignments that were made in LAZI with those that ServiceTitan has made of them: of the same technician and
 * appointment. The API does not say which assignment a request has made, and takes no mark. One that has ended is linked
 * only when LAZI wants no other technicians of the appointment: else it may be a former one. What ServiceTitan has of them
 * is projected as of any other.
 * @param client in a transaction
 */
export async function linkAssignments(
  { client, tenantId }: { readonly client: pg.ClientBase; readonly tenantId: string },
  arrived: ArrivedAssignments,
): Promise<void> {
  const [column, ids] =
    'assignments' in arrived ? ['st_id', arrived.assignments] : ['appointment_id', arrived.appointments]
  const { rows } = await client.query<{ id: string }>(linkStatement(column), [tenantId, ids])
  if (rows.length === 0) return
  await client.query(
    `DELETE FROM sync.outbox
      WHERE tenant_id = $1 AND table_name = 'appointment_assignments' AND record_id = ANY ($2::uuid[]) AND op = 'create'`,
    [tenantId, rows.map(({ id }) => id)],
  )
}

/** In ServiceTitan, bookings may overlap. */
const linkStatement = (column: string) => `
WITH linked AS MATERIALIZED (
  SELECT DISTINCT ON (own.id) own.id, cached.st_id
    FROM ${rowsOf('raw.st_appointment_assignments', column, { ids: '$2::bigint[]', name: 'cached' })}
   CROSS JOIN LATERAL ${rowsAt('lazi.appointments', 'st_id', 'cached.appointment_id')} AS appointment
   CROSS JOIN LATERAL ${rowsAt('lazi.technicians', 'st_id', 'cached.technician_id')} AS technician
   CROSS JOIN LATERAL ${rowsAt('lazi.appointment_assignments', 'appointment_id', 'appointment.id')} AS own
   WHERE cached.deleted_at IS NULL AND own.technician_id = technician.id AND own.st_id IS NULL AND own.active
     AND own.deleted_at IS NULL
     AND NOT EXISTS (SELECT FROM lazi.appointment_assignments AS known WHERE known.tenant_id = $1 AND known.st_id = cached.st_id)
     AND (cached.active OR NOT EXISTS (
           SELECT FROM sync.outbox AS differing
            WHERE differing.tenant_id = $1 AND differing.table_name = 'appointments' AND differing.record_id = appointment.id
              AND differing.base ? 'technicianIds'))
   ORDER BY own.id, cached.active DESC, cached.st_id DESC
)
UPDATE lazi.appointment_assignments AS stored SET st_id = linked.st_id, may_overlap = true
  FROM linked WHERE stored.tenant_id = $1 AND stored.id = linked.id
RETURNING stored.id::text`

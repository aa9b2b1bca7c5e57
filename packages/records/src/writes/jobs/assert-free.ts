import { rowsAt } from '../../lookup.ts'
import { instantText } from '../../value-json.ts'
import { DoubleBookingError, type OtherBooking } from '../errors.ts'
import type { RecordWrite } from '../record-write.ts'
import type { Span } from './bookings.ts'

/** What {@link assertFree} looks for. */
export interface WantedBooking extends Span {
  readonly technicianIds: readonly string[]
  /** The appointment whose own bookings do not count. @default none */
  readonly appointmentId?: string
}

/**
 * Checks that locked technicians have no other booking in a span. Spans are half-open: one may begin when another ends.
 * @throws {DoubleBookingError}
 */
export async function assertFree(
  { client, tenantId }: RecordWrite,
  { technicianIds, startsAt, endsAt, appointmentId }: WantedBooking,
): Promise<void> {
  if (technicianIds.length === 0) return
  const before = new Date(Date.parse(startsAt) - 86_400_000)
  // There is no year 0 in PostgreSQL.
  const dayBefore = before.getUTCFullYear() < 1 ? '-infinity' : before.toISOString()
  const { rows } = await client.query<OtherBooking>({
    name: 'lazi_other_bookings',
    text: otherBookings,
    values: [tenantId, technicianIds, startsAt, endsAt, dayBefore, appointmentId ?? null],
  })
  if (rows.length > 0) throw new DoubleBookingError(rows)
}

/** Of one technician: other bookings that overlap the span, those that meet a condition, in the order of their index. */
const overlapping = (condition: string, order: 'starts_at' | 'ends_at') => `
       (SELECT * FROM lazi.appointment_assignments AS assignment
         WHERE assignment.tenant_id = $1 AND assignment.technician_id = wanted.technician_id AND assignment.is_live
           AND assignment.starts_at < $4::timestamptz AND assignment.ends_at > $3::timestamptz
           AND assignment.appointment_id IS DISTINCT FROM $6::uuid
           AND ${condition}
         ORDER BY assignment.${order} LIMIT 10)`

const isLong = `assignment.starts_at <= $5::timestamptz
           AND assignment.ends_at - assignment.starts_at > interval '1 day'`

/**
 * The bookings of technicians that overlap a span. Those of at most a day are found by their start, longer ones, of which
 * there are few, by their end: each by an index of live bookings, so that none is missed and few rows are read. `$1` the
 * tenant, `$2` the technicians, `$3` and `$4` the span, `$5` a day before it, `$6` an appointment that does not count. The
 * bounds are parameters: computed from a sub-select, they are no condition of the index under row-level security.
 */
export const otherBookings = `
SELECT booked.technician_id::text AS "technicianId", technician.name AS "technicianName",
       booked.appointment_id::text AS "appointmentId", booked.job_id::text AS "jobId", job.number AS "jobNumber",
       ${instantText('booked.starts_at')} AS "startsAt", ${instantText('booked.ends_at')} AS "endsAt"
  FROM unnest($2::uuid[]) AS wanted (technician_id)
 CROSS JOIN LATERAL (${overlapping('assignment.starts_at > $5::timestamptz', 'starts_at')}
       UNION ALL${overlapping(isLong, 'ends_at')}) AS booked
  LEFT JOIN LATERAL ${rowsAt('lazi.technicians', 'id', 'booked.technician_id')} AS technician ON true
  LEFT JOIN LATERAL ${rowsAt('lazi.jobs', 'id', 'booked.job_id')} AS job ON true
 ORDER BY booked.starts_at, booked.appointment_id LIMIT 20`

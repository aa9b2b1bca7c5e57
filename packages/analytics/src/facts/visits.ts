import { rowsOf } from 'records'
import { dayOf, type Fact, isLive, nextRecords, orNone } from '../fact.ts'

/** Appointments. */
export const visits: Fact = {
  name: 'visits',
  key: 'appointment_id',
  columns: ['job_id', 'start_day', 'is_done', 'is_canceled'],
  day: 'start_day',
  needs: ['appointments'],
  source: `
SELECT visit.id AS appointment_id,
       ${orNone('visit.job_id')} AS job_id,
       ${dayOf('visit.starts_at')} AS start_day,
       coalesce(visit.status = 'Done', false) AS is_done,
       coalesce(visit.status = 'Canceled', false) AS is_canceled
  FROM ${rowsOf('lazi.appointments', 'id', { ids: '$2::uuid[]', name: 'visit' })}
 WHERE ${isLive('visit')}`,
  nextIds: nextRecords('appointments'),
  dependencies: [{ on: 'appointments' }],
}

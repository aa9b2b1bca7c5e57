import { TICKS_PER_HOUR, type Ticks } from '../lib/ticks.ts'
import type { Visit } from './board/visits.ts'
import { type Activity, instant, type Office } from './office.ts'

/** How long before its start a visit is dispatched if its dispatch was not seen. */
const TRAVEL = TICKS_PER_HOUR / 2

/** The times that the technicians enter in the visit's stage. */
const timesOf = ({ stage }: Visit, now: Ticks, end: Ticks | undefined) => {
  if (end !== undefined) return { doneOn: instant(end) }
  return stage === 'Working' ? { arrivedOn: instant(now) } : { dispatchedOn: instant(now) }
}

/**
 * Enters the visit's stage in the timesheets of its technicians. A timesheet that does not exist yet is inserted, with
 * the earlier times as planned.
 *
 * @param end the end of the visit, if it is done
 */
export function* writeTimesheets(office: Office, visit: Visit, end?: Ticks): Activity {
  const times = timesOf(visit, office.now(), end)
  for (const assigned of visit.assigned) {
    if (assigned.timesheetId !== undefined) {
      yield* office.update('job-timesheets', assigned.timesheetId, times)
      continue
    }
    if (!office.has('job-timesheets')) return
    assigned.timesheetId = office.nextId('job-timesheets')
    yield* office.insert('job-timesheets', {
      id: assigned.timesheetId,
      jobId: visit.jobId,
      appointmentId: visit.appointmentId,
      technicianId: assigned.technicianId,
      dispatchedOn: instant(Math.min(office.now(), visit.start) - TRAVEL),
      ...(end !== undefined && { arrivedOn: instant(Math.min(visit.start, end - TRAVEL / 6)) }),
      ...times,
    })
  }
}

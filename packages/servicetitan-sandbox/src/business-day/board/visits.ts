import type { Id } from '../../definition/record.ts'
import type { Random } from '../../lib/random.ts'
import { parseTicks, TICKS_PER_HOUR, TICKS_PER_MINUTE, type Ticks } from '../../lib/ticks.ts'
import type { Collection } from '../../store/collection.ts'
import type { World } from '../../world/world.ts'

/** An open job, with its appointment and assignments. */
export type Visit = {
  jobId: Id
  appointmentId: Id
  invoiceId: Id
  /** With the timesheets that the business day has written. */
  assigned: { assignmentId: Id; technicianId: Id; timesheetId?: Id }[]
  start: Ticks
  end: Ticks
  stage: 'Scheduled' | 'Dispatched' | 'Working'
  /** When the visit proceeds to its next stage. */
  dueAt: Ticks
}

/** When a visit is dispatched, started or finished: nearly on time. */
export const dueOf = (
  { stage, start, end }: Pick<Visit, 'stage' | 'start' | 'end'>,
  random: Random,
): Ticks => {
  const minutes = random.int(15) * TICKS_PER_MINUTE
  if (stage === 'Scheduled') return start - TICKS_PER_HOUR / 2 - minutes
  return stage === 'Dispatched' ? start + minutes / 2 : end - minutes
}

/** The newest jobs are the open ones: the maximum number that is examined, and the maximum number of visits. */
const MAX_JOBS_EXAMINED = 600
const MAX_VISITS = 200

/** The stages of open appointments, by their status. */
export const STAGES: Readonly<Record<string, Visit['stage']>> = {
  Scheduled: 'Scheduled',
  Dispatched: 'Dispatched',
  Working: 'Working',
}

/** The open visits at the start of a business day, read from the records. */
export const openVisits = (
  world: World,
  random: Random,
  {
    jobs,
    appointments,
    assignments,
  }: {
    jobs: Collection<'jobs'>
    appointments: Collection<'appointments'>
    assignments: Collection<'appointment-assignments'>
  },
): Visit[] => {
  const visits: Visit[] = []
  const last = world.timelines.jobs.size - 1
  for (let rank = last; rank >= 0 && rank > last - MAX_JOBS_EXAMINED && visits.length < MAX_VISITS; rank--) {
    const job = jobs.get(String(world.timelines.jobs.idOf(rank)))
    const appointment = job && appointments.get(String(job.lastAppointmentId))
    const stage = appointment && STAGES[appointment.status]
    if (!job || !appointment || !stage) continue
    const appointmentRank = world.timelines.appointments.rankOf(Number(appointment.id))
    const { first, count } =
      appointmentRank === undefined || world.timelines['appointment-assignments'].size === 0
        ? { first: 0, count: 0 }
        : world.spreads['appointment-assignments'].childrenOf(appointmentRank)
    const found = Array.from({ length: count }, (_, slot) =>
      assignments.get(String(world.timelines['appointment-assignments'].idOf(first + slot))),
    )
    const [start, end] = [
      parseTicks(appointment.start) ?? world.now,
      parseTicks(appointment.end) ?? world.now,
    ]
    visits.push({
      jobId: job.id,
      appointmentId: appointment.id,
      invoiceId: job.invoiceId,
      start,
      end,
      stage,
      assigned: found.flatMap((assignment) =>
        assignment?.active ? [{ assignmentId: assignment.id, technicianId: assignment.technicianId }] : [],
      ),
      dueAt: dueOf({ stage, start, end }, random),
    })
  }
  return visits
}

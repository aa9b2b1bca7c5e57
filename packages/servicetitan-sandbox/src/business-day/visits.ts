import type { Id } from '../definition/record.ts'
import type { Random } from '../lib/random.ts'
import { parseTicks, TICKS_PER_HOUR, TICKS_PER_MINUTE, type Ticks } from '../lib/ticks.ts'
import type { Collection } from '../store/collection.ts'
import type { World } from '../world/world.ts'

/** A job that is under way, with its appointment and who is assigned to it. */
export type Visit = {
  jobId: Id
  appointmentId: Id
  invoiceId: Id
  assigned: { assignmentId: Id; technicianId: Id }[]
  start: Ticks
  end: Ticks
  stage: 'Scheduled' | 'Dispatched' | 'Working'
  /** When it comes a step further. */
  dueAt: Ticks
}

/** When a visit is to be dispatched, begun or finished: nearly on time, as things go. */
export const dueOf = (
  { stage, start, end }: Pick<Visit, 'stage' | 'start' | 'end'>,
  random: Random,
): Ticks => {
  const minutes = random.int(15) * TICKS_PER_MINUTE
  if (stage === 'Scheduled') return start - TICKS_PER_HOUR / 2 - minutes
  return stage === 'Dispatched' ? start + minutes / 2 : end - minutes
}

/** The youngest jobs are the ones under way: how many of them are looked at, and how many are taken on. */
const LOOKED_AT = 600
const TAKEN_ON = 200

const STAGES: Readonly<Record<string, Visit['stage']>> = {
  Scheduled: 'Scheduled',
  Dispatched: 'Dispatched',
  Working: 'Working',
}

/** What is under way when a business day begins, as the records say. */
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
  for (let rank = last; rank >= 0 && rank > last - LOOKED_AT && visits.length < TAKEN_ON; rank--) {
    const job = jobs.get(String(world.timelines.jobs.idOf(rank)))
    const appointment = job && appointments.get(String(job.lastAppointmentId))
    const stage = appointment && STAGES[appointment.status]
    if (!job || !appointment || !stage) continue
    const place = world.timelines.appointments.rankOf(Number(appointment.id))
    const { first, count } =
      place === undefined || world.timelines['appointment-assignments'].size === 0
        ? { first: 0, count: 0 }
        : world.spreads['appointment-assignments'].childrenOf(place)
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
      assigned: found.flatMap((one) =>
        one?.active ? [{ assignmentId: one.id, technicianId: one.technicianId }] : [],
      ),
      dueAt: dueOf({ stage, start, end }, random),
    })
  }
  return visits
}

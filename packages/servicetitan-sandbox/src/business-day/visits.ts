import type { Id } from '../resources/records/common.ts'
import type { Collection } from '../store/collection.ts'
import { parseTicks, type Ticks } from '../ticks.ts'
import type { World } from '../world/world.ts'

/** A job that is under way, with its appointment and who is assigned to it. */
export type Visit = {
  jobId: Id
  appointmentId: Id
  assignmentIds: Id[]
  invoiceId: Id
  start: Ticks
  stage: 'Scheduled' | 'Dispatched' | 'Working'
}

/** The youngest jobs are the ones under way: how many of them are looked at, and how many are taken on. */
const LOOKED_AT = 400
const TAKEN_ON = 60

const STAGES: Readonly<Record<string, Visit['stage']>> = {
  Scheduled: 'Scheduled',
  Dispatched: 'Dispatched',
  Working: 'Working',
}

/** What is under way when a business day begins, as the records say. */
export const openVisits = (
  world: World,
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
  const last = world.jobs.size - 1
  for (let rank = last; rank >= 0 && rank > last - LOOKED_AT && visits.length < TAKEN_ON; rank--) {
    const job = jobs.get(String(world.jobs.idOf(rank)))
    const appointment = job && appointments.get(String(job.lastAppointmentId))
    const stage = appointment && STAGES[appointment.status]
    if (!job || !appointment || !stage) continue
    const place = world.appointments.rankOf(Number(appointment.id))
    const { first, count } =
      place === undefined || world.assignments.size === 0
        ? { first: 0, count: 0 }
        : world.assignmentsOfAppointments.childrenOf(place)
    const assigned = Array.from({ length: count }, (_, slot) => world.assignments.idOf(first + slot))
    visits.push({
      jobId: job.id,
      appointmentId: appointment.id,
      assignmentIds: assigned.filter((id) => assignments.get(String(id))?.active),
      invoiceId: job.invoiceId,
      start: parseTicks(appointment.start) ?? world.now,
      stage,
    })
  }
  return visits
}

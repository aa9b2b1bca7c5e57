import { timesOf, userIdOf } from '../definition/common.ts'
import { isAmong, isInteger, parseIds } from '../definition/filter.ts'
import { type Resource, usualList } from '../definition/resource.ts'
import { createRandom, unit } from '../lib/random.ts'
import { pickExisting, type World } from '../world/world.ts'
import { slotOf } from './appointments.ts'
import type { AppointmentAssignmentRecord } from './records/dispatch.ts'
import { technicianNameOf } from './technicians.ts'

const SALT = { active: 61, technician: 62 }

const STATUS_OF = {
  Scheduled: 'Scheduled',
  Dispatched: 'Dispatched',
  Working: 'Working',
  Hold: 'Scheduled',
  Done: 'Done',
  Canceled: 'Scheduled',
} as const

/** Some technicians were unassigned; more often the first of several, who was replaced. */
const isActive = (world: World, rank: number): boolean => {
  const { parent, slot } = world.assignmentsOfAppointments.parentOf(rank)
  const isReplaceable = slot === 0 && world.assignmentsOfAppointments.childrenOf(parent).count > 1
  return unit(world.key, rank, SALT.active) >= (isReplaceable ? 0.25 : 0.04)
}

/** Technicians of one appointment follow each other in rank, so that they differ where there are enough. */
const technicianOf = (world: World, rank: number, appointment: number, slot: number): number => {
  const { technicians } = world
  const existing = Math.max(1, technicians.firstCreatedFrom(world.assignments.createdAt(rank)))
  const first = pickExisting(
    technicians,
    world.assignments.createdAt(rank - slot),
    unit(world.key, appointment, SALT.technician),
  )
  return (first + slot) % Math.min(existing, technicians.size)
}

const createRecord = (world: World, rank: number): AppointmentAssignmentRecord => {
  const { assignments, appointments, jobs } = world
  const random = createRandom(world.key ^ SALT.active, rank)
  const { parent, slot } = world.assignmentsOfAppointments.parentOf(rank)
  const { job, of } = slotOf(world, parent)
  const technician = technicianOf(world, rank, parent, slot)
  const times = timesOf(assignments, rank)
  const status = STATUS_OF[of.status]
  return {
    id: assignments.idOf(rank),
    technicianId: world.technicians.idOf(technician),
    technicianName: technicianNameOf(world, technician),
    assignedById: userIdOf(world, random),
    assignedOn: times.createdOn,
    status,
    isPaused: status === 'Working' && random.chance(0.1),
    jobId: jobs.idOf(job),
    appointmentId: appointments.idOf(parent),
    ...times,
    active: isActive(world, rank),
  }
}

const ranksOfAppointment = (world: World, appointment: number): number[] => {
  const { first, count } = world.assignmentsOfAppointments.childrenOf(appointment)
  return Array.from({ length: count }, (_, slot) => first + slot)
}

const ofAppointments = isAmong<AppointmentAssignmentRecord>(
  'appointmentIds',
  ({ appointmentId }) => appointmentId,
)
const ofJob = isInteger<AppointmentAssignmentRecord>('jobId', ({ jobId }) => jobId)

/** Source: OpenAPI `dispatch-v2`, `AppointmentAssignments_GetList` and `Export_AppointmentAssignments`. */
export const appointmentAssignments: Resource<'appointment-assignments'> = {
  ...usualList,
  name: 'appointment-assignments',
  module: 'dispatch',
  scope: 'tn.dis.appointmentassignments:r',
  hasGetById: false,
  exportActive: 'True',
  filters: [
    {
      ...ofAppointments,
      ranks: (world, text) => {
        if (world.assignments.size === 0) return []
        const ranks = (parseIds(text) ?? []).map((id) => world.appointments.rankOf(Number(id)))
        return ranks.flatMap((rank) => (rank === undefined ? [] : ranksOfAppointment(world, rank)))
      },
    },
    {
      ...ofJob,
      ranks: (world, text) => {
        const job = world.jobs.rankOf(Number(text))
        if (job === undefined || world.assignments.size === 0) return []
        const { first, count } = world.appointmentsOfJobs.childrenOf(job)
        return Array.from({ length: count }, (_, slot) => ranksOfAppointment(world, first + slot)).flat()
      },
    },
  ],
  timelineOf: (world) => world.assignments,
  isActive,
  createRecord,
  asNew: () => ({ status: 'Scheduled', isPaused: false, active: true }),
}

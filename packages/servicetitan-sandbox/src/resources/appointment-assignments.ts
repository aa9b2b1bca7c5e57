import { timesOf, userIdOf } from '../definition/common.ts'
import { isAmong, isInteger, parseIds } from '../definition/filter.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { workOf } from '../facts/work.ts'
import { createRandom, unit } from '../lib/random.ts'
import { openFrom } from '../world/schedule.ts'
import type { World } from '../world/world.ts'
import { slotOf } from './appointments.ts'
import { technicianNameOf } from './technicians.ts'

/** `Dispatch.V2.ExportAppointmentAssignmentsResponse` */
export type AppointmentAssignmentRecord = {
  id: Id
  technicianId: Id
  technicianName: string
  assignedById: number
  assignedOn: string
  status: string
  isPaused: boolean
  jobId: Id
  appointmentId: Id
  createdOn: string
  modifiedOn: string
  active: boolean
}

const SALT = { active: 61, unassigned: 62 }
const ASSIGNMENTS_PER_APPOINTMENT = 1.25
const UNASSIGNED_SHARE = 0.3

const STATUS_OF = {
  Scheduled: 'Scheduled',
  Dispatched: 'Dispatched',
  Working: 'Working',
  Hold: 'Scheduled',
  Done: 'Done',
  Canceled: 'Scheduled',
} as const

/** Whether the technician is still assigned; the first of several was more often replaced, the last one of a done visit never. */
const isActive = (world: World, rank: number): boolean => {
  const { parent, slot } = world.spreads['appointment-assignments'].parentOf(rank)
  const { count } = world.spreads['appointment-assignments'].childrenOf(parent)
  if (unit(world.key, rank, SALT.active) >= (slot === 0 && count > 1 ? 0.25 : 0.04)) return true
  return slot === count - 1 && slotOf(world, parent).of.status === 'Done'
}

/** The technician who does the job has the first assignment that was not replaced; the others have the next ranks. */
const technicianOf = (world: World, rank: number, job: number): number => {
  const { technicians } = world.timelines
  const { parent, slot } = world.spreads['appointment-assignments'].parentOf(rank)
  const { first, count } = world.spreads['appointment-assignments'].childrenOf(parent)
  const slots = Array.from({ length: count }, (_, other) => other)
  const leading = Math.max(
    0,
    slots.findIndex((other) => isActive(world, first + other)),
  )
  const existing = technicians.firstCreatedFrom(world.timelines['appointment-assignments'].createdAt(first))
  const lead = workOf(world, job).technician ?? 0
  return (lead + ((slot - leading + count) % count)) % Math.max(1, existing)
}

const createRecord = (world: World, rank: number): AppointmentAssignmentRecord => {
  const { 'appointment-assignments': assignments, appointments, jobs } = world.timelines
  const random = createRandom(world.key ^ SALT.active, rank)
  const { parent } = world.spreads['appointment-assignments'].parentOf(rank)
  const { job, of } = slotOf(world, parent)
  const technician = technicianOf(world, rank, job)
  const times = timesOf(assignments, rank)
  const status = STATUS_OF[of.status]
  return {
    id: assignments.idOf(rank),
    technicianId: world.timelines.technicians.idOf(technician),
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
  const { first, count } = world.spreads['appointment-assignments'].childrenOf(appointment)
  return Array.from({ length: count }, (_, slot) => first + slot)
}

const ofAppointments = isAmong<AppointmentAssignmentRecord>(
  'appointmentIds',
  ({ appointmentId }) => appointmentId,
)
const ofJob = isInteger<AppointmentAssignmentRecord>('jobId', ({ jobId }) => jobId)

/** Source: OpenAPI `dispatch-v2`, `AppointmentAssignments_GetList` and `Export_AppointmentAssignments`. */
export const appointmentAssignments: Resource<AppointmentAssignmentRecord> = {
  ...listDefaults,
  name: 'appointment-assignments',
  module: 'dispatch',
  scope: 'tn.dis.appointmentassignments:r',
  hasGetById: false,
  exportActive: 'True',
  filters: [
    {
      ...ofAppointments,
      ranks: (world, text) => {
        if (world.timelines['appointment-assignments'].size === 0) return []
        const ranks = (parseIds(text) ?? []).map((id) => world.timelines.appointments.rankOf(Number(id)))
        return ranks.flatMap((rank) => (rank === undefined ? [] : ranksOfAppointment(world, rank)))
      },
    },
    {
      ...ofJob,
      ranks: (world, text) => {
        const job = world.timelines.jobs.rankOf(Number(text))
        if (job === undefined || world.timelines['appointment-assignments'].size === 0) return []
        const { first, count } = world.spreads.appointments.childrenOf(job)
        return Array.from({ length: count }, (_, slot) => ranksOfAppointment(world, first + slot)).flat()
      },
    },
  ],
  size: {
    isDerived: true,
    defaultSize: ({ of }) =>
      of('technicians') === 0 ? 0 : Math.floor(of('appointments') * ASSIGNMENTS_PER_APPOINTMENT),
  },
  origin: {
    firstId: 71_000_000,
    parent: 'appointments',
    // Only visits that may still be planned have no technician.
    priorityOf: (world, appointment) => {
      const mayBeOpen = world.spreads.appointments.parentOf(appointment).parent >= openFrom(world)
      return mayBeOpen && unit(world.key, appointment, SALT.unassigned) < UNASSIGNED_SHARE ? 0 : 1
    },
  },
  isActive,
  createRecord,
  newRecordFields: () => ({ status: 'Scheduled', isPaused: false, active: true }),
}

import { timesOf, userIdOf } from '../definition/common.ts'
import { isAmong, isInteger, parseIds } from '../definition/filter.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { createRandom, unit } from '../lib/random.ts'
import { pickExisting, type World } from '../world/world.ts'
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

const SALT = { active: 61, technician: 62, unassigned: 62 }
const ASSIGNMENTS_PER_APPOINTMENT = 1.25
const UNASSIGNED_SHARE = 0.1

const STATUS_OF = {
  Scheduled: 'Scheduled',
  Dispatched: 'Dispatched',
  Working: 'Working',
  Hold: 'Scheduled',
  Done: 'Done',
  Canceled: 'Scheduled',
} as const

/** Whether the technician is still assigned; the first of several was more often replaced. */
const isActive = (world: World, rank: number): boolean => {
  const { parent, slot } = world.spreads['appointment-assignments'].parentOf(rank)
  const isReplaceable = slot === 0 && world.spreads['appointment-assignments'].childrenOf(parent).count > 1
  return unit(world.key, rank, SALT.active) >= (isReplaceable ? 0.25 : 0.04)
}

/** Technicians of one appointment have consecutive ranks, so that they differ if there are enough. */
const technicianOf = (world: World, rank: number, appointment: number, slot: number): number => {
  const { technicians } = world.timelines
  const existing = Math.max(
    1,
    technicians.firstCreatedFrom(world.timelines['appointment-assignments'].createdAt(rank)),
  )
  const first = pickExisting(
    technicians,
    world.timelines['appointment-assignments'].createdAt(rank - slot),
    unit(world.key, appointment, SALT.technician),
  )
  return (first + slot) % Math.min(existing, technicians.size)
}

const createRecord = (world: World, rank: number): AppointmentAssignmentRecord => {
  const { 'appointment-assignments': assignments, appointments, jobs } = world.timelines
  const random = createRandom(world.key ^ SALT.active, rank)
  const { parent, slot } = world.spreads['appointment-assignments'].parentOf(rank)
  const { job, of } = slotOf(world, parent)
  const technician = technicianOf(world, rank, parent, slot)
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
    isSkipped: (key, appointment) => unit(key, appointment, SALT.unassigned) < UNASSIGNED_SHARE,
  },
  isActive,
  createRecord,
  newRecordFields: () => ({ status: 'Scheduled', isPaused: false, active: true }),
}

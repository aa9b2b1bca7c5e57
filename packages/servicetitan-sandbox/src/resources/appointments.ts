import { ranksOfChildren, timesOf, userIdOf } from '../definition/common.ts'
import { isBefore, isFlag, isInteger, isOneOf, isOnOrAfter, isText } from '../definition/filter.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { customerOf } from '../facts/ownership.ts'
import { workOf } from '../facts/work.ts'
import { createRandom } from '../lib/random.ts'
import { formatTicks, TICKS_PER_HOUR } from '../lib/ticks.ts'
import { INSTRUCTIONS } from '../world/names.ts'
import type { Schedule, World } from '../world/world.ts'

/** `Jpm.V2.ExportAppointmentsResponse` */
export type AppointmentRecord = {
  id: Id
  jobId: Id
  appointmentNumber: string | null
  start: string
  end: string
  arrivalWindowStart: string | null
  arrivalWindowEnd: string | null
  status: string
  specialInstructions: string | null
  createdOn: string
  modifiedOn: string
  customerId: Id
  unused: boolean
  createdById: number
  isConfirmed: boolean
  active: boolean
  appointmentSummaries: Record<string, unknown>[] | null
}

const STATUSES = ['Scheduled', 'Dispatched', 'Working', 'Hold', 'Done', 'Canceled']

/**
 * An appointment's part of its job's schedule.
 *
 * @throws when the job has fewer appointments
 */
export const slotOf = (
  world: World,
  rank: number,
): { job: number; slot: number; of: Schedule['slots'][number] } => {
  const { parent, slot } = world.spreads.appointments.parentOf(rank)
  const of = world.scheduleOf(parent).slots[slot]
  if (of === undefined) throw new Error(`Expected job ${parent} to have ${slot + 1} appointments`)
  return { job: parent, slot, of }
}

const isActive = (world: World, rank: number): boolean => {
  const { parent, slot } = world.spreads.appointments.parentOf(rank)
  // A job's last appointment is never deleted, so most appointments need no schedule.
  if (slot === world.spreads.appointments.childrenOf(parent).count - 1) return true
  return slotOf(world, rank).of.isActive
}

const createRecord = (world: World, rank: number): AppointmentRecord => {
  const { appointments, jobs } = world.timelines
  const random = createRandom(world.key ^ 41, rank)
  const { job, slot, of } = slotOf(world, rank)
  const start = formatTicks(of.start)
  const hasWindow = random.chance(0.7)
  return {
    id: appointments.idOf(rank),
    jobId: jobs.idOf(job),
    appointmentNumber: random.chance(0.01) ? null : `${jobs.idOf(job)}-${slot + 1}`,
    start,
    end: formatTicks(of.end),
    arrivalWindowStart: hasWindow ? start : null,
    arrivalWindowEnd: hasWindow ? formatTicks(of.start + 2 * TICKS_PER_HOUR) : null,
    status: of.status,
    specialInstructions: random.chance(0.2) ? random.pick(INSTRUCTIONS) : null,
    ...timesOf(appointments, rank),
    customerId: world.timelines.customers.idOf(customerOf(world, workOf(world, job).location)),
    unused: of.status === 'Canceled' && random.chance(0.1),
    createdById: userIdOf(world, random),
    isConfirmed: random.chance(0.6),
    active: of.isActive,
    appointmentSummaries: random.chance(0.5) ? [] : null,
  }
}

const ofJob = isInteger<AppointmentRecord>('jobId', ({ jobId }) => jobId)

/** Source: OpenAPI `jpm-v2`, operations `Appointments_GetList`, `Appointments_Get` and `Export_Appointments`. */
export const appointments: Resource<AppointmentRecord> = {
  ...listDefaults,
  name: 'appointments',
  module: 'jpm',
  scope: 'tn.jpm.appointments:r',
  exportActive: 'Any',
  filters: [
    {
      ...ofJob,
      ranks: (world, id) => ranksOfChildren(world, { child: 'appointments', parent: 'jobs', id }),
    },
    isText('number', ({ appointmentNumber }) => appointmentNumber),
    isOneOf('status', STATUSES, ({ status }) => status),
    isOnOrAfter('startsOnOrAfter', ({ start }) => start),
    isBefore('startsBefore', ({ start }) => start),
    isInteger('customerId', ({ customerId }) => customerId),
    isFlag('unused', ({ unused }) => unused),
  ],
  unsupported: ['projectId', 'technicianId'],
  size: {
    defaultSize: ({ of }) => Math.ceil(of('jobs') * 1.3),
    requires: ['jobs'],
    constraint: ({ appointments, jobs }) =>
      appointments >= jobs ? undefined : 'at least `jobs`, as every job has one',
  },
  origin: { firstId: 61_000_000, parent: 'jobs' },
  isActive,
  createRecord,
  newRecordFields: () => ({ status: 'Scheduled', active: true }),
}

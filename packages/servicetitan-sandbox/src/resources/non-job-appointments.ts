import { timesOf, userIdOf } from '../definition/common.ts'
import { isFlag, isInteger, isOnOrAfter, isOnOrBefore } from '../definition/filter.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { isEmployed, localTime, placeInWeek, sizeOfWeeks, timesInWeeks } from '../facts/weeks.ts'
import { formatDuration } from '../lib/duration.ts'
import { createRandom, unit } from '../lib/random.ts'
import { formatTicks, TICKS_PER_DAY, TICKS_PER_HOUR, type Ticks } from '../lib/ticks.ts'
import type { World } from '../world/world.ts'

/** `Dispatch.V2.NonJobAppointmentResponse` */
export type NonJobAppointmentRecord = {
  id: Id
  technicianId: Id
  start: string
  name: string
  duration: string
  timesheetCodeId: number
  summary: string
  clearDispatchBoard: boolean
  clearTechnicianView: boolean
  removeTechnicianFromCapacityPlanning: boolean
  allDay: boolean
  showOnTechnicianSchedule: boolean
  active: boolean
  createdOn: string
  modifiedOn: string
  createdById: number
}

const SALT = { kind: 171, record: 172, active: 173 }

type Kind = {
  name: string
  summary: string
  timesheetCodeId: number
  /** Days since Monday; undefined: any workday. */
  day?: number
  /** The local hour; undefined: any working hour at which it ends before 17:00. */
  hour?: number
  duration: Ticks
  isAllDay?: true
}

/** In every second week all technicians meet; otherwise one of these with its share of the weeks. */
const MEETING: Kind = {
  name: 'Team meeting',
  summary: 'Numbers of the last two weeks, safety topic',
  timesheetCodeId: 5_501,
  day: 0,
  hour: 8,
  duration: TICKS_PER_HOUR,
}
const OTHERS: readonly (readonly [number, Kind])[] = [
  [
    0.16,
    {
      name: 'Training',
      summary: 'In the shop, bring gauges',
      timesheetCodeId: 5_502,
      duration: 2.5 * TICKS_PER_HOUR,
    },
  ],
  [0.1, { name: 'Vehicle service', summary: '', timesheetCodeId: 5_503, duration: 1.5 * TICKS_PER_HOUR }],
  [
    0.02,
    {
      name: 'Manufacturer course',
      summary: 'Heat pumps, two days in Tulsa',
      timesheetCodeId: 5_502,
      day: 1,
      hour: 0,
      duration: 2 * TICKS_PER_DAY,
      isAllDay: true,
    },
  ],
]

const placeOf = (world: World, rank: number) =>
  placeInWeek(world, { name: 'non-job-appointments', places: 1, rank })

const kindOf = (world: World, rank: number): Kind | undefined => {
  const { week, technician } = placeOf(world, rank)
  if (week % 2 === 0) return MEETING
  let choice = unit(world.key, technician * 1_000 + week, SALT.kind)
  for (const [share, kind] of OTHERS) {
    choice -= share
    if (choice < 0) return kind
  }
  return undefined
}

const isPresent = (world: World, rank: number): boolean =>
  kindOf(world, rank) !== undefined &&
  isEmployed(world, 'non-job-appointments', rank, placeOf(world, rank).technician)

const isActive = (world: World, rank: number): boolean => unit(world.key, rank, SALT.active) >= 0.05

const createRecord = (world: World, rank: number): NonJobAppointmentRecord => {
  const timeline = world.timelines['non-job-appointments']
  const kind = kindOf(world, rank)
  if (kind === undefined) throw new Error(`Expected an appointment in place ${rank}`)
  const { monday, technician } = placeOf(world, rank)
  const random = createRandom(world.key ^ SALT.record, rank)
  const [day, choice] = [random.int(5), random.int(1_000) / 1_000]
  const latest = 17 - kind.duration / TICKS_PER_HOUR
  const hour = kind.hour ?? 8 + Math.floor(2 * choice * (latest - 8)) / 2
  return {
    id: timeline.idOf(rank),
    technicianId: world.timelines.technicians.idOf(technician),
    start: formatTicks(localTime.at(monday + (kind.day ?? day), hour)),
    name: kind.name,
    duration: formatDuration(kind.duration),
    timesheetCodeId: kind.timesheetCodeId,
    summary: kind.summary,
    clearDispatchBoard: random.chance(0.2),
    clearTechnicianView: random.chance(0.2),
    removeTechnicianFromCapacityPlanning: true,
    allDay: kind.isAllDay ?? false,
    showOnTechnicianSchedule: random.chance(0.9),
    active: isActive(world, rank),
    ...timesOf(timeline, rank),
    createdById: userIdOf(world, random),
  }
}

/**
 * Source: OpenAPI `dispatch-v2`, operations `NonJobAppointments_GetList` and `NonJobAppointments_Get`, whose record has
 * no `modifiedOn`. Timesheet codes are not simulated. They cover the past year and the next two weeks.
 */
export const nonJobAppointments: Resource<NonJobAppointmentRecord> = {
  ...listDefaults,
  name: 'non-job-appointments',
  module: 'dispatch',
  scope: 'tn.dis.nonjobappointments:r',
  hasExport: false,
  listActive: 'activeOnly',
  filters: [
    isInteger('technicianId', ({ technicianId }) => technicianId),
    isOnOrAfter('startsOnOrAfter', ({ start }) => start),
    isOnOrBefore('startsOnOrBefore', ({ start }) => start),
    isInteger('timesheetCodeId', ({ timesheetCodeId }) => timesheetCodeId),
    isFlag('showOnTechnicianSchedule', ({ showOnTechnicianSchedule }) => showOnTechnicianSchedule),
  ],
  missingInGet: ['modifiedOn'],
  size: sizeOfWeeks('non-job-appointments', 1),
  origin: { firstId: 43_000_000, timesOf: timesInWeeks },
  isPresent,
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true }),
}

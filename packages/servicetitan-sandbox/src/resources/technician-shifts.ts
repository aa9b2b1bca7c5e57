import { timesOf } from '../definition/common.ts'
import { containsText, isInteger, isOneOf, isOnOrAfter, isOnOrBefore } from '../definition/filter.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { isEmployed, localTime, placeInWeek, sizeOfWeeks, timesInWeeks } from '../facts/weeks.ts'
import { hash, unit } from '../lib/random.ts'
import { formatTicks, TICKS_PER_DAY } from '../lib/ticks.ts'
import type { World } from '../world/world.ts'

/** `Dispatch.V2.TechnicianShiftResponse` */
export type TechnicianShiftRecord = {
  id: Id
  shiftType: string
  title: string
  note: string | null
  active: boolean
  technicianId: Id
  start: string
  end: string
  timesheetCodeId: number | null
  createdOn: string
  modifiedOn: string
}

const SALT = { vacation: 161, sick: 162, saturday: 163, active: 164 }

/** The share of weeks on vacation, of days off sick, and of Saturdays at work. */
const VACATION_SHARE = 2 / 52
const SICK_SHARE = 0.015
const SATURDAY_SHARE = 0.25

/** A technician is on call from Friday evening to Monday morning every so many weeks. */
const ON_CALL_EVERY = 5

/** Places of a technician's week: five days' shifts, time off on each of them, and the weekend. */
const WORKDAYS = 5
const WEEKEND = 2 * WORKDAYS
const PLACES = WEEKEND + 1

const SHIFT_TYPES = ['Normal', 'OnCall', 'TimeOff']

type Shift = Pick<TechnicianShiftRecord, 'shiftType' | 'title' | 'note'> & {
  /** Hours since midnight of the day. */
  from: number
  to: number
  /** Days since the week's Monday. */
  day: number
}

const HOLIDAYS: Readonly<Record<string, string>> = {
  '01-01': 'New Year’s Day',
  '07-04': 'Independence Day',
  '12-25': 'Christmas Day',
}

/** The holiday on a local day; Thanksgiving is the fourth Thursday of November. */
const holidayOn = (day: number, workday: number): string | undefined => {
  const date = formatTicks(day * TICKS_PER_DAY).slice(5, 10)
  if (workday === 3 && date >= '11-22' && date <= '11-28') return 'Thanksgiving'
  return HOLIDAYS[date]
}

type Place = ReturnType<typeof placeInWeek>

/** Why a technician is off on a workday; undefined if the technician works. */
const reasonOff = (
  world: World,
  { week, technician, monday }: Place,
  workday: number,
): Pick<Shift, 'title' | 'note'> | undefined => {
  const holiday = holidayOn(monday + workday, workday)
  if (holiday !== undefined) return { title: 'Holiday', note: holiday }
  const number = technician * 1_000 + week
  if (unit(world.key, number, SALT.vacation) < VACATION_SHARE) return { title: 'Vacation', note: null }
  return unit(world.key, number * WORKDAYS + workday, SALT.sick) < SICK_SHARE
    ? { title: 'Sick', note: 'Called in sick' }
    : undefined
}

const weekendOf = (world: World, { week, technician }: Place): Shift | undefined => {
  if (hash(technician, 0, SALT.saturday) % ON_CALL_EVERY === week % ON_CALL_EVERY)
    return { shiftType: 'OnCall', title: 'On call', note: null, day: 4, from: 17, to: 3 * 24 + 8 }
  return unit(world.key, technician * 1_000 + week, SALT.saturday) < SATURDAY_SHARE
    ? { shiftType: 'Normal', title: 'Saturday', note: null, day: 5, from: 8, to: 13 }
    : undefined
}

const shiftIn = (world: World, place: Place): Shift | undefined => {
  if (place.place === WEEKEND) return weekendOf(world, place)
  const day = place.place % WORKDAYS
  const hours = { day, from: 8, to: 17 }
  if (place.place < WORKDAYS) return { shiftType: 'Normal', title: 'Regular shift', note: null, ...hours }
  const reason = reasonOff(world, place, day)
  return reason && { shiftType: 'TimeOff', ...reason, ...hours }
}

const placeOf = (world: World, rank: number): Place =>
  placeInWeek(world, { name: 'technician-shifts', places: PLACES, rank })

const isPresent = (world: World, rank: number): boolean => {
  const place = placeOf(world, rank)
  return isEmployed(world, 'technician-shifts', rank, place.technician) && shiftIn(world, place) !== undefined
}

const isActive = (world: World, rank: number): boolean => unit(world.key, rank, SALT.active) >= 0.02

const createRecord = (world: World, rank: number): TechnicianShiftRecord => {
  const timeline = world.timelines['technician-shifts']
  const place = placeOf(world, rank)
  const shift = shiftIn(world, place)
  if (shift === undefined) throw new Error(`Expected a shift in place ${rank}`)
  const { shiftType, title, note, day, from, to } = shift
  const at = (hours: number): string =>
    formatTicks(localTime.at(place.monday + day + Math.floor(hours / 24), hours % 24))
  return {
    id: timeline.idOf(rank),
    shiftType,
    title,
    note,
    active: isActive(world, rank),
    technicianId: world.timelines.technicians.idOf(place.technician),
    start: at(from),
    end: at(to),
    timesheetCodeId: null,
    ...timesOf(timeline, rank),
  }
}

/**
 * Source: OpenAPI `dispatch-v2`, operations `TechnicianShifts_GetList` and `TechnicianShifts_Get`. Time off does not
 * replace the shift of its day: both are listed. Shifts cover the past year and the next two weeks.
 */
export const technicianShifts: Resource<TechnicianShiftRecord> = {
  ...listDefaults,
  name: 'technician-shifts',
  module: 'dispatch',
  scope: 'tn.dis.technicianshifts:r',
  hasExport: false,
  supportsIds: false,
  filters: [
    isOnOrAfter('startsOnOrAfter', ({ start }) => start),
    isOnOrBefore('endsOnOrBefore', ({ end }) => end),
    isOneOf('shiftType', SHIFT_TYPES, ({ shiftType }) => shiftType),
    isInteger('technicianId', ({ technicianId }) => technicianId),
    containsText('titleContains', ({ title }) => title),
    containsText('noteContains', ({ note }) => note),
  ],
  size: sizeOfWeeks('technician-shifts', PLACES),
  origin: { firstId: 41_000_000, timesOf: timesInWeeks },
  isPresent,
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true }),
}

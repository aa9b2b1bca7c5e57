import type { Id } from '../../definition/record.ts'
import type { LocalTime } from '../../lib/local-time.ts'
import type { Random } from '../../lib/random.ts'
import { TICKS_PER_HOUR, TICKS_PER_MINUTE, type Ticks } from '../../lib/ticks.ts'
import type { TechnicianRecord } from '../../resources/technicians.ts'
import type { Collection } from '../../store/collection.ts'

/** A free time of a technician for a visit. */
export type Opening = { technician: TechnicianRecord; start: Ticks; end: Ticks }

/** The dispatch board: each technician's reserved times. A time is reserved for one visit only. */
export type Board = {
  time: LocalTime
  /** A free time of a random technician on a day, at `from` or later; undefined: none. */
  openingOn: (day: number, from: Ticks, length: Ticks) => Opening | undefined
  /** A free time of a technician on call, at night; undefined: none. */
  openingOnCall: (from: Ticks, length: Ticks) => Opening | undefined
  /** A technician who is free from `start` to `end`, other than those in `except`. */
  freeAt: (start: Ticks, end: Ticks, except: readonly Id[]) => TechnicianRecord | undefined
  /** Whether a technician is free at that time for a visit; the visit's own reservation is ignored. */
  isFreeFor: (technicianId: Id, time: { start: Ticks; end: Ticks }, appointmentId: Id) => boolean
  reserve: (technicianId: Id, visit: { appointmentId: Id; start: Ticks; end: Ticks }) => void
  release: (technicianId: Id, appointmentId: Id) => void
  /** The reserved share of a day's hours. */
  loadOf: (day: number) => number
}

type Interval = { start: Ticks; end: Ticks }
type Person = { id: Id; from: number; to: number; isOnCall: boolean; reservations: Map<Id, Interval> }

const QUARTER = 15 * TICKS_PER_MINUTE
/** The travel time from one customer to the next. */
const TRAVEL = QUARTER
/** Maximum number of technicians on a board; the others are not scheduled. */
const MAX_TECHNICIANS = 60

/**
 * The hours at which shifts begin: most in the morning, some later to cover the evening. Every fifth technician is on
 * call at night.
 */
const SHIFTS = [8, 7, 10, 12, 8, 9, 14, 11]
const SHIFT_HOURS = 9
const ON_CALL_EVERY = 5

export const createBoard = (options: {
  random: Random
  time: LocalTime
  technicians: Collection<'technicians'>
}): Board => {
  const { random, time, technicians } = options
  const people = peopleOf(technicians)
  const byId = new Map(people.map((person) => [person.id, person]))

  /** The first result of `find`, in order from a random technician. */
  const firstOf = <T>(
    find: (person: Person, technician: TechnicianRecord) => T | undefined,
  ): T | undefined => {
    const offset = people.length === 0 ? 0 : random.int(people.length)
    for (let n = 0; n < people.length; n++) {
      const person = people[(offset + n) % people.length]
      const technician = person && technicians.get(String(person.id))
      const found = person && technician?.active ? find(person, technician) : undefined
      if (found !== undefined) return found
    }
    return undefined
  }
  const opening = (
    person: Person,
    technician: TechnicianRecord,
    between: Interval,
    length: Ticks,
  ): Opening | undefined => {
    const start = firstGap([...person.reservations.values()], between, length)
    return start === undefined ? undefined : { technician, start, end: start + length }
  }
  const isFree = (person: Person, { start, end }: Interval, except?: Id): boolean => {
    const day = time.dayOf(start)
    const works = time.at(day, person.from) <= start && end <= time.at(day, person.to)
    const others = [...person.reservations].flatMap(([id, reserved]) => (id === except ? [] : [reserved]))
    return works && firstGap(others, { start, end }, end - start) === start
  }
  return {
    time,
    openingOn: (day, from, length) =>
      firstOf((person, technician) => {
        const start = Math.max(from, time.at(day, person.from))
        return opening(person, technician, { start, end: time.at(day, person.to) }, length)
      }),
    openingOnCall: (from, length) =>
      firstOf((person, technician) => {
        const end = from + length + TICKS_PER_HOUR
        return person.isOnCall ? opening(person, technician, { start: from, end }, length) : undefined
      }),
    freeAt: (start, end, except) =>
      firstOf((person, technician) =>
        isFree(person, { start, end }) && !except.includes(person.id) ? technician : undefined,
      ),
    isFreeFor: (technicianId, wanted, appointmentId) => {
      const person = byId.get(technicianId)
      return person !== undefined && isFree(person, wanted, appointmentId)
    },
    reserve: (technicianId, { appointmentId, start, end }) =>
      void byId.get(technicianId)?.reservations.set(appointmentId, { start, end }),
    release: (technicianId, appointmentId) => void byId.get(technicianId)?.reservations.delete(appointmentId),
    loadOf: (day) => {
      let [reserved, all] = [0, 0]
      for (const person of people) {
        const [from, to] = [time.at(day, person.from), time.at(day, person.to)]
        all += to - from
        for (const { start, end } of person.reservations.values())
          reserved += Math.max(0, Math.min(to, end) - Math.max(from, start))
      }
      return all === 0 ? 1 : reserved / all
    },
  }
}

const peopleOf = ({ timeline, get }: Collection<'technicians'>): Person[] => {
  const people: Person[] = []
  for (let rank = 0; rank < timeline.size && people.length < MAX_TECHNICIANS; rank++) {
    const technician = get(String(timeline.idOf(rank)))
    if (!technician?.active) continue
    const from = SHIFTS[people.length % SHIFTS.length] ?? 8
    const isOnCall = people.length % ON_CALL_EVERY === 0
    people.push({ id: technician.id, from, to: from + SHIFT_HOURS, isOnCall, reservations: new Map() })
  }
  return people
}

/** The first quarter of an hour from which `length` is free, including travel before and after. */
const firstGap = (
  reserved: Interval[],
  { start: from, end: to }: Interval,
  length: Ticks,
): Ticks | undefined => {
  let start = Math.ceil(from / QUARTER) * QUARTER
  for (const taken of reserved.toSorted((a, b) => a.start - b.start)) {
    if (taken.end + TRAVEL <= start) continue
    if (start + length + TRAVEL <= taken.start) break
    start = Math.ceil((taken.end + TRAVEL) / QUARTER) * QUARTER
  }
  return start + length <= to ? start : undefined
}

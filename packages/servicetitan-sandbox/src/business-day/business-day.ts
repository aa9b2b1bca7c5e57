import type { Id } from '../definition/record.ts'
import type { SchedulingClock } from '../lib/clock.ts'
import { createLocalTime, DEFAULT_TIME_ZONE } from '../lib/local-time.ts'
import { createRandom, keyOf } from '../lib/random.ts'
import type { Collection } from '../store/collection.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { BookEntry } from '../writes/book.ts'
import { createBoard } from './board/board.ts'
import { openVisits, type Visit } from './board/visits.ts'
import { type BookingRequest, book } from './booking.ts'
import { type Choice, choose } from './choices.ts'
import { type Correction, correct, correctionsAfter } from './corrections.ts'
import { type Activity, type BusinessChange, createOffice } from './office.ts'
import { createOutside } from './outside.ts'
import { bookingRequestOf, nightCallOf, openingSoon, planDays } from './plan-days.ts'
import { cancel, move, reassign, shift } from './reschedule.ts'
import { changeContact, complete, latePayment, pay, paysAtOnce, proceed } from './work.ts'

export type BusinessDayOptions = {
  /** @default the sandbox's first tenant */
  tenantId?: number
  /** The seed of the changes: same seed and data, same changes. @default the sandbox's */
  seed?: string
  /** Changes of single records per minute of the sandbox's clock, on average. @default 20 */
  changesPerMinute?: number
  /** The time zone of the working day. @default 'America/Chicago' */
  timeZone?: string
  /**
   * Whether today and the following days are planned first, so that each technician has a full day of visits. @default
   * false: only the visits of the base data
   */
  isPlanned?: boolean
  /** Called after every change. */
  onChange?: (change: BusinessChange) => void
}

/** A running business day. */
export type BusinessDay = {
  /** Ends the business day; its changes are kept. */
  stop: () => void
  [Symbol.dispose]: () => void
  /** Number of changes so far. */
  changeCount: number
  /** A new value applies from the next change. */
  changesPerMinute: number
}

/** How often a running clock is polled, in milliseconds of real time. */
const POLL_INTERVAL_MS = 200

/** Maximum number of activities in a row that find nothing to change. */
const MAX_IDLE = 50

/**
 * Simulates a business day: changes the records of one tenant over time, by the sandbox's clock.
 *
 * @throws an error that names the invalid option
 */
export const startBusinessDay = (
  options: BusinessDayOptions & { seed: string },
  world: {
    clock: SchedulingClock
    collectionOf: <N extends ResourceName>(name: N) => Collection<N>
    /** What was written through the API and by persons since the last call. */
    takeWritten: () => readonly BookEntry[]
  },
): BusinessDay => {
  const { onChange = () => undefined } = options
  let changesPerMinute = checkRate(options.changesPerMinute ?? 20)
  const { clock, collectionOf, takeWritten } = world
  const random = createRandom(keyOf(`${options.seed}/business-day`), 0)
  const time = createLocalTime(options.timeZone ?? DEFAULT_TIME_ZONE)
  const board = createBoard({ random, time, technicians: collectionOf('technicians') })
  let changeCount = 0
  const office = createOffice({
    random,
    board,
    clock,
    collectionOf,
    onChange: (change) => {
      changeCount += 1
      onChange(change)
    },
  })
  const jobs = collectionOf('jobs')
  const visits: Visit[] = openVisits(jobs.world, random, {
    jobs,
    appointments: collectionOf('appointments'),
    assignments: collectionOf('appointment-assignments'),
  })
  for (const visit of visits)
    for (const { technicianId } of visit.assigned) board.reserve(technicianId, visit)
  const outside = createOutside({ office, visits, collectionOf, takeWritten })
  const unpaidInvoices: Id[] = []
  const corrections: Correction[] = []
  const addVisit = (visit: Visit): void => void visits.push(visit)
  const removeVisit = (visit: Visit): void => void visits.splice(visits.indexOf(visit), 1)

  /** The visit that has been due for the longest. */
  const dueVisit = (): Visit | undefined => {
    const first = visits.reduce<Visit | undefined>(
      (best, visit) => (best && best.dueAt <= visit.dueAt ? best : visit),
      undefined,
    )
    return first && first.dueAt <= office.now() ? first : undefined
  }
  /** The earlier of two random visits that have not begun, usually of today. */
  const scheduledVisit = (): Visit | undefined => {
    const scheduled = visits.filter(({ stage }) => stage === 'Scheduled')
    const today = time.dayOf(office.now())
    const near = random.chance(0.7) ? scheduled.filter(({ start }) => time.dayOf(start) === today) : []
    const wanted = near.length > 0 ? near : scheduled
    if (wanted.length === 0) return undefined
    const few = Array.from({ length: 2 }, () => random.pick(wanted))
    return few.reduce((best, visit) => (visit.start < best.start ? visit : best))
  }

  /** The visit that is being advanced. */
  let advancing: Visit | undefined
  function* advanceVisit(visit: Visit): Activity {
    advancing = visit
    if (visit.stage !== 'Working') return yield* proceed(office, visit)
    removeVisit(visit)
    yield* complete(office, jobs.world, visit)
    if (paysAtOnce(office, visit.invoiceId)) unpaidInvoices.push(visit.invoiceId)
    corrections.push(...correctionsAfter(office, visit.jobId))
  }
  function* bookIfPossible(request: BookingRequest | undefined): Activity {
    if (request) yield* book(office, request, addVisit)
  }
  function* withScheduled(activity: (visit: Visit) => Activity): Activity {
    const visit = scheduledVisit()
    if (visit) yield* activity(visit)
  }
  function* maybeCancel(visit: Visit): Activity {
    // Few visits are cancelled, even when no other activity is possible.
    if (!random.chance(0.3)) return
    removeVisit(visit)
    yield* cancel(office, visit)
  }
  function* moveToOpening(visit: Visit): Activity {
    const opening = openingSoon(office)
    if (opening) yield* move(office, visit, opening)
  }
  const activities: Record<Choice, () => Activity> = {
    book: () => bookIfPossible(bookingRequestOf(office)),
    nightCall: () => bookIfPossible(nightCallOf(office)),
    reassign: () => withScheduled((visit) => reassign(office, visit)),
    shift: () => withScheduled((visit) => shift(office, visit)),
    move: () => withScheduled(moveToOpening),
    cancel: () => withScheduled(maybeCancel),
    pay: () => pay(office, unpaidInvoices.shift() ?? latePayment(office, jobs.world) ?? 0),
    contact: () => changeContact(office),
  }
  const begin = (): Activity => {
    const visit = dueVisit()
    if (visit) return advanceVisit(visit)
    const due = corrections.findIndex(({ dueAt }) => dueAt <= office.now())
    const [correction] = due < 0 ? [] : corrections.splice(due, 1)
    return correction ? correct(office, correction.jobId) : activities[choose(random)]()
  }

  /** Writes of others are noticed between two activities: else a visit that is being completed would be open again. */
  const beginNext = (): Activity => {
    advancing = undefined
    outside.notice()
    return begin()
  }

  let current: Activity | undefined
  /** Makes one change. */
  const changeOnce = (): void => {
    if (advancing && outside.isCanceled(advancing)) current = undefined
    for (let idle = 0; idle < MAX_IDLE; idle++) {
      current ??= beginNext()
      if (!current.next().done) return
      current = undefined
    }
  }

  if (options.isPlanned) drain(planDays(office, [...visits], addVisit))
  let nextAt = clock.now() + 60_000 / changesPerMinute
  const cancelTask = clock.addTask({
    nextAt: () => nextAt,
    run: () => {
      changeOnce()
      nextAt += (60_000 / changesPerMinute) * (0.25 + (1.5 * random.int(1_000)) / 1_000)
    },
  })
  const timer = clock.isRunning ? setInterval(() => clock.advance(0), POLL_INTERVAL_MS) : undefined
  timer?.unref()
  const stop = (): void => {
    clearInterval(timer)
    cancelTask()
  }
  return {
    stop,
    [Symbol.dispose]: stop,
    get changeCount() {
      return changeCount
    },
    get changesPerMinute() {
      return changesPerMinute
    },
    set changesPerMinute(rate) {
      changesPerMinute = checkRate(rate)
    },
  }
}

const checkRate = (changesPerMinute: number): number => {
  if (changesPerMinute > 0 && changesPerMinute <= 60_000) return changesPerMinute
  throw new Error(`Expected \`changesPerMinute\` to be above 0, at most 60000, got ${changesPerMinute}`)
}

/** Runs an activity to its end. */
const drain = (activity: Activity): void => {
  while (!activity.next().done);
}

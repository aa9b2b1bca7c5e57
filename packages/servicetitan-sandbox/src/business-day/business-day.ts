import type { WakingClock } from '../clock.ts'
import { createRandom, keyOf } from '../random.ts'
import type { Id } from '../resources/records/common.ts'
import type { ResourceName } from '../resources/records.ts'
import type { Collection } from '../store/collection.ts'
import { book } from './booking.ts'
import { type Activity, type BusinessChange, createOffice } from './office.ts'
import { openVisits, type Visit } from './visits.ts'
import { cancel, changeContact, complete, move, pay, proceed, reassign } from './work.ts'

export type BusinessDayOptions = {
  /** @default the sandbox's first tenant */
  tenantId?: number
  /** What the changes are made from: same seed, same changes of the same data. @default the sandbox's */
  seed?: string
  /** Changes of single records in a minute of the sandbox's clock, on average. @default 20 */
  changesPerMinute?: number
  /** Told of every change after it was made. */
  onChange?: (change: BusinessChange) => void
}

/** A business day that is under way. */
export type BusinessDay = {
  /** Ends it; what has changed stays. */
  stop: () => void
  [Symbol.dispose]: () => void
  /** How many changes it has made. */
  changeCount: number
}

/** So many visits at once are enough for a day to be busy; more are booked when some are done. */
const MOST_VISITS = 120

/** Real time between two looks at a clock that runs, in milliseconds. */
const LOOK_EVERY_MS = 200

/** What people may do next, each as often as its weight says. */
const WEIGHTS = [
  ['proceed', 46],
  ['book', 20],
  ['pay', 10],
  ['contact', 10],
  ['move', 6],
  ['reassign', 6],
  ['cancel', 2],
] as const

type Choice = (typeof WEIGHTS)[number][0]

const TOTAL_WEIGHT = WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0)

const choiceAt = (point: number): Choice => {
  let left = point
  for (const [choice, weight] of WEIGHTS) {
    left -= weight
    if (left < 0) return choice
  }
  return 'book'
}

/** Activities that find nothing to do are followed by another one at once, but not for ever. */
const MOST_IDLE = 50

export const startBusinessDay = (
  options: BusinessDayOptions & { seed: string },
  world: {
    clock: WakingClock
    collectionOf: <N extends ResourceName>(name: N) => Collection<N>
  },
): BusinessDay => {
  const { changesPerMinute = 20, onChange = () => undefined } = options
  if (!(changesPerMinute > 0 && changesPerMinute <= 60_000))
    throw new Error(`Expected \`changesPerMinute\` to be above 0, at most 60000, got ${changesPerMinute}`)
  const { clock, collectionOf } = world
  const random = createRandom(keyOf(`${options.seed}/business-day`), 0)
  let changeCount = 0
  const office = createOffice({
    random,
    clock,
    collectionOf,
    onChange: (change) => {
      changeCount += 1
      onChange(change)
    },
  })
  const jobs = collectionOf('jobs')
  const visits: Visit[] = openVisits(jobs.world, {
    jobs,
    appointments: collectionOf('appointments'),
    assignments: collectionOf('appointment-assignments'),
  })
  const owed: Id[] = []

  /** Takes a visit out of the list, the one that begins first among a few: nearly in their order. */
  const takeVisit = (isWanted: (visit: Visit) => boolean): Visit | undefined => {
    const wanted = visits.filter(isWanted)
    if (wanted.length === 0) return undefined
    const few = Array.from({ length: 4 }, () => random.pick(wanted))
    const first = few.reduce((best, visit) => (visit.start < best.start ? visit : best))
    visits.splice(visits.indexOf(first), 1)
    return first
  }
  const keep = (visit: Visit): void => void visits.push(visit)
  const isScheduled = ({ stage }: Visit): boolean => stage === 'Scheduled'

  function* carryOn(): Activity {
    const visit = takeVisit(() => true)
    if (!visit) return
    if (visit.stage !== 'Working') {
      yield* proceed(office, visit)
      keep(visit)
      return
    }
    yield* complete(office, jobs.world, visit)
    if (visit.invoiceId !== 0) owed.push(visit.invoiceId)
  }
  function* withScheduled(activity: (visit: Visit) => Activity, isKept: boolean): Activity {
    const visit = takeVisit(isScheduled)
    if (!visit) return
    yield* activity(visit)
    if (isKept) keep(visit)
  }
  const begin = (choice: Choice): Activity => {
    if (choice === 'book' && visits.length < MOST_VISITS) return book(office, keep)
    if (choice === 'pay' && owed.length > 0) return pay(office, owed.shift() ?? 0)
    if (choice === 'contact') return changeContact(office)
    if (choice === 'move') return withScheduled((visit) => move(office, visit), true)
    if (choice === 'reassign') return withScheduled((visit) => reassign(office, visit), true)
    if (choice === 'cancel') return withScheduled((visit) => cancel(office, visit), false)
    return carryOn()
  }

  let current: Activity | undefined
  /** Makes one change. */
  const changeOnce = (): void => {
    for (let idle = 0; idle < MOST_IDLE; idle++) {
      current ??= begin(choiceAt(random.int(TOTAL_WEIGHT)))
      if (!current.next().done) return
      current = undefined
    }
  }

  const meanGapMs = 60_000 / changesPerMinute
  let nextAt = clock.now() + meanGapMs
  const removeSleeper = clock.addSleeper({
    nextAt: () => nextAt,
    wake: () => {
      changeOnce()
      nextAt += meanGapMs * (0.25 + (1.5 * random.int(1_000)) / 1_000)
    },
  })
  const timer = clock.isRunning ? setInterval(() => clock.advance(0), LOOK_EVERY_MS) : undefined
  timer?.unref()
  const stop = (): void => {
    clearInterval(timer)
    removeSleeper()
  }
  return {
    stop,
    [Symbol.dispose]: stop,
    get changeCount() {
      return changeCount
    },
  }
}

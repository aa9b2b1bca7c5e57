import { createRandom } from './random.ts'
import { takeDue } from './take-due.ts'

// One record is created in ServiceTitan from LAZI, by seconds: answers are lost, requests are applied late, lists show new
// records late, and the feed may bring the record before its answer. Meanwhile a person creates another one.

/** The rules of creates that the model can leave out, each with what happens without it. */
export const createRules = {
  waitBeforeLook: 'A create without an answer is looked for after ten seconds, and not after the time-out.',
  lookBeforePost: 'It is sent again without a look.',
  secondLook: 'One look that finds nothing is enough to send it again.',
  mark: 'It is found by its time, and not by the mark that was sent with it.',
  holdBack: 'A new record that the feed brings meanwhile is taken for one of ServiceTitan.',
  release: 'Records that were held back stay so.',
} as const

export type CreateRule = keyof typeof createRules

export interface CreateCounts {
  /** Records that were created twice in ServiceTitan. */
  doubled: number
  /** Second rows of it in LAZI. */
  secondRow: number
  /** LAZI's record was linked to that of the person. */
  wrongLink: number
  /** Records of ServiceTitan without a row in LAZI. */
  missingRow: number
  /** Creates that did not end. */
  unfinished: number
}

/** ServiceTitan works on a request so long at most. */
const timeOut = 100
const wait = 120
const gap = 30
/** Lists show a record so late at most: later than `wait`, and within `wait + gap`, after a late application. */
const listLag = 45
const feedLag = 900
const end = 4000

interface Made {
  readonly at: number
  readonly isOurs: boolean
  readonly listedAt: number
}

/** Runs one create from a seed to its end. */
export function runCreate(seed: number, without: CreateRule | null = null): CreateCounts {
  const random = createRandom(seed)
  const made: Made[] = []
  const feed: { readonly due: number; readonly index: number }[] = []
  const answers: { readonly due: number; readonly index: number; readonly sentAt: number }[] = []
  const applications: { readonly due: number; readonly sentAt: number }[] = []
  const projected: number[] = []
  const held: number[] = []
  const personAt = random.int(600)
  let linked: number | null = null
  let sentAt: number | null = null
  let looks = 0
  let due = random.int(300)
  let now = 0

  function make(isOurs: boolean): number {
    made.push({ at: now, isOurs, listedAt: now + random.int(listLag + 1) })
    const index = made.length - 1
    feed.push({ due: now + random.int(feedLag + 1), index })
    return index
  }

  function link(index: number): void {
    linked = index
    const others = held.splice(0).filter((other) => other !== index)
    if (without !== 'release') projected.push(...others)
  }

  function bring(index: number): void {
    if (linked === index || projected.includes(index)) return
    const isUnderWay = linked === null && sentAt !== null && (made[index]?.at ?? 0) >= sentAt - 300
    if (isUnderWay && without !== 'holdBack') held.push(index)
    else projected.push(index)
  }

  function post(): void {
    sentAt = now
    looks = 0
    due = now + (without === 'waitBeforeLook' ? 10 : wait)
    // A crash before the request was sent.
    if (random.chance(0.85)) applications.push({ due: now + random.pick([0, 0, 1, 5, timeOut]), sentAt })
  }

  function look(since: number): void {
    const seen = made.findIndex(({ at, isOurs, listedAt }, index) => {
      const isMatch = without === 'mark' ? at >= since - 300 && !projected.includes(index) : isOurs
      return isMatch && listedAt <= now
    })
    looks += 1
    if (seen >= 0) link(seen)
    else if (looks < (without === 'secondLook' ? 1 : 2)) due = now + gap
    else post()
  }

  for (; now < end; now++) {
    if (now === personAt) make(false)
    for (const application of takeDue(applications, now)) {
      const index = make(true)
      if (random.chance(0.5)) answers.push({ due: now + random.int(4), index, sentAt: application.sentAt })
    }
    for (const { index } of takeDue(feed, now)) bring(index)
    for (const answer of takeDue(answers, now)) {
      if (linked === null && answer.sentAt === sentAt) link(answer.index)
    }
    if (linked !== null || now < due) continue
    if (sentAt === null || without === 'lookBeforePost') post()
    else look(sentAt)
  }

  const isOurs = (index: number) => made[index]?.isOurs === true
  const rows = linked === null ? projected : [...projected, linked]
  return {
    doubled: Math.max(0, made.filter(({ isOurs }) => isOurs).length - 1),
    secondRow: projected.filter(isOurs).length,
    wrongLink: linked !== null && !isOurs(linked) ? 1 : 0,
    missingRow: made.filter((_, index) => !rows.includes(index)).length,
    unfinished: linked === null ? 1 : 0,
  }
}

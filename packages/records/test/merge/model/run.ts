import { noTotals, type Totals } from './counts.ts'
import { createEdits } from './edits.ts'
import { firstFree, firstValues, membersOf, numberOf, paths, read, sets } from './fields.ts'
import { createLazi, type Lazi, timeOut } from './lazi.ts'
import { createMembers, type Members } from './members.ts'
import { createRandom } from './random.ts'
import type { Rule } from './rules.ts'
import { createServiceTitan, type Request, type ServiceTitan, type Snapshot } from './servicetitan.ts'
import { takeDue } from './take-due.ts'

const editSteps = 60
const quietSteps = 90
/** In them nothing is left to send. */
const restSteps = 15

interface Answer {
  readonly due: number
  readonly attemptId: string
  readonly snapshot: Snapshot
}

/** Runs both sides from a seed until they are at rest, and counts what must not happen. */
export function run(seed: number, without: Rule | null = null): Totals {
  const random = createRandom(seed)
  const totals = noTotals()
  const edits = createEdits()
  const first = firstValues()
  const servicetitan = createServiceTitan(first, { random, edits, totals })
  const lazi = createLazi(first, { random, edits, totals, servicetitan, without })
  const members = createMembers(first, random)
  const net: { readonly due: number; readonly request: Request; readonly isAnswered: boolean }[] = []
  const answers: Answer[] = []
  const leavesOpen = seed % 2 === 1
  let number = firstFree
  let now = 0

  function edit(): void {
    const choice = random.int(10)
    if (choice < 2 && lazi.edit(random.pick(paths), number)) number += 1
    if (choice === 2 || choice === 3) servicetitan.edit(random.pick(paths), number++, now)
    const set = random.pick(sets)
    if (choice === 4) lazi.editSet(set, members.change(set, membersOf(lazi.record().local, set)))
    if (choice === 5) {
      const change = members.change(set, membersOf(servicetitan.values(), set))
      const unseen = change.removed.filter((member) => lazi.isSent(set, member))
      for (const member of unseen) servicetitan.uncertain.add(member)
      totals.unseen += unseen.length
      servicetitan.editSet(set, change, now)
    }
    if (random.chance(0.1)) lazi.decide()
  }

  function arrive(): void {
    for (const message of takeDue(net, now)) {
      const snapshot = servicetitan.apply(message.request, now)
      // A worker may be stopped for a while before it reads its answer.
      const delay = random.chance(0.08) ? 8 + random.int(20) : random.int(4)
      if (message.isAnswered)
        answers.push({ due: now + delay, attemptId: message.request.attemptId, snapshot })
    }
  }

  function push(): void {
    const request = lazi.push(now)
    // A crash before the request was sent.
    if (request === null || random.chance(0.08)) return
    const due = now + random.pick([0, 0, 0, 1, 2, timeOut])
    net.push({ due, request, isAnswered: random.chance(0.75) })
  }

  function step(isQuiet: boolean): void {
    now += 1
    if (!isQuiet) edit()
    else if (!leavesOpen) lazi.decide()
    arrive()
    for (const snapshot of servicetitan.poll(now, isQuiet)) lazi.merge(snapshot, now)
    for (const { attemptId, snapshot } of takeDue(answers, now)) lazi.answer(attemptId, snapshot, now)
    if (random.chance(0.6)) push()
  }

  for (let steps = 0; steps < editSteps; steps++) step(false)
  for (let steps = 0; steps < quietSteps; steps++) step(true)
  const requests = totals.requests
  for (let steps = 0; steps < restSteps; steps++) step(true)
  totals.sentAtRest = totals.requests - requests
  totals.edits = edits.count() + members.count()
  check(totals, { lazi, servicetitan, members })
  edits.countLost(totals, ({ side, path, number }) => {
    const values = side === 'lazi' ? lazi.record().local : servicetitan.values()
    return numberOf(read(values, path)) === number
  })
  return totals
}

interface AtRest {
  readonly lazi: Lazi
  readonly servicetitan: ServiceTitan
  readonly members: Members
}

/** Both sides agree, or a person is asked; no member is lost. */
function check(totals: Totals, { lazi, servicetitan, members }: AtRest): void {
  const { local, base, attempt } = lazi.record()
  const open = Object.keys(lazi.open())
  const theirs = servicetitan.values()
  const isOpen = (name: string) => open.some((field) => field === name || field.startsWith(`${name}.`))
  for (const path of paths) {
    if (!isOpen(path) && numberOf(read(local, path)) !== numberOf(read(theirs, path))) totals.notInStep += 1
  }
  totals.notInStep += Object.keys(base).filter((name) => !isOpen(name)).length + (attempt === null ? 0 : 1)
  for (const set of sets) {
    const sides = [membersOf(local, set), membersOf(theirs, set)]
    totals.lostMember += sides.reduce(
      (sum, side) => sum + members.lostOf(set, side, servicetitan.uncertain),
      0,
    )
    if ([...(sides[0] ?? [])].sort().join() !== [...(sides[1] ?? [])].sort().join()) totals.notInStep += 1
  }
}

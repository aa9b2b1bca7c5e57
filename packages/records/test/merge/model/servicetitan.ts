import { changeSet, type SetChange, type Values } from '../../../src/merge/index.ts'
import type { Totals } from './counts.ts'
import type { Edits } from './edits.ts'
import {
  formThere,
  membersOf,
  numberOf,
  type Path,
  paths,
  read,
  sets,
  valueNumbered,
  write,
} from './fields.ts'
import type { Random } from './random.ts'

/** A version as ServiceTitan gives it. */
export interface Snapshot {
  readonly values: Values
  readonly modifiedOn: string
}

/** A request to change the record, and what it was made from. */
export interface Request {
  readonly attemptId: string
  /** Requests are numbered in the order in which LAZI noted them. */
  readonly number: number
  readonly sent: Values
  /** What was read before; null: nothing was. */
  readonly read: Values
  /** How long the book was then. */
  readonly readAt: number
}

/** Members of a set that an edit between our GET and our PATCH made uncertain. */
type Uncertain = Set<string>

const timeOf = (modification: number) =>
  `2026-03-01T${String(10 + Math.floor(modification / 3600)).padStart(2, '0')}:${String(Math.floor(modification / 60) % 60).padStart(2, '0')}:${String(modification % 60).padStart(2, '0')}Z`

/** ServiceTitan's record, with a book of what it applied, by whom and when; and a feed that lags. */
export function createServiceTitan(
  first: Values,
  { random, edits, totals }: { random: Random; edits: Edits; totals: Totals },
) {
  let values = first
  let modification = 0
  let entries = 0
  /** By path: the entry in force. Attempt 0: a person's. */
  const inForce = new Map<string, { readonly at: number; readonly attempt: number }>()
  const feed: { readonly due: number; readonly snapshot: Snapshot }[] = []
  const uncertain: Uncertain = new Set()

  const snapshot = (): Snapshot => ({ values, modifiedOn: timeOf(modification) })
  const isModified = (now: number) => {
    modification += 1
    feed.push({ due: now + random.int(9), snapshot: snapshot() })
  }
  const enter = (path: string, attempt: number) => inForce.set(path, { at: ++entries, attempt })

  function applyValue(path: Path, value: unknown, { number, readAt }: Request): void {
    const [former, next] = [numberOf(read(values, path)), numberOf(value)]
    if (former === next) return
    const entry = inForce.get(path)
    if (entry !== undefined && entry.attempt > number) totals.olderOverNewer += 1
    if (entry?.attempt === 0 && entry.at > readAt && edits.isOpen(former)) {
      edits.overwrittenInWindow(former)
      totals.window += 1
    }
    values = write(values, path, formThere(path, value))
    enter(path, number)
  }

  function applySet(set: string, change: SetChange, request: Request): void {
    const before = membersOf(values, set)
    if (set === 'tags') {
      values = { ...values, [set]: changeSet(before, change) }
      return
    }
    const list = changeSet(membersOf(request.read, set), change)
    const overwritten = [
      ...before.filter((member) => !list.includes(member) && !change.removed.includes(member)),
      ...list.filter((member) => !before.includes(member) && !change.added.includes(member)),
    ]
    for (const member of overwritten) {
      // Its latest change there was made by a person after our GET.
      const entry = inForce.get(`${set}:${member}`)
      if (entry?.attempt !== 0 || entry.at <= request.readAt) continue
      uncertain.add(member)
      totals.window += 1
    }
    values = { ...values, [set]: list }
  }

  return {
    snapshot,
    uncertain,
    values: () => values,
    entries: () => entries,
    edit(path: Path, number: number, now: number) {
      edits.replacedThere(numberOf(read(values, path)))
      edits.add('servicetitan', path, number)
      values = write(values, path, formThere(path, valueNumbered(number)))
      enter(path, 0)
      isModified(now)
    },
    editSet(set: string, change: SetChange, now: number) {
      values = { ...values, [set]: changeSet(membersOf(values, set), change) }
      for (const member of [...change.added, ...change.removed]) enter(`${set}:${member}`, 0)
      isModified(now)
    },
    /** Applies a request, and answers with the record. */
    apply(request: Request, now: number): Snapshot {
      totals.requests += 1
      for (const path of paths) {
        const [name, key] = path.split('.') as [string, string?]
        const sent = key === undefined ? request.sent : ((request.sent[name] ?? {}) as Values)
        const at = key ?? name
        if (Object.hasOwn(sent, at)) applyValue(path, sent[at], request)
      }
      for (const set of sets) {
        const change = request.sent[set]
        if (change !== undefined) applySet(set, change as SetChange, request)
      }
      isModified(now)
      return snapshot()
    },
    /** What the feed brings now: late, out of order, and a part of it again later. */
    poll(now: number, isQuiet: boolean): Snapshot[] {
      const due = feed.filter((row) => row.due <= now)
      const brought: Snapshot[] = []
      for (const row of due) {
        if (!isQuiet && random.chance(0.4)) continue
        if (random.chance(0.9)) feed.splice(feed.indexOf(row), 1)
        brought.splice(random.int(brought.length + 1), 0, row.snapshot)
      }
      return brought
    },
  }
}

export type ServiceTitan = ReturnType<typeof createServiceTitan>

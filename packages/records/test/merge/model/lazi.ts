import {
  type Conflict,
  changeSet,
  confirmAnswer,
  decideConflict,
  type Merged,
  mergeVersion,
  type SetChange,
  type SyncedRecord,
  type Values,
  valuesToSend,
} from '../../../src/merge/index.ts'
import type { Totals } from './counts.ts'
import type { Edits } from './edits.ts'
import { fields, membersOf, numberOf, type Path, paths, read, sets, valueNumbered, write } from './fields.ts'
import type { Random } from './random.ts'
import type { Rule } from './rules.ts'
import type { Request, ServiceTitan, Snapshot } from './servicetitan.ts'

/** How long ServiceTitan works on a request at most; a later look shows whether it was applied. */
export const timeOut = 6

/** How long a change that was undone counts. */
const putBackTime = 30

const noChange: SetChange = { added: [], removed: [] }

interface World {
  readonly random: Random
  readonly edits: Edits
  readonly totals: Totals
  readonly servicetitan: ServiceTitan
  /** The rule that is left out. */
  readonly without: Rule | null
}

/** LAZI's record and its row in the outbox; the merge is the real one. */
export function createLazi(first: Values, { random, edits, totals, servicetitan, without }: World) {
  let record: SyncedRecord = { local: first, base: {}, attempt: null, modifiedOn: null }
  let open: Record<string, Conflict> = {}
  let putBacks: { readonly field: string; readonly at: number }[] = []
  let attempts = 0
  let sentAt = 0
  const merged = new Set<number>(paths.map((path) => numberOf(read(first, path))))

  /** What the merge gets: with one rule left out it is not what LAZI has. */
  function known(now: number): SyncedRecord {
    putBacks = putBacks.filter(({ at }) => at > now - putBackTime)
    return {
      local: record.local,
      base: record.base,
      attempt: record.attempt,
      modifiedOn: without === 'guard' ? null : record.modifiedOn,
      open,
      putBacks: Object.fromEntries(
        Object.entries(Object.groupBy(putBacks, ({ field }) => field)).map(([field, all]) => [
          field,
          all?.length ?? 0,
        ]),
      ),
    }
  }

  function found(conflict: Conflict, now: number): void {
    totals.conflicts += 1
    const theirs = numberOf(conflict.servicetitanValue)
    if (edits.isOfLazi(theirs)) totals.falseConflict += 1
    else if (merged.has(theirs)) totals.repeatedConflict += 1
    if (conflict.decision === null) open = { ...open, [conflict.field]: conflict }
    else decided(conflict)
    if (conflict.policy === 'lazi' && conflict.field === 'po')
      putBacks.push({ field: conflict.field, at: now })
  }

  function decided({ decision, laziValue, servicetitanValue }: Conflict): void {
    if (decision === 'servicetitan') edits.lostByConflict('lazi', numberOf(laziValue))
    else edits.lostByConflict('servicetitan', numberOf(servicetitanValue))
  }

  function closed(field: string): void {
    const { [field]: _, ...others } = open
    open = others
  }

  function take(result: Merged, version: Snapshot, now: number): void {
    const local = { ...record.local, ...result.changed }
    const base: Record<string, unknown> = { ...result.base }
    if (result.outcome === 'merged') {
      for (const conflict of result.conflicts) found(conflict, now)
      for (const field of result.settled) closed(field)
      for (const path of paths) {
        const [former, next] = [numberOf(read(record.local, path)), numberOf(read(local, path))]
        if (former !== next && edits.isOlder(next, former)) totals.setBack += 1
        if (former !== next && path === 'po') totals.ownerOverruled += 1
        merged.add(numberOf(read(version.values, path)))
      }
    }
    if (without === 'baseAfterLazi') {
      for (const { field, decision, base: former } of result.conflicts)
        if (decision === 'lazi') base[field] = former
    }
    if (without === 'setMerge') {
      for (const set of sets) {
        if (!Object.hasOwn(record.base, set) || !Object.hasOwn(base, set)) continue
        local[set] = record.local[set]
      }
    }
    record = { local, base, attempt: result.attempt, modifiedOn: result.modifiedOn }
  }

  function merge(version: Snapshot, now: number, endsAttempt: boolean): void {
    const before = known(now)
    if (without === 'echo') {
      const result = mergeVersion(fields, { ...before, attempt: null }, version, { endsAttempt })
      take({ ...result, attempt: endsAttempt ? null : record.attempt }, version, now)
    } else take(mergeVersion(fields, before, version, { endsAttempt }), version, now)
  }

  /** Notes the base of a field that changes, as the write path does. */
  function set(name: keyof typeof fields, local: Values): void {
    const isNoted = Object.hasOwn(record.base, name) && without !== 'firstBase'
    const base = isNoted ? record.base[name] : record.local[name]
    const isSent =
      record.attempt !== null && Object.hasOwn(record.attempt.sent, name) && without !== 'baseWhileSent'
    const isBack = JSON.stringify(base) === JSON.stringify(local[name]) && !isSent
    const { [name]: _, ...others } = record.base
    record = { ...record, local, base: isBack ? others : { ...others, [name]: base } }
  }

  function isSent(path: Path): boolean {
    const [name, key] = path.split('.') as [string, string?]
    const sent = record.attempt?.sent[name]
    return sent !== undefined && (key === undefined || Object.hasOwn(sent as Values, key))
  }

  const nameOf = (path: Path) => path.split('.')[0] as keyof typeof fields

  return {
    record: () => record,
    open: () => open,
    /** Whether a member is sent to be added, and was not seen in ServiceTitan so far. */
    isSent: (set: string, member: string) =>
      ((record.attempt?.sent[set] ?? noChange) as SetChange).added.includes(member),
    /** A person changes a value, or takes a change back. @returns whether the new number was used */
    edit(path: Path, number: number): boolean {
      const base = record.base[nameOf(path)]
      const former = base === undefined ? undefined : read({ ...record.local, [nameOf(path)]: base }, path)
      const isTakenBack =
        former !== undefined && numberOf(former) !== numberOf(read(record.local, path)) && random.chance(0.2)
      const value = isTakenBack ? former : valueNumbered(number)
      edits.replacedInLazi(numberOf(read(record.local, path)))
      // A change that was never sent and is taken back is no edit.
      if (!isTakenBack || isSent(path)) edits.add('lazi', path, numberOf(value))
      set(nameOf(path), write(record.local, path, value))
      return !isTakenBack
    },
    editSet(name: (typeof sets)[number], change: { added: readonly string[]; removed: readonly string[] }) {
      set(name, { ...record.local, [name]: changeSet(membersOf(record.local, name), change) })
    },
    merge: (version: Snapshot, now: number) => merge(version, now, false),
    /** The answer to a request arrives. */
    answer(attemptId: string, version: Snapshot, now: number): void {
      const id = without === 'fence' ? (record.attempt?.id ?? attemptId) : attemptId
      take(confirmAnswer(fields, known(now), id, version), version, now)
    },
    /** A person decides an open conflict. */
    decide(): void {
      const conflict = Object.values(open)[0]
      if (conflict === undefined) return
      const side = random.pick(['lazi', 'servicetitan'] as const)
      const { changed, base, conflict: row } = decideConflict(fields, record, conflict, side)
      decided(row)
      closed(conflict.field)
      record = { ...record, local: { ...record.local, ...changed }, base }
    },
    /** Looks, notes an attempt, and gives its request; null: there is nothing to send, or an attempt is under way. */
    push(now: number): Request | null {
      const { attempt, base } = record
      if (attempt === null && Object.keys(base).length === 0) return null
      const isUnder = attempt !== null && Object.keys(attempt.sent).length > 0 && now - sentAt <= timeOut
      if (isUnder && without !== 'wait') {
        const isUnchanged =
          JSON.stringify(valuesToSend(fields, { ...record, open })) === JSON.stringify(attempt.sent)
        if (without !== 'waitUnchanged' || !isUnchanged) return null
      }
      const version = servicetitan.snapshot()
      if (without === 'look') record = { ...record, attempt: null }
      else merge(version, now, true)
      const sent = valuesToSend(fields, { ...record, open })
      if (Object.keys(sent).length === 0) return null
      attempts += 1
      sentAt = now
      record = { ...record, attempt: { id: `attempt ${attempts}`, sent } }
      const readAt = without === 'look' ? Number.POSITIVE_INFINITY : servicetitan.entries()
      return { attemptId: `attempt ${attempts}`, number: attempts, sent, read: version.values, readAt }
    },
  }
}

export type Lazi = ReturnType<typeof createLazi>

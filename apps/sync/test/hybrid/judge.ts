import { isDeepStrictEqual } from 'node:util'
import {
  type Accounts,
  changesInLazi,
  changesThere,
  type FieldChangeThere,
  type RecordAccount,
} from './accounts.ts'
import type { Cast, EditedRecord, Tag } from './cast.ts'
import type { EditedField } from './edited-tables.ts'
import { pathThere } from './people.ts'

// The oracle of the whole model. For every value that a person set it says what became of it:
//
//   it is the last one, on both sides
//   a later edit on the same side replaced it
//   LAZI's reached ServiceTitan, and a person replaced it there later
//   the person who replaced it on the other side had it in front of them
//   it is in a stored conflict
//   ServiceTitan's was saved between LAZI's GET and its PATCH: counted, and a problem where people keep out of that time
//
// Any other value is lost.

/** What must not be, of one record. */
export interface Problem {
  readonly record: string
  readonly what: string
}

export interface Verdict {
  readonly problems: readonly Problem[]
  /** Values that were overwritten in ServiceTitan between LAZI's GET and its PATCH. */
  readonly overwritten: number
}

/** Judges the records at rest. */
export function judge(cast: Cast, accounts: Accounts): Verdict {
  const problems: Problem[] = []
  let overwritten = 0
  for (const account of accounts.records.values()) {
    const { record } = account
    const found = record.table.fields.flatMap((field) => {
      const verdict = judgeField(cast, account, field)
      overwritten += verdict.overwritten
      return verdict.problems
    })
    const all = [...found, ...judgeTags(cast, account), ...findRepeated(account)]
    problems.push(...all.map((what) => ({ record: record.name, what })))
  }
  return { problems: [...problems, ...findUnrecorded(cast, accounts)], overwritten }
}

interface FieldVerdict {
  readonly problems: readonly string[]
  readonly overwritten: number
}

function judgeField(cast: Cast, account: RecordAccount, field: EditedField): FieldVerdict {
  const [mine, theirs] = [field.ofLazi(account.lazi), field.ofServiceTitan(account.servicetitan)]
  const own = account.conflicts.filter((conflict) => conflict.field === field.name)
  const isOpen = own.some(({ decision }) => decision === null)
  const problems: string[] = []
  let overwritten = 0
  if (mine !== theirs && !isOpen)
    problems.push(
      `${field.name} is ${JSON.stringify(mine)} in LAZI, ${JSON.stringify(theirs)} in ServiceTitan`,
    )
  if (!field.isUnique) return { problems, overwritten }

  const here = changesInLazi(account, field)
  const there = changesThere(account, field)
  const byPeople = there.filter(({ entry }) => entry.by === 'person')
  const inConflicts = {
    lazi: own.map(({ laziValue }) => field.ofConflict(laziValue)),
    servicetitan: own.map(({ servicetitanValue }) => field.ofConflict(servicetitanValue)),
  }

  const last = here.at(-1)
  const sent = there.find(({ entry, value }) => entry.by === 'api' && value === last?.value)
  const isReplacedThere =
    sent !== undefined && byPeople.some(({ entry }) => entry.sequence > sent.entry.sequence)
  if (last && last.value !== mine && !isReplacedThere && !inConflicts.lazi.includes(last.value))
    problems.push(`${field.name} ${JSON.stringify(last.value)} of LAZI is lost`)

  const saved = byPeople.at(-1)
  if (saved === undefined || saved.value === theirs) return { problems, overwritten }
  const wasSeen = here.some(({ before }) => before === saved.value)
  if (wasSeen || inConflicts.servicetitan.includes(saved.value)) return { problems, overwritten }
  if (isWithinWindow(cast, account.record, saved, there)) overwritten += 1
  const isExcused = overwritten > 0 && !cast.isKeptOut
  if (!isExcused) problems.push(`${field.name} ${JSON.stringify(saved.value)} of ServiceTitan is lost`)
  return { problems, overwritten }
}

/**
 * Whether a value was saved after LAZI had last read the record before the request that replaced it: there is no request
 * of LAZI for the record between both, which would have read it.
 */
function isWithinWindow(
  { stage, savedAt }: Cast,
  record: EditedRecord,
  saved: FieldChangeThere,
  there: readonly FieldChangeThere[],
): boolean {
  const { sandbox, id } = stage.tenant
  const over = there.find(({ entry }) => entry.sequence > saved.entry.sequence && entry.by === 'api')
  const from = savedAt.get(saved.entry.sequence)
  if (over === undefined || from === undefined) return false
  const path = pathThere(id, record)
  const requests = sandbox.requests.map((request, place) => ({ ...request, place }))
  // A record has one request under way at most, so the last one before it was applied is its own.
  const request = requests.findLast(
    ({ method, path: of, time }) =>
      method === over.entry.method && of === over.entry.path && time <= over.entry.time,
  )
  const to = request?.place ?? Number.POSITIVE_INFINITY
  return !requests.some(
    ({ path: of, place, method }) =>
      place >= from && place < to && of === path && (method === 'GET' || method === 'PATCH'),
  )
}

const tagsOf = (value: unknown) => (value ?? []) as readonly unknown[]

function judgeTags({ tags }: Cast, { record, lazi, servicetitan, entries, book }: RecordAccount): string[] {
  if (!record.table.hasTags) return []
  const mine = tagsOf(lazi.tagTypeIds)
  const theirs = tagsOf(servicetitan.tagTypeIds)
  const byPeople = book.filter(({ by, values }) => by === 'person' && 'tagTypeIds' in values)
  const ofLazi = entries.filter((entry) => 'tagTypeIds' in entry.new)
  return [...tags.lazi, ...tags.office, ...tags.shared].flatMap((tag) => {
    const isMine = mine.includes(tag.id)
    const isTheirs = theirs.includes(tag.stId)
    if (isMine !== isTheirs) return [`tag ${tag.stId} is ${isMine ? 'only in LAZI' : 'only in ServiceTitan'}`]
    const wanted = tags.lazi.includes(tag)
      ? lastOf(
          ofLazi.map((entry) => [entry.old.tagTypeIds, entry.new.tagTypeIds]),
          tag.id,
        )
      : tags.office.includes(tag)
        ? lastOf(
            byPeople.map((entry) => [entry.before.tagTypeIds, entry.values.tagTypeIds]),
            tag.stId,
          )
        : null
    return wanted === null || wanted === isMine
      ? []
      : [`tag ${tag.stId} was ${wanted ? 'added' : 'removed'} last`]
  })
}

/** Whether a member was added last, or removed; null: neither. @param changes the sets before and after */
function lastOf(
  changes: readonly (readonly [unknown, unknown])[],
  member: Tag['id'] | Tag['stId'],
): boolean | null {
  const last = changes.findLast(
    ([before, after]) => tagsOf(before).includes(member) !== tagsOf(after).includes(member),
  )
  return last === undefined ? null : tagsOf(last[1]).includes(member)
}

/** Requests of LAZI that set what was already there: they were sent twice. */
function findRepeated({ record, book }: RecordAccount): string[] {
  return book.flatMap(({ by, values, before, method }) => {
    const hasUnique = record.table.fields.some(
      (field) => field.isUnique && field.ofServiceTitan(values) !== undefined,
    )
    const isRepeated = by === 'api' && hasUnique && isDeepStrictEqual(values, before)
    return isRepeated ? [`${method} ${JSON.stringify(values)} was sent twice`] : []
  })
}

/** Edits that the API acknowledged, and that the audit log does not have. */
function findUnrecorded({ acknowledged }: Cast, { records }: Accounts): Problem[] {
  return [...records.values()].flatMap(({ record, entries, lazi }) => {
    const own = acknowledged.filter((edit) => edit.record.name === record.name)
    const wanted = new Set(own.map(({ version }) => version)).size
    const what = `${wanted} edits were acknowledged, and ${entries.length} recorded`
    const isStale = own.some(({ version }) => Number(version) > Number(lazi.version))
    return wanted > entries.length || isStale ? [{ record: record.name, what }] : []
  })
}

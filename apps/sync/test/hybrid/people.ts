import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../support/random.ts'
import { type Cast, type EditedRecord, recordThere } from './cast.ts'
import type { EditedField, Fields } from './edited-tables.ts'
import { scale } from './stage.ts'

// People at both sides: who edit in LAZI through its API, who edit in ServiceTitan, and who decide conflicts.

/** How long after the last request of a record its write may still be applied, in milliseconds. */
const busyMs = 150_000 * scale

const pause = (random: Random, ms: number) => sleep(random.int(ms))

/** One field, or two. */
function someFields(random: Random, { table }: EditedRecord): readonly EditedField[] {
  const first = random.pick(table.fields)
  const second = random.pick(table.fields)
  return random.next() < 0.6 || first.name === second.name ? [first] : [first, second]
}

/** Adds a member, or removes it. */
const toggled = <T>(members: readonly T[], member: T): T[] =>
  members.includes(member) ? members.filter((one) => one !== member) : [...members, member]

const isSuccess = (status: number) => status >= 200 && status < 300

/** The most that a person does. */
const maxSteps = 60

/** Does something again and again while anything goes wrong, at least `steps` times. */
async function work(cast: Cast, steps: number, step: () => Promise<void>): Promise<void> {
  for (let n = 0; n < steps || (!cast.isOver && n < maxSteps); n += 1) await step()
}

/** A person who edits in LAZI. */
export const editInLazi = (cast: Cast, random: Random, steps: number): Promise<void> => {
  const { stage, history } = cast
  return work(cast, steps, async () => {
    await pause(random, 300)
    const record = random.pick(cast.records)
    const path = `${record.table.table}/${record.id}`
    const seen = await stage.call('GET', path)
    if (seen?.status !== 200) return
    const body = newValues(cast, random, record, seen.body)
    const answer = await stage.call('PATCH', path, { body, version: seen.body.version })
    if (answer !== null && isSuccess(answer.status) && isChange(record, body))
      cast.acknowledged.push({ record, version: answer.body.version })
    const what = answer === null ? 'no response' : String(answer.status)
    history.add(`LAZI at version ${seen.body.version}: ${JSON.stringify(body)} => ${what}`, record.name)
  })
}

/** Whether an edit surely changes something: a choice may be what it was. */
const isChange = ({ table }: EditedRecord, body: Fields) =>
  'tagTypeIds' in body || table.fields.some((field) => field.isUnique && field.ofLazi(body) !== undefined)

function newValues(cast: Cast, random: Random, record: EditedRecord, now: Fields): Fields {
  if (record.table.hasTags && random.next() < 0.2) {
    const tag = random.pick([...cast.tags.lazi, ...cast.tags.shared])
    return { tagTypeIds: toggled(now.tagTypeIds as string[], tag.id) }
  }
  const given = someFields(random, record).map((field) => field.inLazi(field.value(cast.nextNumber())))
  const texts = given.map((values) => values.customFields).filter((values) => values !== undefined)
  return {
    ...Object.assign({}, ...given),
    ...(texts.length > 0 && { customFields: Object.assign({}, ...texts) }),
  }
}

/** A person in the office, who edits in ServiceTitan. */
export const editInServiceTitan = (cast: Cast, random: Random, steps: number): Promise<void> =>
  work(cast, steps, async () => {
    await pause(random, 400)
    const free = cast.records.filter((record) => !cast.isKeptOut || !isBusy(cast, record))
    if (free.length === 0) return
    const record = random.pick(free)
    const isTag = random.next() < 0.2
    const tag = random.pick([...cast.tags.office, ...cast.tags.shared])
    const fields = someFields(random, record)
    const now = recordThere(cast.stage, record)
    const body =
      record.table.hasTags && isTag
        ? { tagTypeIds: toggled(now.tagTypeIds as number[], tag.stId) }
        : formOf(cast, fields, now)
    save(cast, record, body)
  })

/** What a form sends in which some fields were changed. */
function formOf(cast: Cast, fields: readonly EditedField[], now: Fields): Fields {
  const body: Record<string, unknown> = {}
  for (const field of fields)
    Object.assign(body, field.inServiceTitan(field.value(cast.nextNumber()), { ...now, ...body }))
  return body
}

function save({ stage, history, savedAt }: Cast, record: EditedRecord, body: Fields): void {
  const { sandbox, id } = stage.tenant
  const position = sandbox.requestCount()
  const { status } = sandbox.as('person').patch(pathThere(id, record), body)
  const entry = sandbox.book.at(-1)
  if (status === 200 && entry) savedAt.set(entry.sequence, position)
  history.add(`office: ${JSON.stringify(body)} => ${status}`, record.name)
}

/** The path of a record in the requests of the API. */
export function pathThere(tenantId: number, { table, stId }: EditedRecord): string {
  const [module, ...rest] = table.path(stId).split('/')
  return `/${module}/v2/tenant/${tenantId}/${rest.join('/')}`
}

/** Whether LAZI may be between its GET of a record and its write. */
function isBusy({ stage }: Cast, record: EditedRecord): boolean {
  const { sandbox, id } = stage.tenant
  const path = pathThere(id, record)
  const last = sandbox.requests.findLast((request) => request.path.startsWith(path))
  return last !== undefined && sandbox.clock.now() - last.time < busyMs
}

/** Decides an open conflict. @returns whether there was one */
export async function decideOne({ stage, history }: Cast, take: 'lazi' | 'servicetitan'): Promise<boolean> {
  const open = await stage.call('GET', 'conflicts')
  const conflicts = open?.status === 200 ? (open.body.data as { readonly id: string }[]) : []
  const [conflict] = conflicts
  if (conflict === undefined) return false
  const answer = await stage.call('POST', `conflicts/${conflict.id}/decide`, { body: { take } })
  history.add(`decided for ${take}: ${JSON.stringify(conflict)} => ${answer?.status ?? 'no response'}`)
  return true
}

/** A person who decides conflicts. */
export const decideConflicts = (cast: Cast, random: Random, steps: number): Promise<void> =>
  work(cast, steps, async () => {
    await pause(random, 1_500)
    await decideOne(cast, random.pick(['lazi', 'servicetitan']))
  })

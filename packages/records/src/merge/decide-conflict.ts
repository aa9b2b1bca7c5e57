import { knownOf } from './merge-field.ts'
import type { MergeFields } from './merge-fields.ts'
import { textField } from './merge-texts.ts'
import { isSameField, type WholeField } from './same-field.ts'
import type { Conflict, SyncedRecord, Values } from './synced-record.ts'

/** What a decision changes of a record. */
export interface Decided {
  /** The new value of the field, if it changes. */
  readonly changed: Values
  readonly base: Values
  /** With the decision, and with LAZI's value as it was then. */
  readonly conflict: Conflict
}

/**
 * Applies the decision of an open conflict: LAZI's value, as it is now, is sent; or LAZI takes ServiceTitan's, which is sent
 * if ServiceTitan has another one meanwhile.
 * @param take whose value stays, by a person or by a policy
 * @throws {Error} when the field is unknown
 * @example
 * const { changed, base } = decideConflict(fields, record, conflict, 'servicetitan')
 */
export function decideConflict(
  fields: MergeFields,
  { local, base }: Pick<SyncedRecord, 'local' | 'base'>,
  conflict: Conflict,
  take: 'servicetitan' | 'lazi',
): Decided {
  const { name, key, field } = partOf(fields, conflict.field)
  const mine = valueAt(local, name, key)
  const decided = { ...conflict, laziValue: mine, decision: take }
  if (take === 'lazi') return { changed: {}, base, conflict: decided }
  const wanted = conflict.servicetitanValue
  const theirs = knownOf(base, name) === null ? mine : valueAt(base, name, key)
  const next = withValue(local[name], key, wanted)
  const changed = isSameField(field, mine, wanted) ? {} : { [name]: next }
  // Of texts by key others may still differ.
  const isBack = isSameField(field, wanted, theirs)
  const agreed = knownOf(base, name)?.value ?? local[name]
  const isClean = isBack && (key === null || isSameTexts(agreed, next))
  const { [name]: _, ...others } = base
  return { changed, base: isClean ? others : { ...others, [name]: agreed }, conflict: decided }
}

interface Part {
  readonly name: string
  /** The key of a text. */
  readonly key: string | null
  readonly field: WholeField
}

function partOf(fields: MergeFields, path: string): Part {
  const dot = path.indexOf('.')
  const name = dot < 0 ? path : path.slice(0, dot)
  const field = fields[name]
  if (field?.kind === 'texts') return { name, key: path.slice(dot + 1), field: textField(field) }
  if (field === undefined || field.kind === 'set')
    throw new Error(`Expected a field with conflicts, got ${path}`)
  return { name, key: null, field }
}

const textsOf = (value: unknown) => (value ?? {}) as Values

const valueAt = (values: Values, name: string, key: string | null): unknown =>
  key === null ? values[name] : (textsOf(values[name])[key] ?? null)

function withValue(value: unknown, key: string | null, wanted: unknown): unknown {
  if (key === null) return wanted
  const { [key]: _, ...others } = textsOf(value)
  return wanted === null ? others : { ...others, [key]: wanted }
}

function isSameTexts(a: unknown, b: unknown): boolean {
  const [one, other] = [textsOf(a), textsOf(b)]
  return Object.keys({ ...one, ...other }).every((key) => (one[key] ?? null) === (other[key] ?? null))
}

import {
  isSameField,
  type MergeField,
  type MergeFields,
  type SetChange,
  setChange,
  type Values,
} from '../../merge/index.ts'

/**
 * What a new record has to send, by field, in the form of an attempt: all that ServiceTitan does not own.
 * @example
 * createdValues(fields, { name: 'Ada Park', tagTypeIds: [] }) // { name: 'Ada Park', tagTypeIds: { added: [], removed: [] } }
 */
export function createdValues(fields: MergeFields, local: Values): Values {
  const own = Object.entries(fields).filter(([name, { owner }]) => owner !== 'servicetitan' && name in local)
  return Object.fromEntries(
    own.map(([name, { kind }]) => [
      name,
      kind === 'set' ? setChange([], membersOf(local[name])) : local[name],
    ]),
  )
}

/** The base of a record that ServiceTitan has created: what was sent of the fields that people changed since. */
export function baseOfCreated(fields: MergeFields, local: Values, sent: Values): Values {
  const base = Object.entries(sent).flatMap(([name, value]) => {
    const field = fields[name]
    if (field === undefined) return []
    const former = field.kind === 'set' ? (value as SetChange).added : value
    return isSame(field, local[name], former) ? [] : [[name, former] as const]
  })
  return Object.fromEntries(base)
}

function isSame(field: MergeField, mine: unknown, former: unknown): boolean {
  if (field.kind === 'set') {
    const { added, removed } = setChange(membersOf(former), membersOf(mine))
    return added.length + removed.length === 0
  }
  if (field.kind !== 'texts') return isSameField(field, mine, former)
  const [one, other] = [(mine ?? {}) as Values, (former ?? {}) as Values]
  return Object.keys({ ...one, ...other }).every((key) => (one[key] ?? null) === (other[key] ?? null))
}

const membersOf = (value: unknown) => (value ?? []) as readonly string[]

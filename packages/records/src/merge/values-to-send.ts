import type { MergeField, MergeFields } from './merge-fields.ts'
import { setChange } from './merge-set.ts'
import { textName } from './merge-texts.ts'
import { isSameField } from './same-field.ts'
import type { SyncedRecord, Values } from './synced-record.ts'

/**
 * What a request has to send of a record, by field, in the form of {@link Attempt.sent}: what differs from the base. Fields
 * with an open conflict are left out, and those that ServiceTitan owns.
 * @example
 * const sent = valuesToSend(fields, record) // { name: 'Ada Park', tagTypeIds: { added: ['…'], removed: [] } }
 */
export function valuesToSend(
  fields: MergeFields,
  { local, base, open = {} }: Pick<SyncedRecord, 'local' | 'base' | 'open'>,
): Values {
  const sent = Object.entries(fields).flatMap(([name, field]) => {
    if (!Object.hasOwn(base, name) || field.owner === 'servicetitan') return []
    const value = differenceOf(field, local[name], base[name], (key) =>
      Object.hasOwn(open, key === undefined ? name : textName(name, key)),
    )
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(sent)
}

function differenceOf(
  field: MergeField,
  mine: unknown,
  base: unknown,
  isOpen: (key?: string) => boolean,
): unknown {
  if (field.kind === 'set') {
    const change = setChange((base ?? []) as string[], (mine ?? []) as string[])
    return change.added.length + change.removed.length > 0 ? change : undefined
  }
  if (field.kind === 'texts') {
    const [texts, former] = [(mine ?? {}) as Values, (base ?? {}) as Values]
    const keys = [...new Set([...Object.keys(texts), ...Object.keys(former)])]
    const changed = keys.filter((key) => (texts[key] ?? null) !== (former[key] ?? null) && !isOpen(key))
    return changed.length > 0
      ? Object.fromEntries(changed.map((key) => [key, texts[key] ?? null]))
      : undefined
  }
  return isOpen() || isSameField(field, mine, base) ? undefined : mine
}

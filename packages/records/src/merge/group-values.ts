import type { MergeFields } from './merge-fields.ts'
import type { Values } from './synced-record.ts'

/**
 * Values by field as values by what is agreed upon together: those of a group are members of one object.
 * @example
 * groupValues(fields, { summary: 'No heat', startsAt, endsAt }) // { summary: 'No heat', time: { startsAt, endsAt } }
 */
export function groupValues(fields: MergeFields, values: Values): Values {
  const entries = Object.entries(fields).flatMap(([name, field]) => {
    if (field.kind !== 'group') return Object.hasOwn(values, name) ? [[name, values[name]] as const] : []
    const members = Object.keys(field.members).filter((member) => Object.hasOwn(values, member))
    if (members.length === 0) return []
    return [[name, Object.fromEntries(members.map((member) => [member, values[member]]))] as const]
  })
  return Object.fromEntries(entries)
}

/**
 * The values of each field, of values by what is agreed upon together.
 * @example
 * ungroupValues(fields, { time: { startsAt, endsAt } }) // { startsAt, endsAt }
 */
export function ungroupValues(fields: MergeFields, values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      fields[name]?.kind === 'group' ? Object.entries((value ?? {}) as Values) : [[name, value] as const],
    ),
  )
}

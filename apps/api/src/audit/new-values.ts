import type { FieldChange } from 'records'

/** The fields of something new, as the changes of its entry; those without a value are left out. */
export function newValues(values: Readonly<Record<string, unknown>>): Readonly<Record<string, FieldChange>> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, { new: value }]),
  )
}

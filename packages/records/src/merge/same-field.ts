import { type ComparedKind, isFormOf, isSameValue, isStoredAlike } from './comparison.ts'
import type { GroupField, ValueField } from './merge-fields.ts'

/** A field whose value is agreed upon as a whole. */
export type WholeField = ValueField | GroupField

/**
 * Whether two values of a field are the same for both sides; of a group, all its members.
 * @example
 * isSameField(fields.time, { startsAt: '2026-01-02T10:00:00Z' }, { startsAt: '2026-01-02T10:00:00.000000Z' }) // true
 */
export const isSameField = (field: WholeField, a: unknown, b: unknown): boolean =>
  holdsFor(field, a, b, isSameValue)

/** Whether ServiceTitan may have given a value that was sent the form of another one. */
export const isFieldFormOf = (field: WholeField, value: unknown, sent: unknown): boolean =>
  holdsFor(field, value, sent, isFormOf)

/** Whether the columns of a field that have one of the values need not be written to have the other. */
export const isFieldStoredAlike = (field: WholeField, a: unknown, b: unknown): boolean =>
  holdsFor(field, a, b, isStoredAlike)

function holdsFor(
  field: WholeField,
  a: unknown,
  b: unknown,
  holds: (kind: ComparedKind, a: unknown, b: unknown) => boolean,
): boolean {
  if (a === b) return true
  if (field.kind !== 'group') return holds(field.kind, a, b)
  const [one, other] = [membersOf(a), membersOf(b)]
  return Object.entries(field.members).every(([name, kind]) => holds(kind, one[name], other[name]))
}

const membersOf = (value: unknown) => (value ?? {}) as Readonly<Record<string, unknown>>

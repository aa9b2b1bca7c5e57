import type { AuditEntry } from 'api/client'

/** A value that an entry changed. */
export interface ChangedValue {
  readonly name: string
  readonly old: unknown
  readonly new: unknown
}

type ById = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/**
 * The values that an entry changed. What changed of other records with it, which is under their table by their ids, has a
 * line for each field, such as `jobs 0199… status`.
 */
export function changedValues(changes: NonNullable<AuditEntry['changes']>): ChangedValue[] {
  return Object.entries(changes).flatMap(([name, change]) => {
    const { old, new: after } = change
    if (!isById(old) && !isById(after)) return [{ name, old, new: after }]
    const [before, now] = [isById(old) ? old : {}, isById(after) ? after : {}]
    const ids = new Set([...Object.keys(before), ...Object.keys(now)])
    return [...ids].flatMap((id) => {
      const fields = new Set([...Object.keys(before[id] ?? {}), ...Object.keys(now[id] ?? {})])
      return [...fields].map((field) => ({
        name: `${name} ${id} ${field}`,
        old: before[id]?.[field],
        new: now[id]?.[field],
      }))
    })
  })
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

function isById(value: unknown): value is ById {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const entries = Object.entries(value)
  return (
    entries.length > 0 &&
    entries.every(([key, of]) => uuid.test(key) && typeof of === 'object' && of !== null)
  )
}

import { changedKinds } from '../history/describe-change.ts'

/** A record of a table in schema `lazi`. */
export interface ExchangedRecord {
  readonly table: string
  readonly id: string
  /** Its name or number; null: it has none. */
  readonly title: string | null
}

/**
 * A record in words: its name, or its kind with its number.
 * @example
 * subjectOf({ table: 'jobs', id: '0f8c…', title: '51016' }) // 'Job 51016'
 */
export function subjectOf({ table, title }: ExchangedRecord): string {
  const [noun = 'record'] = changedKinds[`lazi.${table}`] ?? []
  const kind = `${noun.slice(0, 1).toUpperCase()}${noun.slice(1)}`
  if (title === null) return kind
  return table === 'jobs' || table === 'appointments' ? `${kind} ${title}` : title
}

/** The path of a record's page within the account; null: it has none. */
export function pathOfRecord({ table, id }: ExchangedRecord): string | null {
  const path = changedKinds[`lazi.${table}`]?.[1]
  return path ? `${path}/${id}` : null
}

import type { WritableField, WritableTable } from 'api/client'
import { fromLocalTime, toLocalTime } from '../../time/local-time.ts'

// What a form has for a record: a text for each field of one value, '' for none. Pure, like the fields themselves.

export type FormValue = string | boolean | readonly string[] | Readonly<Record<string, string>>
export type FormValues = Record<string, FormValue>

/** The value of a field as the form has it. */
function toFormValue(field: WritableField, value: unknown, timeZone: string): FormValue {
  if (field.kind === 'boolean') return value === true
  if (field.kind === 'records') return (value as readonly string[] | null | undefined) ?? []
  if (field.kind === 'customFields')
    return (value as Readonly<Record<string, string>> | null | undefined) ?? {}
  if (value === null || value === undefined) return ''
  return field.kind === 'instant' ? toLocalTime(String(value), timeZone) : String(value)
}

/** The values of a form: those of the record, or those with which a new one begins. */
export function toFormValues(
  { fields }: Pick<WritableTable, 'fields'>,
  record: object | undefined,
  timeZone: string,
): FormValues {
  const stored = record as Readonly<Record<string, unknown>> | undefined
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      toFormValue(field, stored ? stored[name] : field.initial, timeZone),
    ]),
  )
}

/** The value of a field as the API takes it. */
function toValue(field: WritableField, value: FormValue, timeZone: string): unknown {
  if (typeof value !== 'string') return value
  const text = value.trim()
  if (text === '') return null
  if (field.kind === 'number') return Number(text)
  return field.kind === 'instant' ? fromLocalTime(text, timeZone) : text
}

/** The values of a new record: those that are not empty. */
export function newValues(
  { fields }: Pick<WritableTable, 'fields'>,
  values: FormValues,
  timeZone: string,
): Record<string, unknown> {
  const given = Object.entries(fields).map(
    ([name, field]) => [name, toValue(field, values[name] ?? '', timeZone)] as const,
  )
  return Object.fromEntries(given.filter(([, value]) => value !== null))
}

/** The fields whose values differ from those with which the form began; of custom fields those that differ. */
export function changedValues(
  { fields }: Pick<WritableTable, 'fields'>,
  before: FormValues,
  values: FormValues,
  timeZone: string,
): Record<string, unknown> {
  const changed: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const [from, to] = [before[name] ?? '', values[name] ?? '']
    if (JSON.stringify(from) === JSON.stringify(to)) continue
    changed[name] = field.kind === 'customFields' ? changedTexts(from, to) : toValue(field, to, timeZone)
  }
  return changed
}

/**
 * The values of a form whose record has changed meanwhile: what was edited stays, and of custom fields each that was
 * edited; all else is as it is now.
 * @param forms.before the values with which the form began
 */
export function rebasedValues(
  { fields }: Pick<WritableTable, 'fields'>,
  { before, mine, theirs }: Readonly<Record<'before' | 'mine' | 'theirs', FormValues>>,
): FormValues {
  const values = Object.entries(fields).map(([name, { kind }]) => {
    const [from, own, current] = [before[name] ?? '', mine[name] ?? '', theirs[name] ?? '']
    if (JSON.stringify(from) === JSON.stringify(own)) return [name, current]
    return [name, kind === 'customFields' ? rebasedTexts(from, own, current) : own]
  })
  return Object.fromEntries(values)
}

type Texts = Readonly<Record<string, string>>

function rebasedTexts(before: FormValue, mine: FormValue, theirs: FormValue): Texts {
  const [former, current] = [before as Texts, theirs as Texts]
  const edited = Object.entries(mine as Texts).filter(([id, text]) => text !== (former[id] ?? ''))
  return { ...current, ...Object.fromEntries(edited) }
}

function changedTexts(before: FormValue, after: FormValue): Record<string, string | null> {
  const former = before as Texts
  const texts = Object.entries(after as Texts)
  return Object.fromEntries(
    texts
      .filter(([id, text]) => text.trim() !== (former[id] ?? ''))
      .map(([id, text]) => [id, text.trim() || null]),
  )
}

const decimal = /^-?\d{1,12}(\.\d{1,4})?$/

/** What is wrong with the value of a field, in words; null: nothing. */
function problemOf(field: WritableField, value: FormValue): string | null {
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (text === '') return field.isRequired ? 'This is required.' : null
  switch (field.kind) {
    case 'text':
      return text.length > field.max ? `At most ${field.max} characters, not ${text.length}.` : null
    case 'number': {
      const isWithin = Number(text) >= field.min && Number(text) <= field.max
      return isWithin ? null : `A number from ${field.min} to ${field.max}.`
    }
    case 'decimal':
      return decimal.test(text) ? null : 'An amount, such as 129.95.'
    default:
      return null
  }
}

/** What is wrong with the values of a form, by field. */
export function problemsOf(
  { fields }: Pick<WritableTable, 'fields'>,
  values: FormValues,
): Record<string, string> {
  const problems = Object.entries(fields).map(
    ([name, field]) => [name, problemOf(field, values[name] ?? '')] as const,
  )
  return Object.fromEntries(problems.filter((entry): entry is [string, string] => entry[1] !== null))
}

/** The fields of a table without some. */
export function without({ fields }: Pick<WritableTable, 'fields'>, names: readonly string[]) {
  return { fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name))) }
}

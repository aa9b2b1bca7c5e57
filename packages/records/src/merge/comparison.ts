import { plainText } from './plain-text.ts'

// When two values are the same for both sides. ServiceTitan writes some values in another form than they were sent: that
// is no change of them.

/** How the values of a field are compared. */
export type ComparedKind =
  | 'text'
  /** A text that ServiceTitan may have as HTML. */
  | 'html'
  | 'choice'
  | 'boolean'
  | 'number'
  | 'decimal'
  | 'instant'
  | 'id'
  /** A status of which both sides set some values; the others follow from ServiceTitan's work, and are alike. */
  | 'jobStatus'
  | 'appointmentStatus'

/** A form in which equal values are identical. */
type Comparable = string | number | bigint | boolean | null

/** The comparable form of a value, by kind. Texts cannot be null in ServiceTitan: without a value they are empty. */
export const comparable: Readonly<Record<ComparedKind, (value: unknown) => Comparable>> = {
  text: (value) => (value == null ? '' : String(value).trim()),
  html: (value) => (value == null ? '' : plainText(String(value))),
  choice: (value) => (value == null ? null : String(value)),
  boolean: (value) => (value == null ? null : value === true),
  number: (value) => (value == null ? null : Number(value) + 0),
  decimal: (value) => (value == null ? null : decimalOf(String(value))),
  instant: (value) => (value == null ? null : microsecondsOf(String(value))),
  id: (value) => (value == null ? null : String(value).toLowerCase()),
  jobStatus: (value) => statusOf(value, ['Canceled', 'Completed']),
  appointmentStatus: (value) => statusOf(value, ['Hold', 'Canceled', 'Done']),
}

/** Kinds whose values a column keeps as they are written: another form of a value is another value there. */
const isKeptAsWritten: Readonly<Record<ComparedKind, boolean>> = {
  text: true,
  html: true,
  choice: true,
  boolean: false,
  number: false,
  decimal: false,
  instant: false,
  id: false,
  jobStatus: true,
  appointmentStatus: true,
}

/** One of the statuses that differ for both sides, or the one for all others. */
const statusOf = (value: unknown, ends: readonly string[]) =>
  value == null || ends.includes(String(value)) ? ((value ?? null) as string | null) : 'open'

/**
 * Whether two values are the same for both sides.
 * @throws {RangeError} when a text is not of the kind
 * @example
 * isSameValue('decimal', '1.50', '1.5') // true
 */
export function isSameValue(kind: ComparedKind, a: unknown, b: unknown): boolean {
  return a === b || comparable[kind](a) === comparable[kind](b)
}

/**
 * Whether a value may be the form that ServiceTitan gave another one: of texts the letters and digits are the same, as when
 * it keeps a phone number by its digits, or a state in capitals.
 * @example
 * isFormOf('text', '9185550100', '(918) 555-0100') // true
 */
export function isFormOf(kind: ComparedKind, value: unknown, sent: unknown): boolean {
  if (isSameValue(kind, value, sent)) return true
  if (kind !== 'text' && kind !== 'html') return false
  const [form, essence] = [essenceOf(kind, value), essenceOf(kind, sent)]
  return essence !== '' && form === essence
}

const essenceOf = (kind: ComparedKind, value: unknown) =>
  String(comparable[kind](value))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Whether a column that has one of the values need not be written to have the other. */
export function isStoredAlike(kind: ComparedKind, a: unknown, b: unknown): boolean {
  return isKeptAsWritten[kind] ? (a ?? null) === (b ?? null) : isSameValue(kind, a, b)
}

/**
 * Whether a version is older than another one, by their times of modification. A missing time is never older.
 * @example
 * isOlder('2026-01-02T10:00:00Z', '2026-01-02T10:00:00.000001Z') // true
 */
export function isOlder(version: string | null, than: string | null): boolean {
  if (version === null || than === null || version === than) return false
  return microsecondsOf(version) < microsecondsOf(than)
}

const decimalParts = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i

/** A decimal number as its digits and an exponent, without zeros at the ends. */
function decimalOf(text: string): string {
  const [, sign, whole = '', fraction = '', exponent = '0'] = decimalParts.exec(text.trim()) ?? []
  if (whole + fraction === '') throw new RangeError(`Expected a decimal number, got ${text}`)
  const digits = (whole + fraction).replace(/^0+/, '')
  const kept = digits.replace(/0+$/, '')
  if (kept === '') return '0'
  const power = Number(exponent) - fraction.length + (digits.length - kept.length)
  return `${sign === '-' ? '-' : ''}${kept}e${power}`
}

const instantParts = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/i

/** Microseconds since 1970, rounded as PostgreSQL does. Without an offset the time is in UTC. */
function microsecondsOf(text: string): bigint {
  const [, seconds, fraction = '', offset = 'Z'] = instantParts.exec(text) ?? []
  const milliseconds =
    seconds === undefined ? Number.NaN : Date.parse(`${seconds.replace(' ', 'T')}${offset}`)
  if (Number.isNaN(milliseconds)) throw new RangeError(`Expected an instant, got ${text}`)
  return BigInt(milliseconds) * 1000n + BigInt(Math.round(Number(`0.${fraction || '0'}`) * 1e6))
}

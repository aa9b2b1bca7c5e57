/** The error for a wrong option or argument: "Expected `x` to be ..., got ...". */
export function wrongOption(name: string, expected: string, got: string): TypeError {
  return new TypeError(`Expected \`${name}\` to be ${expected}, got ${got}`)
}

/** A value that is not secret, as text, shortened. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/** @throws TypeError unless the value is a whole number from `min` to `max`. */
export function wholeNumber(name: string, value: unknown, range: { min: number; max: number }): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= range.min && value <= range.max) {
    return value
  }
  throw wrongOption(name, `a whole number from ${range.min} to ${range.max}`, show(value))
}

/** @throws TypeError unless the value is an int64 greater than 0, written in digits. */
export function int64(name: string, value: unknown): string {
  if (typeof value === 'string' && /^[1-9]\d{0,18}$/.test(value) && BigInt(value) <= 0x7fffffffffffffffn) {
    return value
  }
  throw wrongOption(name, 'an int64 in digits', show(value))
}

/** @throws TypeError unless the value can be sent in a header. The value is never shown. */
export function secret(name: string, value: unknown): string {
  if (typeof value !== 'string') throw wrongOption(name, 'a string', `type ${typeof value}`)
  if (value === '') throw wrongOption(name, 'a non-empty string', 'an empty one')
  if (/^[\x21-\x7e]+$/.test(value)) return value
  throw wrongOption(
    name,
    'visible ASCII characters only',
    'one with spaces, line ends or other characters (not shown)',
  )
}

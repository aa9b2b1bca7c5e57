/** Integers with up to this many digits are exact in JavaScript. */
const MOST_DIGITS = 15

/** The integer at that position, if JavaScript represents it exactly; else null. */
export function readInteger(json: Buffer, start: number, end: number): number | null {
  const isNegative = json[start] === 45
  const first = isNegative ? start + 1 : start
  if (end - first > MOST_DIGITS || end === first) return null
  let value = 0
  for (let i = first; i < end; i++) {
    const digit = (json[i] as number) - 48
    if (!(digit >= 0 && digit <= 9)) return null
    value = value * 10 + digit
  }
  return isNegative ? -value : value
}

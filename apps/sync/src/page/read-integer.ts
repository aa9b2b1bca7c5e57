/** Integers of so many digits are exact in JavaScript. */
const MOST_DIGITS = 15

/** The integer that stands there, when it is one that JavaScript holds exactly; else null. */
export function readInteger(text: string, start: number, end: number): number | null {
  const isNegative = text.charCodeAt(start) === 45
  const first = isNegative ? start + 1 : start
  if (end - first > MOST_DIGITS || end === first) return null
  let value = 0
  for (let i = first; i < end; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return null
    value = value * 10 + digit
  }
  return isNegative ? -value : value
}

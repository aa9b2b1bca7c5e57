/** 2000-01-01 in milliseconds since 1970: where PostgreSQL counts from. */
const EPOCH_2000_MS = 946_684_800_000

/**
 * Reads a moment as ServiceTitan writes it, such as `2024-03-11T15:22:08.1934412Z`, the way PostgreSQL does.
 * @returns microseconds since 2000-01-01 UTC; NaN for any other notation and for a day that there is not
 */
export function readTimestamp(text: string, start: number, end: number): number {
  const last = end - 1
  if (text.charCodeAt(last) !== 90) return Number.NaN
  const days = readDay(text, start)
  if (text.charCodeAt(start + 10) !== 84 || text.charCodeAt(start + 13) !== 58) return Number.NaN
  if (text.charCodeAt(start + 16) !== 58) return Number.NaN
  const hour = twoDigits(text, start + 11, 23)
  const minute = twoDigits(text, start + 14, 59)
  const second = twoDigits(text, start + 17, 59)
  const micros = (days * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000_000
  if (last === start + 19) return micros
  return micros + readFraction(text, start + 19, last)
}

/** Days since 2000-01-01 of the `YYYY-MM-DD` that stands there; NaN when there is no such day. */
export function readDay(text: string, at: number): number {
  if (text.charCodeAt(at + 4) !== 45 || text.charCodeAt(at + 7) !== 45) return Number.NaN
  const year = twoDigits(text, at, 99) * 100 + twoDigits(text, at + 2, 99)
  const month = twoDigits(text, at + 5, 12)
  const day = twoDigits(text, at + 8, 31)
  if (!(year >= 1000) || !(month >= 1) || !(day >= 1)) return Number.NaN
  const date = new Date(Date.UTC(year, month - 1, day))
  // A 30th of February comes out as a day of March.
  return date.getUTCDate() === day ? (date.getTime() - EPOCH_2000_MS) / 86_400_000 : Number.NaN
}

function twoDigits(text: string, at: number, most: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  if (!(tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9)) return Number.NaN
  const value = tens * 10 + ones
  return value <= most ? value : Number.NaN
}

/** `.1934412` in whole microseconds: PostgreSQL rounds the product in floating point, halves to even. */
function readFraction(text: string, start: number, end: number): number {
  if (text.charCodeAt(start) !== 46 || end - start < 2 || end - start > 10) return Number.NaN
  let digits = 0
  for (let i = start + 1; i < end; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    digits = digits * 10 + digit
  }
  const micros = (digits / 10 ** (end - start - 1)) * 1_000_000
  const below = Math.floor(micros)
  const rest = micros - below
  if (rest !== 0.5) return Math.round(micros)
  return below % 2 === 0 ? below : below + 1
}

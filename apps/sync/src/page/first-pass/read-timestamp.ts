/**
 * Reads a timestamp in ServiceTitan's notation, such as `2024-03-11T15:22:08.1934412Z`, with PostgreSQL's result.
 * @returns microseconds since 2000-01-01 UTC; NaN for any other notation and for a day that does not exist
 */
export function readTimestamp(json: Buffer, start: number, end: number): number {
  const last = end - 1
  if (json[last] !== 90) return Number.NaN
  const days = readDay(json, start)
  if (json[start + 10] !== 84 || json[start + 13] !== 58) return Number.NaN
  if (json[start + 16] !== 58) return Number.NaN
  const hour = twoDigits(json, start + 11, 23)
  const minute = twoDigits(json, start + 14, 59)
  const second = twoDigits(json, start + 17, 59)
  const micros = (days * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000_000
  if (last === start + 19) return micros
  return micros + readFraction(json, start + 19, last)
}

/** Days since 2000-01-01 of the `YYYY-MM-DD` at that position; NaN if the day does not exist. */
function readDay(json: Buffer, at: number): number {
  if (json[at + 4] !== 45 || json[at + 7] !== 45) return Number.NaN
  const year = twoDigits(json, at, 99) * 100 + twoDigits(json, at + 2, 99)
  const month = twoDigits(json, at + 5, 12)
  const day = twoDigits(json, at + 8, 31)
  if (!(year >= 1000) || !(month >= 1) || !(day >= 1)) return Number.NaN
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (day > (month === 2 && !isLeap ? 28 : (longestDay[month] as number))) return Number.NaN
  // Years are counted from March, so that a leap day is the last day of its year.
  const fromMarch = month < 3 ? year - 1 : year
  const leapDays = Math.floor(fromMarch / 4) - Math.floor(fromMarch / 100) + Math.floor(fromMarch / 400)
  return fromMarch * 365 + leapDays + (daysFromMarch[month] as number) + day - DAYS_TO_2000
}

/** By the number of the month; there is no month 0. */
const longestDay = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const daysFromMarch = [0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275]
/** The sum for 2000-01-01, from which PostgreSQL counts. */
const DAYS_TO_2000 = 1999 * 365 + 499 - 19 + 4 + 306 + 1

function twoDigits(json: Buffer, at: number, most: number): number {
  const tens = (json[at] as number) - 48
  const ones = (json[at + 1] as number) - 48
  if (!(tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9)) return Number.NaN
  const value = tens * 10 + ones
  return value <= most ? value : Number.NaN
}

/** `.1934412` in whole microseconds: PostgreSQL rounds the product in floating point, halves to even. */
function readFraction(json: Buffer, start: number, end: number): number {
  if (json[start] !== 46 || end - start < 2 || end - start > 10) return Number.NaN
  let digits = 0
  for (let i = start + 1; i < end; i++) {
    const digit = (json[i] as number) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    digits = digits * 10 + digit
  }
  const micros = (digits / 10 ** (end - start - 1)) * 1_000_000
  const below = Math.floor(micros)
  const rest = micros - below
  if (rest !== 0.5) return Math.round(micros)
  return below % 2 === 0 ? below : below + 1
}

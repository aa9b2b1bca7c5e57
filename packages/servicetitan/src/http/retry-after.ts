/**
 * Reads a `Retry-After` header: seconds or an HTTP date (RFC 9110, section 10.2.3).
 * @param now in milliseconds; only used for a date
 * @returns the wait in milliseconds, or null for any other header
 */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  const text = header.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000)
  // Date.parse accepts almost anything as a date, even "-1"; an HTTP date starts with the day's name.
  const at = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

/**
 * The wait in a message of a gateway that sends no header: `Rate limit is exceeded. Try again in 5 seconds.` (Azure API
 * Management, policy "rate-limit").
 * @returns milliseconds, or null
 */
export function parseTryAgainIn(title: string | null): number | null {
  const seconds = /try again in (\d{1,5}) seconds?\b/i.exec(title ?? '')?.[1]
  return seconds === undefined ? null : Number(seconds) * 1_000
}

/**
 * The resolution of `Date` (RFC 9110, section 5.6.7): a server that rounds up is ahead by up to this, in milliseconds.
 */
const resolutionMs = 1_000

/** The forms of RFC 9110 with GMT; `Date.parse` would read the third form as local time. */
const httpDate = /^[A-Z][a-z]+, .* GMT$/

/**
 * When a request was sent on the server's clock, in milliseconds since 1970, never later than the actual time: the
 * `Date` of the response, minus the time until the response, minus the header's resolution.
 *
 * A server sets `Date` between the request's arrival and the first byte of its response, so the body's transfer is not
 * subtracted.
 *
 * @param date the `Date` header
 * @param sentAt when the request was sent, on the local clock; the result if `date` cannot be read
 * @param respondedAt when the response's headers arrived, on the local clock
 */
export function sentAtServer(date: string | null, sentAt: number, respondedAt: number): number {
  const servedAt = date !== null && httpDate.test(date) ? Date.parse(date) : Number.NaN
  if (Number.isNaN(servedAt)) return sentAt
  // A clock that is set back meanwhile must not date the request after its response.
  return servedAt - Math.max(0, respondedAt - sentAt) - resolutionMs
}

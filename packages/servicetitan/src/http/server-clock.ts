/** `Date` tells whole seconds (RFC 9110, section 5.6.7); a server that rounds them up is this much ahead. In ms. */
const resolutionMs = 1_000

/** The forms of RFC 9110 that name GMT; `Date.parse` would read the third as local time. */
const httpDate = /^[A-Z][a-z]+, .* GMT$/

/**
 * When a request was sent by the server's clock, in milliseconds since 1970, never later than it really was: the
 * `Date` of the response, less the time until the response came, less the header's resolution.
 *
 * A server writes `Date` between the request's arrival and the first byte of its answer, so the time that the body
 * takes does not count.
 *
 * @param date the `Date` header
 * @param sentAt when it was sent by our own clock: the result where `date` tells no time
 * @param answeredAt when the response's head came, by our own clock
 */
export function sentAtServer(date: string | null, sentAt: number, answeredAt: number): number {
  const servedAt = date !== null && httpDate.test(date) ? Date.parse(date) : Number.NaN
  if (Number.isNaN(servedAt)) return sentAt
  // A clock that is set back meanwhile must not make the request later than its answer.
  return servedAt - Math.max(0, answeredAt - sentAt) - resolutionMs
}

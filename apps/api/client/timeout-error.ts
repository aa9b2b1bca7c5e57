/**
 * The API did not respond in time. Whether it carried out the request is unknown.
 * @example
 * ```ts
 * const api = createClient({ key, timeoutMs: 5_000 })
 * const tables = await api.sync().catch((error) => {
 *   if (error instanceof ApiTimeoutError) return null
 *   throw error
 * })
 * ```
 */
export class ApiTimeoutError extends Error {
  override readonly name = 'ApiTimeoutError'
  /** How long the client waited, in milliseconds. */
  readonly timeoutMs: number

  constructor(timeoutMs: number) {
    super(`The API did not respond within ${timeoutMs / 1000} s.`)
    this.timeoutMs = timeoutMs
  }
}

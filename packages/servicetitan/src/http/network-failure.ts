/** Codes of system errors (`ECONNRESET`), DNS, undici (`UND_ERR_SOCKET`), the HTTP parser and zlib. */
const networkCode = /^(E[A-Z0-9]+|EAI_[A-Z]+|UND_ERR_[A-Z_]+|HPE_[A-Z_]+|Z_[A-Z_]+)$/

/**
 * Distinguishes a broken connection from a bug. `fetch` throws a TypeError for both: for a connection its message is
 * `fetch failed` or, in the middle of a body, `terminated`, and the reason is in `cause` (Node's fetch, undici).
 * @returns the code, or null when the error is not a network failure.
 */
export function networkFailureCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const code = codeOf(error) ?? codeOf(error.cause)
  if (code !== null) return code
  return error.message === 'fetch failed' || error.message === 'terminated' ? 'no code' : null
}

function codeOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('code' in value)) return null
  return typeof value.code === 'string' && networkCode.test(value.code) ? value.code : null
}

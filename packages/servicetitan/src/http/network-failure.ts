/** Codes of system errors (`ECONNRESET`), DNS, undici (`UND_ERR_SOCKET`), the HTTP parser and zlib. */
const networkCode = /^(E[A-Z0-9]+|EAI_[A-Z]+|UND_ERR_[A-Z_]+|HPE_[A-Z_]+|Z_[A-Z_]+)$/

/** More causes than undici nests. */
const maxCauses = 5

/**
 * Distinguishes a broken connection from a bug. `fetch` throws a TypeError for both: for a connection its message is
 * `fetch failed` or, in the middle of a body, `terminated`, and the reason is in `cause`, for a proxy in the cause's
 * cause (Node's fetch, undici).
 * @returns the code or another short reason, or null when the error is not a network failure.
 */
export function networkFailure(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const causes = causesOf(error)
  if (causes.some(({ message }) => isProxyRefusal(message))) {
    return 'the proxy requires authentication (407): put its user and password into HTTPS_PROXY'
  }
  const code = causes.map(codeOf).find((found) => found !== null)
  if (code) return code
  return error.message === 'fetch failed' || error.message === 'terminated' ? 'no code' : null
}

/** An error and its causes, outermost first. */
export function causesOf(error: Error): Error[] {
  const causes = [error]
  for (let { cause } = error; cause instanceof Error && causes.length < maxCauses; { cause } = cause) {
    causes.push(cause)
  }
  return causes
}

/** undici's texts for a proxy's response to CONNECT, and to a request without a tunnel. */
const isProxyRefusal = (message: string): boolean =>
  /^Proxy (?:response \(407\)|Authentication Required)/.test(message)

function codeOf(error: Error): string | null {
  if (!('code' in error)) return null
  return typeof error.code === 'string' && networkCode.test(error.code) ? error.code : null
}

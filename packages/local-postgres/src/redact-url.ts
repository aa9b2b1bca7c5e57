const SECRET_PARAMETERS = ['password', 'sslpassword']

/**
 * A connection URL for output: every password is replaced by `***`. In an invalid URL everything up to the last `@` is
 * replaced, since the usual cause is a password that was not percent-encoded.
 * @example
 * ```ts
 * redactUrl('postgres://lazi:secret@db/lazi') // 'postgres://lazi:***@db/lazi'
 * ```
 */
export function redactUrl(url: string): string {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    return withoutUserInfo(url)
  }
  // An `@` after the host means that a `/`, `?` or `#` in the password was parsed as the end of the user part.
  if (`${parsed.pathname}${parsed.search}${parsed.hash}`.includes('@')) return withoutUserInfo(url)
  if (parsed.password !== '') parsed.password = '***'
  for (const name of SECRET_PARAMETERS) {
    if (parsed.searchParams.has(name)) parsed.searchParams.set(name, '***')
  }
  return parsed.href
}

function withoutUserInfo(url: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(url)?.[0] ?? ''
  const at = url.lastIndexOf('@')
  const rest = at === -1 ? url.slice(scheme.length) : `***@${url.slice(at + 1)}`
  return scheme + rest.replace(/((?:ssl)?password=)[^&\s]*/gi, '$1***')
}

const SECRET_PARAMETERS = ['password', 'sslpassword']

/**
 * A connection URL that can be shown: every password is replaced by `***`.
 * What cannot be read as a URL loses everything up to its last `@`, since a password that was not
 * percent-encoded is the usual reason why it cannot be read.
 */
export function redactUrl(url: string): string {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    return withoutUserInfo(url)
  }
  // An `@` behind the host means that a `/`, `?` or `#` of the password ended the user part too early.
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

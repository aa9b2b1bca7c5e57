import { PostgresUnavailableError } from './errors.ts'
import { redactUrl } from './redact-url.ts'

/**
 * Reads a connection string in any form that the driver accepts, and writes it as a URL that `new URL()` reads too:
 * without blanks around it, and with a host. Cloud SQL's form has none before its socket
 * (`postgres://user:password@/db?host=/cloudsql/…`); the driver's own forms for sockets are `/folder database` and
 * `socket:/folder?db=database`.
 * @throws PostgresUnavailableError with code `invalid_url` and the reason.
 * @example
 * ```ts
 * readConnectionUrl('postgres://ann@/lazi?host=/run/postgresql') // 'postgres://ann@localhost/lazi?host=/run/postgresql'
 * ```
 */
export function readConnectionUrl(text: string): string {
  const url = text.trim()
  if (url.startsWith('/')) {
    const [folder = '', database = ''] = url.split(/\s+/, 2)
    return socketUrl(folder, database)
  }
  if (/^socket:/i.test(url)) return readSocketForm(url)
  const reason = reasonAgainst(url)
  if (reason) throw invalidUrl(url, reason)
  const withHost = url.replace(/^([a-z]+:\/\/(?:[^/?#@]*@)?)(?=[/?])/i, '$1localhost')
  if (!URL.canParse(withHost)) throw invalidUrl(url, anyReason)
  return withHost
}

/**
 * The URL of a server that this package started, which decides by itself: where a URL is silent, the driver reads
 * `PGSSLMODE` and `PGOPTIONS`, which are about another server.
 */
export function urlOfOwnServer(url: string): string {
  const complete = new URL(url)
  complete.searchParams.set('sslmode', 'disable')
  // Options that are empty would be taken from the environment.
  complete.searchParams.set('options', '-cclient_encoding=UTF8')
  return complete.href
}

const form = 'postgres://user:password@host:5432/database'
const anyReason = `write it as ${form} and percent-encode special characters in the password`

/** Why a text is no URL of one server; null if nothing is known against it. */
function reasonAgainst(url: string): string | null {
  if (/^jdbc:/i.test(url)) {
    return `it is the URL of a Java driver; write it as ${form}, without jdbc: and with the user before the host`
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase()
  if (scheme === undefined) return `it has no scheme; write it as ${form}`
  if (scheme !== 'postgres' && scheme !== 'postgresql') {
    return `its scheme is ${scheme}:, not postgres:; write it as ${form}`
  }
  const hosts =
    url
      .slice(scheme.length + 3)
      .split(/[/?#]/, 1)[0]
      ?.replace(/^.*@/, '') ?? ''
  const parameter = /[?&]host=([^&#]*)/i.exec(url)?.[1] ?? ''
  if (hosts.includes(',') || /,|%2c/i.test(parameter)) {
    return 'it names several hosts, of which one must be chosen: the primary, or a name that always leads to it'
  }
  return null
}

/** `socket:` with two slashes has the user before the folder, else none. */
function readSocketForm(url: string): string {
  const parts = /^socket:(?:\/\/([^/?#@]*@)?)?(\/[^?#]*)(\?[^#]*)?$/i.exec(url)
  if (!parts) throw invalidUrl(url, 'write a socket as socket:/folder?db=database')
  const [, user = '', folder = '', query = ''] = parts
  const parameters = new URLSearchParams(query)
  const encoding = parameters.get('encoding')
  return socketUrl(folder, parameters.get('db') ?? '', { user, encoding })
}

function socketUrl(
  folder: string,
  database: string,
  { user = '', encoding = null }: { user?: string; encoding?: string | null } = {},
): string {
  const query = encoding ? `&client_encoding=${encodeURIComponent(encoding)}` : ''
  return `postgres://${user}localhost/${encodeURI(database)}?host=${encodeURI(folder)}${query}`
}

/** Without the text itself as the cause, since it may have a password. */
function invalidUrl(url: string, reason: string): PostgresUnavailableError {
  return new PostgresUnavailableError(
    'invalid_url',
    `The connection URL ${redactUrl(url)} cannot be read: ${reason}.`,
  )
}

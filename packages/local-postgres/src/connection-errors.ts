import { errorCode, errorText, type PostgresUnavailableCode, PostgresUnavailableError } from './errors.ts'
import { redactUrl } from './redact-url.ts'

const INVALID_PASSWORD = '28P01'
const INVALID_AUTHORIZATION = '28000'
const INVALID_CATALOG_NAME = '3D000'
const TOO_MANY_CONNECTIONS = '53300'
const CANNOT_CONNECT_NOW = '57P03'
const INSUFFICIENT_PRIVILEGE = '42501'

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'EPIPE',
  'EADDRNOTAVAIL',
])
const UNKNOWN_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN'])
const TLS = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/**
 * Describes the cause and the remedy of a failed connection, in one line without the password.
 * @param error thrown by `connect()` or `query()` of `pg`
 */
export function describeConnectionError(error: unknown, url: string): string {
  return toPostgresUnavailableError(error, url).message
}

/** The same as `describeConnectionError`, as an error with a `code` for callers. */
export function toPostgresUnavailableError(error: unknown, url: string): PostgresUnavailableError {
  if (error instanceof PostgresUnavailableError) return error
  const { code, message } = classify(error, url)
  // An ERR_INVALID_URL error contains the URL with the password, so it is not kept as the cause.
  return code === 'invalid_url'
    ? new PostgresUnavailableError(code, message)
    : new PostgresUnavailableError(code, hideSecrets(message, url), { cause: error })
}

function classify(error: unknown, url: string): { code: PostgresUnavailableCode; message: string } {
  const code = codeOf(error)
  const text = errorText(error)
  const { where, user, database } = partsOf(url)
  if (code === 'ERR_INVALID_URL') {
    return {
      code: 'invalid_url',
      message: `The connection URL ${redactUrl(url)} cannot be read: write it as postgres://user:password@host:5432/database and percent-encode special characters in the password.`,
    }
  }
  if (isTls(code, text)) {
    return { code: 'tls', message: `TLS with ${where} failed (${text}): ${tlsAdvice(text)}` }
  }
  if (UNKNOWN_HOST.has(code)) {
    return {
      code: 'unreachable',
      message: `No PostgreSQL reached: the host name of ${where} cannot be resolved (${code}): check the host in the URL and your network.`,
    }
  }
  if (UNREACHABLE.has(code)) {
    return {
      code: 'unreachable',
      message: `No PostgreSQL answers at ${where} (${code}): check that it is running and that host and port are right, or unset DATABASE_URL to use the embedded server.`,
    }
  }
  if (code === 'ETIMEDOUT' || /timeout expired|timed out|due to connection timeout/i.test(text)) {
    return {
      code: 'timeout',
      message: `PostgreSQL at ${where} did not answer in time: check host and port, and that a firewall or an allow-list lets this machine in.`,
    }
  }
  if (code === INVALID_PASSWORD || /password must be a string|no password/i.test(text)) {
    return {
      code: 'authentication_failed',
      message: `PostgreSQL at ${where} refused the password of user "${user}": check user and password in the URL (special characters percent-encoded).`,
    }
  }
  if (code === INVALID_AUTHORIZATION) {
    return {
      code: 'authentication_failed',
      message: `PostgreSQL at ${where} refused user "${user}" (${text}): check the user in the URL and the server's access rules (pg_hba.conf).`,
    }
  }
  if (code === INVALID_CATALOG_NAME) {
    return {
      code: 'database_missing',
      message: `Database "${database}" does not exist at ${where}: create it (createdb or CREATE DATABASE), or correct the name in the URL.`,
    }
  }
  if (code === TOO_MANY_CONNECTIONS) {
    return {
      code: 'too_many_connections',
      message: `PostgreSQL at ${where} has no free connection: close other programs, lower their pool sizes, or raise max_connections.`,
    }
  }
  if (code === CANNOT_CONNECT_NOW) {
    return {
      code: 'starting_up',
      message: `PostgreSQL at ${where} is not ready (${text}): try again in a moment.`,
    }
  }
  if (code === INSUFFICIENT_PRIVILEGE) {
    return {
      code: 'no_permission',
      message: `User "${user}" lacks a privilege at ${where} (${text}): use a user that has it.`,
    }
  }
  return { code: 'connection_failed', message: `Could not use PostgreSQL at ${where}: ${text}.` }
}

/**
 * The code of an error, or of the first error with one in an AggregateError, which a name with several addresses
 * causes.
 */
function codeOf(error: unknown): string {
  const own = errorCode(error)
  if (own !== undefined) return own
  if (error instanceof AggregateError) return error.errors.map(errorCode).find(Boolean) ?? ''
  return ''
}

function isTls(code: string, text: string): boolean {
  if (TLS.has(code) || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return true
  if (code === INVALID_AUTHORIZATION) return /no encryption|SSL off|hostssl/i.test(text)
  return /does not support SSL|SSL\/TLS required|SSL connection is required|sslmode/i.test(text)
}

function tlsAdvice(text: string): string {
  if (/does not support SSL/i.test(text))
    return 'the server does not support TLS, so add ?sslmode=disable to the URL.'
  if (/no encryption|SSL off|required/i.test(text))
    return 'the server requires TLS, so add ?sslmode=require to the URL.'
  return "add ?sslrootcert=<file with the provider's CA certificate> to the URL, or ?sslmode=no-verify to skip the check."
}

function partsOf(url: string): { where: string; user: string; database: string } {
  try {
    const parsed = new URL(redactUrl(url))
    const host = parsed.hostname || parsed.searchParams.get('host') || 'localhost'
    return {
      where: `${decodeURIComponent(host)}:${parsed.port || parsed.searchParams.get('port') || '5432'}`,
      user: decodeURIComponent(parsed.username),
      database: decodeURI(parsed.pathname.slice(1)),
    }
  } catch {
    return { where: redactUrl(url), user: '?', database: '?' }
  }
}

/** Removes the password from a message that includes text of the driver or the server. */
function hideSecrets(message: string, url: string): string {
  let hidden = message
  for (const secret of secretsOf(url)) hidden = hidden.replaceAll(secret, '***')
  return hidden
}

function secretsOf(url: string): string[] {
  try {
    const parsed = new URL(url)
    const found = [parsed.password, parsed.searchParams.get('password') ?? '']
    // Shorter ones would also replace parts of ordinary words.
    return found.flatMap((secret) => [secret, safeDecode(secret)]).filter((secret) => secret.length >= 4)
  } catch {
    return []
  }
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Shorter strings are not secrets, and removing them would make texts unreadable. */
const minSecretLength = 8

/** Removes secrets from an external text, e.g. of a server that echoes the request's headers. */
export type Redact = (text: string) => string

export function createRedact(secrets: readonly string[]): Redact {
  const known = secrets
    .filter((secret) => secret.length >= minSecretLength)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
  return (text) =>
    known
      .reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text)
      .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[redacted]')
      .replace(/\bBearer +[^\s"']+/gi, 'Bearer [redacted]')
}

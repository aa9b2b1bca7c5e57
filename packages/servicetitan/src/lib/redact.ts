/** Shorter strings are no secrets, and cutting them out would only make texts unreadable. */
const shortestSecret = 8

/** Cuts secrets out of a text that came from outside, e.g. a server that echoes the headers it got. */
export type Redact = (text: string) => string

export function createRedact(secrets: readonly string[]): Redact {
  const known = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
  return (text) =>
    known
      .reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text)
      .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[redacted]')
      .replace(/\bBearer +[^\s"']+/gi, 'Bearer [redacted]')
}

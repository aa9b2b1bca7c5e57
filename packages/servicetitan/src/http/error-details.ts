import type { Redact } from '../lib/redact.ts'
import type { ErrorDetails } from './errors.ts'

const maxTextLength = 300
/** More than any request body has. */
const maxFields = 100
/** Fields in a message. */
const maxSummaryFields = 10
const maxMessages = 5

/**
 * Extracts the useful fields of an error body: the `ApiErrorResponse` of every OpenAPI file (RFC 7807), the `{ error
 * }` of the token endpoint, or the `{ message }` of the gateway. Anything else, e.g. an HTML page, results in nulls.
 */
export function readErrorDetails(body: string, redact: Redact): ErrorDetails {
  const parsed = parseObject(body)
  const clean = (value: unknown): string | null => {
    if (typeof value !== 'string') return null
    // Control characters too: a server must not send escape sequences to a terminal.
    const text = redact(value)
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
    if (text === '') return null
    return text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text
  }
  return {
    title: clean(parsed.title) ?? clean(parsed.error) ?? clean(parsed.message),
    errors: readErrors(parsed.errors, clean),
    traceId: clean(parsed.traceId),
  }
}

function readErrors(value: unknown, clean: (value: unknown) => string | null): ErrorDetails['errors'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const fields = Object.entries(value)
    .slice(0, maxFields)
    .map(([field, messages]): [string, string[]] => [
      clean(field) ?? '',
      (Array.isArray(messages) ? messages : [messages])
        .slice(0, maxMessages)
        .map(clean)
        .filter((text) => text !== null),
    ])
    .filter(([, messages]) => messages.length > 0)
  return fields.length === 0 ? null : Object.fromEntries(fields)
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** One line for a message: `title; field: message`. Empty when there are no details. */
export function summarise(details: ErrorDetails): string {
  const fields = Object.entries(details.errors ?? {})
    .slice(0, maxSummaryFields)
    .map(([field, texts]) => `${field}: ${texts.join(' ')}`)
  return [...(details.title === null ? [] : [details.title]), ...fields].join('; ')
}

import { createHash } from 'node:crypto'

// PostgreSQL's JSON functions refuse escapes such as \u0000 that its `json` type can store, so records for the
// quarantine are parsed here. Every number keeps its digits.

declare global {
  // ECMAScript's "JSON.parse source text access", which TypeScript's own library does not describe yet.
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { source: string }) => unknown,
    ): unknown
    /** A number as its digits; `stringify` writes them unchanged. */
    rawJSON(text: string): object
    isRawJSON(value: unknown): boolean
  }
}

function parseExactly(text: string): unknown {
  return JSON.parse(text, (_key: string, value: unknown, { source }: { source: string }) =>
    typeof value === 'number' ? JSON.rawJSON(source) : value,
  )
}

/** A record's text without the given fields: top-level ones by name, others by a path with dots. */
export function withoutPaths(record: string, paths: readonly string[]): string {
  const parsed = parseExactly(record)
  for (const path of paths) {
    const parts = path.split('.')
    const holder = parts.slice(0, -1).reduce<unknown>((at, part) => fieldOf(at, part), parsed)
    if (isObject(holder)) delete holder[parts.at(-1) as string]
  }
  return JSON.stringify(parsed)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value)

const fieldOf = (value: unknown, name: string) => (isObject(value) ? value[name] : undefined)

/** The key of a record in quarantine: its id, or a hash of its text if it has no integer id. */
export function recordKey(record: string): string {
  const id = (parseExactly(record) as { id?: unknown } | null)?.id
  const digits = JSON.isRawJSON(id) ? JSON.stringify(id) : ''
  if (/^-?\d+$/.test(digits)) return digits
  return `sha256:${createHash('sha256').update(record).digest('hex')}`
}

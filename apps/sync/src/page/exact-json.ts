import { createHash } from 'node:crypto'

// PostgreSQL's JSON functions refuse escapes such as \u0000 that its `json` type stores well, so the few records
// that go to quarantine are taken apart here, with every number as the digits that were sent.

declare global {
  // ECMAScript's "JSON.parse source text access", which TypeScript's own library does not describe yet.
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { source: string }) => unknown,
    ): unknown
    /** A number as its digits; `stringify` writes them back as they are. */
    rawJSON(text: string): object
    isRawJSON(value: unknown): boolean
  }
}

function parseExactly(text: string): unknown {
  return JSON.parse(text, (_key: string, value: unknown, { source }: { source: string }) =>
    typeof value === 'number' ? JSON.rawJSON(source) : value,
  )
}

/** The text of each record of a response body. */
export function splitRecords(body: string): string[] {
  const { data } = parseExactly(body) as { data: unknown[] }
  return data.map((record) => JSON.stringify(record))
}

/** What names a record in quarantine: its id, or a hash of its text where it has none that is an integer. */
export function recordKey(record: string): string {
  const id = (parseExactly(record) as { id?: unknown } | null)?.id
  const digits = JSON.isRawJSON(id) ? JSON.stringify(id) : ''
  if (/^-?\d+$/.test(digits)) return digits
  return `sha256:${createHash('sha256').update(record).digest('hex')}`
}

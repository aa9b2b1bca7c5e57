import { createHash } from 'node:crypto'
import { endOfKey, endOfValue, isObjectAt, startOfValue, visitJson } from 'servicetitan'

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

/** Parses a text; a number becomes its digits, which `JSON.stringify` writes unchanged. */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, (_key: string, value: unknown, { source }: { source: string }) =>
    typeof value === 'number' ? JSON.rawJSON(source) : value,
  )
}

/**
 * A record's text without the given fields: top-level ones by name, others by a path with dots. Of a record that is
 * nested too deeply to be parsed, the whole top-level fields are removed.
 */
export function withoutPaths(record: string, paths: readonly string[]): string {
  try {
    return withoutParsedPaths(record, paths)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const names = new Set(paths.map((path) => path.split('.')[0] as string))
    const kept = membersOf(record).filter(({ name }) => !names.has(name))
    return `{${kept.map(({ text }) => text).join(',')}}`
  }
}

function withoutParsedPaths(record: string, paths: readonly string[]): string {
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
  const digits = idOf(record)
  if (/^-?\d+$/.test(digits)) return digits
  return `sha256:${createHash('sha256').update(record).digest('hex')}`
}

function idOf(record: string): string {
  try {
    const id = (parseExactly(record) as { id?: unknown } | null)?.id
    return JSON.isRawJSON(id) ? JSON.stringify(id) : ''
  } catch (error) {
    // The reviver is called recursively, and the stack has an end.
    if (!(error instanceof RangeError)) throw error
    return membersOf(record).findLast(({ name }) => name === 'id')?.value ?? ''
  }
}

interface Member {
  readonly name: string
  readonly value: string
  /** Its key and value. */
  readonly text: string
}

/** The members of a record of any depth; of a value that is no object none. */
function membersOf(record: string): Member[] {
  const json = Buffer.from(record)
  const members: Member[] = []
  const start = json.findIndex((byte) => byte > SPACE)
  if (!isObjectAt(json, start)) return members
  visitJson(json, start, (at) => {
    const keyEnd = endOfKey(json, at)
    const valueStart = startOfValue(json, keyEnd)
    const end = endOfValue(json, valueStart)
    members.push({
      name: JSON.parse(json.toString('utf8', at, keyEnd)) as string,
      value: json.toString('utf8', valueStart, end),
      text: json.toString('utf8', at, end),
    })
    return end
  })
  return members
}

const SPACE = 32

/** More levels than any record has, and fewer than PostgreSQL's smallest stack can parse. */
const MAX_DEPTH = 500

/**
 * A refused record as a value of type `json`: as received, or as a string if it is nested too deeply for PostgreSQL to
 * parse it.
 */
export function toPayload(record: string): string {
  return depthOf(record) > MAX_DEPTH ? JSON.stringify(record) : record
}

/** The record that {@link toPayload} stored. */
export function fromPayload(payload: string): string {
  if (!payload.startsWith('"')) return payload
  const text = JSON.parse(payload) as string
  return text.startsWith('{') || text.startsWith('[') ? text : payload
}

/** The number of brackets that are open at the deepest value. Brackets in strings count as well. */
function depthOf(record: string): number {
  let depth = 0
  let deepest = 0
  for (let i = 0; i < record.length; i++) {
    const character = record[i]
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth)
    else if (character === ']' || character === '}') depth--
  }
  return deepest
}

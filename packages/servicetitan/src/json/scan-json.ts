// Finds the positions of the values of a JSON text without creating objects: thousands of records are passed as
// received to PostgreSQL, which parses them more strictly than this scanner. All positions are byte offsets in UTF-8.

/** The scanned text is not JSON, or is truncated. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError'
}

const SPACE = 32
const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const COLON = 58
const OPEN_ARRAY = 91
const CLOSE_ARRAY = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

/**
 * Called with the start of a part: an array's element, or an object's member at the quote of its key. Returns the
 * position after the part.
 */
type PartVisitor = (start: number) => number

/**
 * Visits the parts of an array or of an object.
 * @param at the position of its bracket or brace
 * @returns the position after it
 * @throws NotJsonError
 * @example
 * ```ts
 * visitJson(json, 0, (start) => {
 *   const end = endOfValue(json, start)
 *   elements.push(json.subarray(start, end))
 *   return end
 * })
 * ```
 */
export function visitJson(json: Buffer, at: number, visit: PartVisitor): number {
  const close = closing(json, at)
  let i = skipSpace(json, at + 1)
  while (json[i] !== close) i = nextPart(json, visit(i), close)
  return i + 1
}

/**
 * Like `visitJson`, for a caller that pauses between two parts.
 * @param at as for `visitJson`
 * @yields the start of a part; `next` takes the position after the part
 * @returns as `visitJson`
 * @throws NotJsonError
 * @example
 * ```ts
 * const parts = partsOf(json, 0)
 * for (let part = parts.next(); !part.done; ) part = parts.next(endOfValue(json, part.value))
 * ```
 */
export function* partsOf(json: Buffer, at: number): Generator<number, number, number> {
  const close = closing(json, at)
  let i = skipSpace(json, at + 1)
  while (json[i] !== close) i = nextPart(json, yield i, close)
  return i + 1
}

/** In ASCII, `]` and `}` are two after `[` and `{`. */
const closing = (json: Buffer, at: number) => (json[at] as number) + 2

/** The start of the part after `end`, or the position of the closing bracket or brace. */
function nextPart(json: Buffer, end: number, close: number): number {
  const i = skipSpace(json, end)
  if (json[i] === close) return i
  if (json[i] !== COMMA) throw notJson(i)
  const next = skipSpace(json, i + 1)
  if (json[next] === close) throw notJson(next)
  return next
}

/**
 * The position after the key of the member at `at`, including its quotes.
 * @throws NotJsonError
 * @example
 * ```ts
 * endOfKey(Buffer.from('{"id":1}'), 1) // 5
 * ```
 */
export function endOfKey(json: Buffer, at: number): number {
  if (json[at] !== QUOTE) throw notJson(at)
  return endOfString(json, at)
}

/**
 * The start of a member's value.
 * @param keyEnd the position after its key
 * @throws NotJsonError
 * @example
 * ```ts
 * startOfValue(Buffer.from('{"id": 1}'), 5) // 7
 * ```
 */
export function startOfValue(json: Buffer, keyEnd: number): number {
  const colon = skipSpace(json, keyEnd)
  if (json[colon] !== COLON) throw notJson(colon)
  return skipSpace(json, colon + 1)
}

/**
 * The position after the member at `at`.
 * @throws NotJsonError
 * @example
 * ```ts
 * endOfMember(Buffer.from('{"id":1}'), 1) // 7
 * ```
 */
export function endOfMember(json: Buffer, at: number): number {
  return endOfValue(json, startOfValue(json, endOfKey(json, at)))
}

/**
 * Whether an object begins at `at`.
 *
 * @example
 * ```ts
 * isObjectAt(Buffer.from('{}'), 0) // true
 * ```
 */
export const isObjectAt = (json: Buffer, at: number): boolean => json[at] === OPEN_OBJECT
/**
 * Whether an array begins at `at`.
 *
 * @example
 * ```ts
 * isArrayAt(Buffer.from('[]'), 0) // true
 * ```
 */
export const isArrayAt = (json: Buffer, at: number): boolean => json[at] === OPEN_ARRAY

export function skipSpace(json: Buffer, at: number): number {
  let i = at
  // Every whitespace byte is at most SPACE: one comparison rules out most bytes.
  while ((json[i] as number) <= SPACE && isSpace(json[i])) i++
  return i
}

const isSpace = (byte: number | undefined) => byte === SPACE || byte === 10 || byte === 13 || byte === 9

/**
 * The position after the value at `at`.
 * @throws NotJsonError
 * @example
 * ```ts
 * endOfValue(Buffer.from('[1,2]'), 0) // 5
 * ```
 */
export function endOfValue(json: Buffer, at: number): number {
  const first = json[at]
  if (first === QUOTE) return endOfString(json, at)
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return endOfNested(json, at)
  let end = at
  while (end < json.length && plain[json[end] as number] === 1) end++
  if (end === at) throw notJson(at)
  return end
}

/** Indexed by byte: 1 when a number, `true`, `false` or `null` may contain it. */
const plain = new Uint8Array(256)
for (const byte of Buffer.from('0123456789+-.Eabcdefghijklmnopqrstuvwxyz')) plain[byte] = 1

function endOfString(json: Buffer, at: number): number {
  const { length } = json
  let i = at + 1
  while (i < length) {
    const byte = json[i] as number
    if (byte === QUOTE) return i + 1
    i += byte === BACKSLASH ? 2 : 1
  }
  throw notJson(at)
}

function endOfNested(json: Buffer, at: number): number {
  const { length } = json
  let depth = 0
  let i = at
  while (i < length) {
    const byte = json[i] as number
    if (byte === QUOTE) {
      i = endOfString(json, i)
      continue
    }
    i += 1
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1
      if (depth === 0) return i
    }
  }
  throw notJson(at)
}

const notJson = (at: number) => new NotJsonError(`Expected JSON, got another character at byte ${at}.`)

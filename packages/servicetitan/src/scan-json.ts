// Finds where the values of a JSON text begin and end, without making objects of them: thousands of records go on to
// PostgreSQL as they were received, and it reads them more strictly than is done here. All positions are bytes of UTF-8.

/** What is scanned is not JSON, or not all of it. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError'
}

const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const COLON = 58
const OPEN_ARRAY = 91
const CLOSE_ARRAY = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

/**
 * Takes a member of an object: where its key begins and ends, without its quotes and as written, and where its value
 * begins. It returns the position after the value.
 */
export type MemberVisitor = (json: Buffer, keyStart: number, keyEnd: number, start: number) => number

/**
 * Visits the elements of an array.
 * @param at where its bracket is @param visit takes the position of an element and returns the one after it
 * @returns the position after the array
 * @throws NotJsonError
 */
export function walkArray(json: Buffer, at: number, visit: (start: number) => number): number {
  let i = skipSpace(json, at + 1)
  if (json[i] === CLOSE_ARRAY) return i + 1
  for (;;) {
    i = skipSpace(json, visit(i))
    if (json[i] === CLOSE_ARRAY) return i + 1
    if (json[i] !== COMMA) throw notJson(i)
    i = skipSpace(json, i + 1)
  }
}

/**
 * Visits the members of an object.
 * @param at where its brace is
 * @returns the position after the object
 * @throws NotJsonError
 */
export function walkObject(json: Buffer, at: number, visit: MemberVisitor): number {
  let i = skipSpace(json, at + 1)
  if (json[i] === CLOSE_OBJECT) return i + 1
  for (;;) {
    if (json[i] !== QUOTE) throw notJson(i)
    const keyEnd = endOfString(json, i)
    const colon = skipSpace(json, keyEnd)
    if (json[colon] !== COLON) throw notJson(colon)
    i = skipSpace(json, visit(json, i + 1, keyEnd - 1, skipSpace(json, colon + 1)))
    if (json[i] === CLOSE_OBJECT) return i + 1
    if (json[i] !== COMMA) throw notJson(i)
    i = skipSpace(json, i + 1)
  }
}

export const isObjectAt = (json: Buffer, at: number): boolean => json[at] === OPEN_OBJECT
export const isArrayAt = (json: Buffer, at: number): boolean => json[at] === OPEN_ARRAY

export function skipSpace(json: Buffer, at: number): number {
  let i = at
  for (let byte = json[i]; byte === 32 || byte === 10 || byte === 13 || byte === 9; byte = json[i]) i++
  return i
}

/** The position after the value that begins there. @throws NotJsonError */
export function endOfValue(json: Buffer, at: number): number {
  const first = json[at]
  if (first === QUOTE) return endOfString(json, at)
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return endOfNested(json, at)
  let end = at
  while (isPlain(json[end])) end++
  if (end === at) throw notJson(at)
  return end
}

/** Of a number, `true`, `false` or `null`. */
const isPlain = (byte: number | undefined) =>
  byte !== undefined &&
  ((byte >= 48 && byte <= 57) ||
    (byte >= 97 && byte <= 122) ||
    byte === 45 ||
    byte === 46 ||
    byte === 43 ||
    byte === 69)

function endOfString(json: Buffer, at: number): number {
  for (let i = at + 1; i < json.length; i++) {
    const code = json[i] as number
    if (code === QUOTE) return i + 1
    if (code === BACKSLASH) i++
  }
  throw notJson(at)
}

function endOfNested(json: Buffer, at: number): number {
  let depth = 0
  for (let i = at; i < json.length; i++) {
    const code = json[i] as number
    if (code === QUOTE) i = endOfString(json, i) - 1
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth++
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      depth--
      if (depth === 0) return i + 1
    }
  }
  throw notJson(at)
}

const notJson = (at: number) => new NotJsonError(`Expected JSON, got something else at byte ${at}.`)

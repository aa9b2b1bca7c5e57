// Finds where the values of a JSON text begin and end, without making objects of them: what is sent on to PostgreSQL
// are pieces of the text as it was received. The text is known to be valid JSON.

const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const COLON = 58
const OPEN_ARRAY = 91
const CLOSE_ARRAY = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

/**
 * Visits the elements of an array.
 * @param at where its bracket is @param visit takes the position of an element and returns the one after it
 * @returns the position after the array
 */
export function walkArray(text: string, at: number, visit: (start: number) => number): number {
  let i = skipSpace(text, at + 1)
  if (text.charCodeAt(i) === CLOSE_ARRAY) return i + 1
  for (;;) {
    i = skipSpace(text, visit(i))
    if (text.charCodeAt(i) !== COMMA) return i + 1
    i = skipSpace(text, i + 1)
  }
}

/**
 * Visits the members of an object.
 * @param at where its brace is
 * @param visit takes where the key begins and ends, without its quotes and as written, and where the value begins; it
 *   returns the position after the value
 * @returns the position after the object
 */
export function walkObject(
  text: string,
  at: number,
  visit: (keyStart: number, keyEnd: number, start: number) => number,
): number {
  let i = skipSpace(text, at + 1)
  if (text.charCodeAt(i) === CLOSE_OBJECT) return i + 1
  for (;;) {
    const keyEnd = endOfString(text, i)
    const colon = skipSpace(text, keyEnd)
    if (text.charCodeAt(colon) !== COLON) throw notJson(colon)
    i = skipSpace(text, visit(i + 1, keyEnd - 1, skipSpace(text, colon + 1)))
    if (text.charCodeAt(i) !== COMMA) return i + 1
    i = skipSpace(text, i + 1)
  }
}

export const isObjectAt = (text: string, at: number): boolean => text.charCodeAt(at) === OPEN_OBJECT
export const isArrayAt = (text: string, at: number): boolean => text.charCodeAt(at) === OPEN_ARRAY

export function skipSpace(text: string, at: number): number {
  let i = at
  while (text.charCodeAt(i) <= 32) i++
  return i
}

/** The position after the value that begins there. */
export function endOfValue(text: string, at: number): number {
  const first = text.charCodeAt(at)
  if (first === QUOTE) return endOfString(text, at)
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return endOfNested(text, at)
  let i = at
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY || code <= 32) break
  }
  return i
}

function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) return i + 1
    if (code === BACKSLASH) i++
  }
  throw notJson(at)
}

function endOfNested(text: string, at: number): number {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) i = endOfString(text, i) - 1
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth++
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      depth--
      if (depth === 0) return i + 1
    }
  }
  throw notJson(at)
}

const notJson = (at: number) => new Error(`Expected JSON, got something else at character ${at}.`)

import { endOfKey } from 'servicetitan'

/** A field that records may have, identified by its key. */
export interface KnownField {
  readonly name: string
}

/** A field that was found, and the length of its key in bytes, with the quotes. */
interface Found<Field> {
  readonly field: Field
  readonly keyBytes: number
}

export interface FieldFinder<Field> {
  /**
   * The field whose key begins at `at`; undefined: the key is unknown, or written with escapes.
   * @param position the number of members before it in the object
   * @throws NotJsonError
   */
  find(at: number, position: number): Found<Field> | undefined
  /** The field last found at each position. */
  readonly usual: readonly (Found<Field> | undefined)[]
  /** How often a position had another field than in the object before. */
  readonly changes: number
}

/**
 * Finds the fields of objects in a JSON text. Records usually have the same fields in the same order, so the next key
 * is first compared with the expected one, and looked up only on a mismatch.
 */
export function createFieldFinder<Field extends KnownField>(
  json: Buffer,
  fields: Iterable<Field>,
): FieldFinder<Field> {
  const view = new DataView(json.buffer, json.byteOffset, json.byteLength)
  const keys = new Map(Array.from(fields, (field) => [field.name, createKey(field)]))
  const usual: (Key<Field> | undefined)[] = []
  let changes = 0

  function isAt(at: number, { words, keyBytes }: Key<Field>): boolean {
    if (words.length === 0 || at + keyBytes > json.length) return false
    for (let i = 0; i < words.length; i++) {
      if (view.getInt32(at + Math.min(i * 4, keyBytes - 4)) !== words[i]) return false
    }
    return true
  }

  return {
    find(at, position) {
      const guess = usual[position]
      if (guess !== undefined && isAt(at, guess)) return guess
      const found = keys.get(json.toString('utf8', at + 1, endOfKey(json, at) - 1))
      if (found !== guess || position === usual.length) {
        usual[position] = found
        changes += 1
      }
      return found
    },
    usual,
    get changes() {
      return changes
    },
  }
}

interface Key<Field> extends Found<Field> {
  /**
   * The bytes of the key, four at a time; the last four may overlap the previous ones. Empty: it has fewer than four.
   */
  readonly words: readonly number[]
}

function createKey<Field extends KnownField>(field: Field): Key<Field> {
  const text = Buffer.from(JSON.stringify(field.name))
  const count = text.length < 4 ? 0 : Math.ceil(text.length / 4)
  const words = Array.from({ length: count }, (_, i) => text.readInt32BE(Math.min(i * 4, text.length - 4)))
  return { field, keyBytes: text.length, words }
}

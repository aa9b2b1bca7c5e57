import type { CacheTable, ColumnType } from '../tables/cache-table.ts'
import { type BinaryArray, createBinaryArray, type ElementType } from './binary-array.ts'
import type { KnownFields } from './known-fields.ts'
import type { PageRecord } from './page-records.ts'
import { endOfValue, isObjectAt, walkObject } from './scan-json.ts'
import { activeColumn, typedColumns } from './typed-columns.ts'
import { encoders } from './value-encoders.ts'

/** The typed columns of a page's records, as parameters of `buildInsertStatement`. */
export interface EncodedRows {
  /** One array a column of `typedColumns`, each with one element a record. */
  readonly columns: readonly Buffer[]
  /** Places of the records that are not plainly as documented: their elements say nothing. */
  readonly odd: ReadonlySet<number>
}

/**
 * Reads the typed columns of records as `readColumn` would have PostgreSQL read them, while their text is walked
 * through. Only what is plainly as documented is read here; any other record is odd, and left to PostgreSQL.
 */
export interface RowEncoder {
  /** Takes a member of the record under way. @returns the position after its value */
  readMember(text: string, keyStart: number, keyEnd: number, start: number): number
  /** Ends the record under way. */
  endRecord(text: string, record: PageRecord): void
  /** Ends the page. */
  end(): EncodedRows
}

/** What is looked for in an object, by its key. */
interface Field {
  /** The column that it is; -1: none. */
  readonly column: number
  readonly isRequired: boolean
  readonly inner: ReadonlyMap<string, Field>
  /** The record in which it was last seen. */
  seenIn: number
}

const elements: Partial<Record<ColumnType, ElementType>> = {
  ...{ boolean: 'boolean', bigint: 'bigint', integer: 'integer', timestamptz: 'timestamptz' },
  ...{ latitude: 'float8', longitude: 'float8' },
}

/** The type in which a column is sent; what has no exact form in JavaScript goes as text. */
export const sentAs = (type: ColumnType): ElementType => elements[type] ?? 'text'

export function createRowEncoder(table: CacheTable, { known, required }: KnownFields): RowEncoder {
  const columns = typedColumns(table)
  const arrays = columns.map(({ type }) => createBinaryArray(sentAs(type)))
  const starts = new Int32Array(columns.length).fill(-1)
  const ends = new Int32Array(columns.length)
  const odd = new Set<number>()
  const fields = new Map<string, Field>()
  for (const name of known) fields.set(name, createField(name, columns, required.includes(name)))
  let place = 0
  let requiredSeen = 0
  let isOdd = false

  function readField(field: Field, text: string, start: number): number {
    // Of a field that comes twice the last one counts, and of objects what is inside of it.
    if (field.seenIn === place) isOdd = true
    field.seenIn = place
    const end =
      field.inner.size > 0 && isObjectAt(text, start)
        ? walkObject(text, start, (keyStart, keyEnd, at) => {
            const inner = field.inner.get(text.slice(keyStart, keyEnd))
            return inner ? readField(inner, text, at) : endOfValue(text, at)
          })
        : endOfValue(text, start)
    if (field.column >= 0) {
      starts[field.column] = start
      ends[field.column] = end
    }
    return end
  }

  function encode(text: string): boolean {
    for (const [index, column] of columns.entries()) {
      const array = arrays[index] as BinaryArray
      const start = starts[index] as number
      const isNull = start === -1 || text.startsWith('null', start)
      if (isNull && column === activeColumn) array.addBoolean(true)
      else if (isNull) array.addNull()
      else if (!encoders[column.type](array, text, start, ends[index] as number)) {
        for (const rest of arrays.slice(index)) rest.addNull()
        return false
      }
    }
    return true
  }

  return {
    readMember(text, keyStart, keyEnd, start) {
      const field = fields.get(text.slice(keyStart, keyEnd))
      if (!field) {
        isOdd = true
        return endOfValue(text, start)
      }
      if (field.isRequired) requiredSeen += 1
      return readField(field, text, start)
    },
    endRecord(text, record) {
      // PostgreSQL's jsonb cannot hold the character; it may stand anywhere in the record.
      isOdd ||= record.id === null || requiredSeen < required.length || record.text.includes('\\u0000')
      if (isOdd) for (const array of arrays) array.addNull()
      if (isOdd || !encode(text)) odd.add(place)
      starts.fill(-1)
      requiredSeen = 0
      isOdd = false
      place += 1
    },
    end: () => ({ columns: arrays.map((array) => array.end()), odd }),
  }
}

function createField(
  path: string,
  columns: readonly { readonly path: string }[],
  isRequired: boolean,
): Field {
  const below = columns.filter((column) => column.path.startsWith(`${path}.`))
  const names = new Set(below.map((column) => column.path.slice(path.length + 1).split('.')[0] as string))
  return {
    column: columns.findIndex((column) => column.path === path),
    isRequired,
    inner: new Map([...names].map((name) => [name, createField(`${path}.${name}`, columns, false)])),
    seenIn: -1,
  }
}

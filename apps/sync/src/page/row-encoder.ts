import { endOfValue, isObjectAt, type MemberVisitor, walkObject } from 'servicetitan'
import type { CacheTable, ColumnType } from '../tables/cache-table.ts'
import { derivedIn } from '../tables/derived-values.ts'
import { type BinaryArray, createBinaryArray, type ElementType, type JsonbMembers } from './binary-array.ts'
import type { KnownFields } from './known-fields.ts'
import { activeColumn, typedColumns } from './typed-columns.ts'
import { encoders } from './value-encoders.ts'

/** A record that has ended: its id, where it is plain, and the place of its text in the body. */
interface EncodedRecord {
  readonly id: number | null
  readonly start: number
  readonly end: number
}

/** The typed columns of a page's records, as parameters of `buildInsertStatement`. */
export interface EncodedRows {
  /** One array a column of `typedColumns`, each with one element a record. */
  readonly columns: readonly Buffer[]
  /** The records as an array of jsonb, with the fields that are derived from other tables, empty. */
  readonly records: Buffer
  /** Places of the records that are not plainly as documented: their elements say nothing. */
  readonly odd: ReadonlySet<number>
  /** Gives the memory of the columns back, once they have been sent. */
  release(): void
}

/**
 * Reads the typed columns of records as `readColumn` would have PostgreSQL read them, while their text is walked
 * through. Only what is plainly as documented is read here; any other record is odd, and left to PostgreSQL.
 */
export interface RowEncoder {
  /** Takes a member of the record under way. @returns the position after its value */
  readMember(json: Buffer, keyStart: number, keyEnd: number, start: number): number
  /** Ends the record under way. @param json the body, the same for each record of a page */
  endRecord(json: Buffer, record: EncodedRecord): void
  /** Ends the page. */
  end(): EncodedRows
}

const NULL_CHARACTER = '\\u0000'

/** The `n` of `null`. */
const N = 110

/** What is looked for in an object, by its key. */
interface Field {
  readonly name: string
  /** The column that it is; -1: none. */
  readonly column: number
  readonly isRequired: boolean
  /** Visits what is inside of an object; null: nothing of it is looked for. */
  readonly inner: MemberVisitor | null
  /** The record in which it was last seen. */
  seenIn: number
}

const elements: Partial<Record<ColumnType, ElementType>> = {
  ...{ boolean: 'boolean', bigint: 'bigint', integer: 'integer', timestamptz: 'timestamptz' },
  ...{ latitude: 'float8', longitude: 'float8' },
}

/** The type in which a column is sent; what has no exact form in JavaScript goes as text. */
export const sentAs = (type: ColumnType): ElementType => elements[type] ?? 'text'

/** @param bodyBytes length of the response whose records come */
export function createRowEncoder(
  table: CacheTable,
  { known, required }: KnownFields,
  bodyBytes: number,
): RowEncoder {
  const columns = typedColumns(table)
  const arrays = columns.map(({ type }) => createBinaryArray(sentAs(type)))
  const encodersOf = columns.map(({ type }) => encoders[type])
  const activeIndex = columns.indexOf(activeColumn)
  const starts = new Int32Array(columns.length).fill(-1)
  const ends = new Int32Array(columns.length)
  const records = createBinaryArray('jsonb', Math.ceil(bodyBytes * 1.1))
  const added = emptyFields(table.name)
  const odd = new Set<number>()
  const fields = new Map<string, Field>()
  for (const name of known) fields.set(name, createField(name, name, required.includes(name)))
  for (const { name } of added) fields.delete(name)
  // Records come with the same fields in the same order, so the next one is known before it is looked up.
  const usual: (Field | undefined)[] = []
  let place = 0
  let member = 0
  let requiredSeen = 0
  let isOdd = false
  const members = {
    ...{ order: [] as readonly number[], added: added.map(({ text }) => text) },
    ...{ starts: new Int32Array(fields.size), ends: new Int32Array(fields.size) },
  }
  let isInOrder = false
  let mayHaveNulls: boolean | undefined

  function readField(field: Field, json: Buffer, start: number): number {
    // Of a field that comes twice the last one counts, and of objects what is inside of it.
    if (field.seenIn === place) isOdd = true
    field.seenIn = place
    const end =
      field.inner !== null && isObjectAt(json, start)
        ? walkObject(json, start, field.inner)
        : endOfValue(json, start)
    if (field.column >= 0) {
      starts[field.column] = start
      ends[field.column] = end
    }
    return end
  }

  function createField(name: string, path: string, isRequired: boolean): Field {
    const below = columns.filter((column) => column.path.startsWith(`${path}.`))
    const names = new Set(below.map((column) => column.path.slice(path.length + 1).split('.')[0] as string))
    const fieldsInside = new Map(
      [...names].map((each) => [each, createField(each, `${path}.${each}`, false)]),
    )
    const readInside: MemberVisitor = (json, keyStart, keyEnd, start) => {
      const field = fieldsInside.get(json.toString('utf8', keyStart, keyEnd))
      return field ? readField(field, json, start) : endOfValue(json, start)
    }
    return {
      ...{ name, isRequired, seenIn: -1 },
      column: columns.findIndex((column) => column.path === path),
      inner: names.size > 0 ? readInside : null,
    }
  }

  function encode(json: Buffer): boolean {
    for (let index = 0; index < arrays.length; index++) {
      const array = arrays[index] as BinaryArray
      const start = starts[index] as number
      const isNull = start === -1 || json[start] === N
      if (isNull && index === activeIndex) array.addBoolean(true)
      else if (isNull) array.addNull()
      else if (!encodersOf[index]?.(array, json, start, ends[index] as number)) {
        for (const rest of arrays.slice(index)) rest.addNull()
        return false
      }
    }
    return true
  }

  function findField(json: Buffer, keyStart: number, keyEnd: number): Field | undefined {
    const guess = usual[member]
    const field =
      guess && isAt(json, keyStart, keyEnd, guess.name)
        ? guess
        : fields.get(json.toString('utf8', keyStart, keyEnd))
    if (guess !== field) isInOrder = false
    usual[member] = field
    return field
  }

  /** The members of a record, as jsonb keeps them: what comes in order need not be sorted by the server. */
  function membersInOrder(): JsonbMembers {
    if (!isInOrder || members.order.length !== member + added.length) {
      const names = [...usual.slice(0, member), ...added].map((field) => Buffer.from(field?.name ?? ''))
      const isBefore = (a: number, b: number) => compareKeys(names[a] as Buffer, names[b] as Buffer)
      const places = [...names.keys()].sort(isBefore)
      members.order = places.map((place) => (place < member ? place : member - 1 - place))
      isInOrder = true
    }
    return members
  }

  return {
    readMember(json, keyStart, keyEnd, start) {
      const field = findField(json, keyStart, keyEnd)
      if (!field) isOdd = true
      else if (field.isRequired) requiredSeen += 1
      const end = field ? readField(field, json, start) : endOfValue(json, start)
      members.starts[member] = keyStart - 1
      members.ends[member] = end
      member += 1
      return end
    },
    endRecord(json, { id, start, end }) {
      // PostgreSQL's jsonb cannot hold the character; it may stand anywhere in the record.
      mayHaveNulls ??= json.includes(NULL_CHARACTER)
      isOdd ||= id === null || requiredSeen < required.length
      isOdd ||= mayHaveNulls && json.subarray(start, end).includes(NULL_CHARACTER)
      if (isOdd) for (const array of arrays) array.addNull()
      if (isOdd || !encode(json)) {
        odd.add(place)
        records.addNull()
      } else records.addJsonb(json, membersInOrder())
      starts.fill(-1)
      requiredSeen = 0
      isOdd = false
      place += 1
      member = 0
    },
    end: () => ({
      ...{ columns: arrays.map((array) => array.end()), records: records.end(), odd },
      release() {
        for (const array of [...arrays, records]) array.release()
      },
    }),
  }
}

/** The fields that are derived from rows of other tables, as if there were none. */
function emptyFields(table: string): { readonly name: string; readonly text: Buffer }[] {
  const names = derivedIn(table).flatMap(({ fields }) => Object.keys(fields))
  return names.map((name) => ({ name, text: Buffer.from(`${JSON.stringify(name)}:[]`) }))
}

/** The order of keys in jsonb (lengthCompareJsonbString in src/backend/utils/adt/jsonb_util.c). */
const compareKeys = (a: Buffer, b: Buffer) => a.length - b.length || a.compare(b)

/** Of keys that are not ASCII this is never true, and they are looked up. */
function isAt(json: Buffer, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false
  for (let i = 0; i < word.length; i++) {
    if (json[start + i] !== word.charCodeAt(i)) return false
  }
  return true
}

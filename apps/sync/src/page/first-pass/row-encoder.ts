import type { ColumnType } from 'catalog'
import { activeColumn } from 'records'
import { endOfMember, endOfValue, isObjectAt, startOfValue, visitJson } from 'servicetitan'
import type { CacheTable } from '../../cache/cache-table.ts'
import { derivedIn } from '../../cache/derived-values.ts'
import type { KnownFields } from '../../cache/known-fields.ts'
import { typedColumns } from '../../cache/typed-columns.ts'
import { type BinaryArray, createBinaryArray, type ElementType } from '../../postgres/binary-array.ts'
import type { RecordVisitor } from '../records/page-records.ts'
import { createFieldFinder, type KnownField } from './field-finder.ts'
import { type AddedMember, createMemberOrder } from './member-order.ts'
import { encoders } from './value-encoders.ts'

/** The rows of consecutive records, as parameters of `buildInsertStatement`. */
interface RowsPart {
  /** The index of the first record in the page. */
  readonly first: number
  readonly length: number
  readonly ids: Buffer
  readonly hashes: Buffer
  /** One array per column of `typedColumns`, with one element per record. */
  readonly columns: readonly Buffer[]
  /** The texts of the records, with empty values for the fields that are derived from other tables. */
  readonly records: Buffer
}

/** The rows of a page's records. */
export interface EncodedRows {
  readonly parts: readonly RowsPart[]
  /** Indexes of the irregular records, whose elements are NULL and must not be inserted. */
  readonly irregular: ReadonlySet<number>
  /** Releases the memory of the columns, once they have been sent. */
  release(): void
}

/**
 * Reads the typed columns of records while their text is visited, with the result of `readColumn`'s SQL. Only records
 * that match the documentation are read here; any other record is irregular and parsed by PostgreSQL.
 */
export interface RowEncoder extends RecordVisitor {
  /** Ends the page and returns its rows. */
  end(): EncodedRows
}

/** The bytes of a page in one part: PostgreSQL processes a part while the next is being sent, and reuses its memory. */
const PART_BYTES = 1024 * 1024

const NUL_ESCAPE = '\\u0000'

/** The `n` of `null`. */
const N = 110

/** A field to find in an object, by its key. */
interface Field extends KnownField {
  /** The index of its column; -1: none. */
  readonly column: number
  readonly isRequired: boolean
  /** Reads the members of an object and returns the position after it; null: no column reads a member of it. */
  readonly readInside: ((start: number) => number) | null
  /** The index of the record in which it was last seen. */
  seenIn: number
}

const elements: Partial<Record<ColumnType, ElementType>> = {
  boolean: 'boolean',
  bigint: 'bigint',
  integer: 'integer',
  timestamptz: 'timestamptz',
  latitude: 'float8',
  longitude: 'float8',
}

/** The type in which a column is sent; types without an exact representation in JavaScript are sent as text. */
export const sentAs = (type: ColumnType): ElementType => elements[type] ?? 'text'

/** @param json the text of the page; all positions refer to it */
export function createRowEncoder(
  json: Buffer,
  table: CacheTable,
  { known, required }: KnownFields,
): RowEncoder {
  const columns = typedColumns(table)
  const arrays = columns.map(({ type }) => createBinaryArray(sentAs(type)))
  const encodersOf = columns.map(({ type }) => encoders[type])
  const activeIndex = columns.indexOf(activeColumn)
  const starts = new Int32Array(columns.length).fill(-1)
  const ends = new Int32Array(columns.length)
  const records = createBinaryArray('text', Math.ceil(json.length * 1.1))
  const ids = createBinaryArray('bigint')
  const hashes = createBinaryArray('bytea')
  const all = [ids, hashes, ...arrays, records]
  const firsts = [0]
  let cutAt = PART_BYTES
  const added = emptyFields(table.name)
  const irregular = new Set<number>()
  const mayHaveNul = json.includes(NUL_ESCAPE)
  const sent = known.filter((name) => !added.some((member) => member.name === name))
  const finder = createFieldFinder(
    json,
    sent.map((name) => createField(name, name, required.includes(name))),
  )
  const order = createMemberOrder(sent.length, added)
  let recordIndex = 0
  let member = 0
  let requiredSeen = 0
  let isIrregular = false

  function readField(field: Field, start: number): number {
    // PostgreSQL uses the last value of a repeated field, and of an object its members.
    if (field.seenIn === recordIndex) isIrregular = true
    field.seenIn = recordIndex
    const end =
      field.readInside !== null && isObjectAt(json, start) ? field.readInside(start) : endOfValue(json, start)
    if (field.column >= 0) {
      starts[field.column] = start
      ends[field.column] = end
    }
    return end
  }

  function createField(name: string, path: string, isRequired: boolean): Field {
    const below = columns.filter((column) => column.path.startsWith(`${path}.`))
    const names = new Set(below.map((column) => column.path.slice(path.length + 1).split('.')[0] as string))
    return {
      name,
      isRequired,
      seenIn: -1,
      column: columns.findIndex((column) => column.path === path),
      readInside:
        names.size > 0
          ? createReader(Array.from(names, (inner) => createField(inner, `${path}.${inner}`, false)))
          : null,
    }
  }

  function createReader(fields: readonly Field[]): (start: number) => number {
    const inside = createFieldFinder(json, fields)
    let count = 0
    const readMember = (at: number) => {
      const found = inside.find(at, count)
      count += 1
      return found ? readField(found.field, startOfValue(json, at + found.keyBytes)) : endOfMember(json, at)
    }
    return (start) => {
      count = 0
      return visitJson(json, start, readMember)
    }
  }

  function encode(): boolean {
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

  const names = () => finder.usual.slice(0, member).map((found) => found?.field.name ?? '')

  return {
    readMember(at) {
      const found = finder.find(at, member)
      if (!found) isIrregular = true
      else if (found.field.isRequired) requiredSeen += 1
      const end = found
        ? readField(found.field, startOfValue(json, at + found.keyBytes))
        : endOfMember(json, at)
      order.set(member, at, end)
      member += 1
      return end
    },
    endRecord({ id, hash, start, end }) {
      if (start > cutAt) {
        for (const array of all) array.cut()
        firsts.push(recordIndex)
        cutAt = start + PART_BYTES
      }
      if (id === null) ids.addNull()
      else ids.addInt64(id)
      hashes.addUint64(hash)
      isIrregular ||= id === null || requiredSeen < required.length
      // PostgreSQL's jsonb cannot store the character, anywhere in the record.
      isIrregular ||= mayHaveNul && json.subarray(start, end).includes(NUL_ESCAPE)
      if (isIrregular) for (const array of arrays) array.addNull()
      if (isIrregular || !encode()) {
        irregular.add(recordIndex)
        records.addNull()
      } else records.addObject(json, order.end(member, finder.changes, names))
      starts.fill(-1)
      requiredSeen = 0
      isIrregular = false
      recordIndex += 1
      member = 0
    },
    end() {
      const ended = all.map((array) => array.end())
      const parts = firsts.map((first, index) => {
        const part = (array: number) => ended[array]?.[index] as Buffer
        return {
          first,
          length: (firsts[index + 1] ?? recordIndex) - first,
          ids: part(0),
          hashes: part(1),
          columns: arrays.map((_, column) => part(column + 2)),
          records: part(all.length - 1),
        }
      })
      return {
        parts,
        irregular,
        release() {
          for (const array of all) array.release()
        },
      }
    },
  }
}

/** The fields that are derived from other tables, with their values if those have no rows. */
function emptyFields(table: string): AddedMember[] {
  const names = derivedIn(table).flatMap(({ fields }) => Object.keys(fields))
  return names.map((name) => ({ name, text: Buffer.from(`${JSON.stringify(name)}:[]`) }))
}

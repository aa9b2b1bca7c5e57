import type pg from 'pg'
import type { CacheTable } from '../tables/cache-table.ts'
import { addDrift, type Drift } from './api-drift.ts'
import { isDataError } from './data-error.ts'
import { untypedFields } from './drift-statement.ts'
import { splitRecords } from './exact-json.ts'
import { knownFields } from './known-fields.ts'
import { buildPageStatement, type PageOutcome } from './page-statement.ts'
import { readColumn } from './read-column.ts'
import { inSavepoint } from './transaction.ts'
import { typedColumns } from './typed-columns.ts'

/** What writing some records came to. */
export interface WrittenRecords {
  readonly fetched: number
  readonly inserted: number
  readonly updated: number
  /** Records to quarantine. */
  readonly refused: readonly RefusedRecord[]
  readonly drift: readonly Drift[]
  /** For each of `derivedFrom(table)`: keys of the rows to derive again. */
  readonly parents: readonly (readonly string[])[]
  /** What to tell the change feed, as JSON texts in the order of the writes. */
  readonly changes: readonly string[]
}

export interface RefusedRecord {
  /** JSON text of the record. */
  readonly payload: string
  readonly errorCode: string | null
  readonly error: string
}

export interface RecordWriter {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly table: CacheTable
  readonly now: Date
  /** What is left out of `full_data`: names of top-level fields, or paths with dots. */
  readonly droppedPaths: readonly string[]
  /** Whether the change feed is told of each row. */
  readonly announce: boolean
  /** Number of the page within a full pass; null: what the page holds is not noted. */
  readonly seenPage: number | null
  /** Whether the records come from a list; where there is a feed, its records have fields that the list's have not. */
  readonly isFromList: boolean
}

/**
 * Writes all records of a response body in one statement. When PostgreSQL refuses one of them, the page is
 * halved until the bad ones stand alone: those lose the values that cannot be read, or go to quarantine;
 * all others are written.
 * @param body the response as received, `{"data": [...]}`
 * @throws what is not the data's fault, such as a lost connection or a full disk
 */
export async function writeRecords(writer: RecordWriter, body: string): Promise<WrittenRecords> {
  try {
    return await inSavepoint(writer.client, () => runStatement(writer, body))
  } catch (error) {
    if (!isDataError(error)) throw error
    return writeHalves(writer, splitRecords(body))
  }
}

async function runStatement(
  writer: RecordWriter,
  body: string,
  withoutColumns: ReadonlySet<string> = new Set(),
): Promise<WrittenRecords> {
  const { client, tenantId, table, now, droppedPaths, announce, seenPage } = writer
  const nested = droppedPaths.filter((path) => path.includes('.')).map((path) => path.split('.'))
  const topLevel = droppedPaths.filter((path) => !path.includes('.'))
  const { known, required } = knownFields(table, writer)
  const columns = typedColumns(table)
  const options = { announce, required, nestedDrops: nested.length, withoutColumns }
  const { rows } = await client.query<PageOutcome>(buildPageStatement(table, options), [
    ...[tenantId, body, now, topLevel, known, required, untypedFields(columns, required), seenPage],
    ...nested,
  ])
  const outcome = rows[0] as PageOutcome
  const types = new Map(columns.map(({ path, type }) => [path, `expected ${type}`]))
  return {
    ...outcome,
    refused: outcome.refused.map((payload) => ({
      payload,
      errorCode: null,
      error: 'The record has no id that is an integer within int64.',
    })),
    drift: outcome.drift.map(({ path, kind, records }) => ({
      ...{ path, kind, records },
      detail: kind === 'type' ? (types.get(path) ?? null) : null,
    })),
    changes: outcome.changes === null ? [] : [outcome.changes],
  }
}

async function writeHalves(writer: RecordWriter, records: readonly string[]): Promise<WrittenRecords> {
  const [only] = records
  if (only !== undefined && records.length === 1) return writeAlone(writer, only)
  const middle = Math.ceil(records.length / 2)
  let total: WrittenRecords | undefined
  for (const half of [records.slice(0, middle), records.slice(middle)]) {
    const written = await writeSome(writer, half)
    total = total ? add(total, written) : written
  }
  return total as WrittenRecords
}

async function writeSome(writer: RecordWriter, records: readonly string[]): Promise<WrittenRecords> {
  try {
    return await inSavepoint(writer.client, () => runStatement(writer, bodyOf(records)))
  } catch (error) {
    if (!isDataError(error)) throw error
    return writeHalves(writer, records)
  }
}

/** One record that was refused: without the values that cannot be cast, without any typed value, or not at all. */
async function writeAlone(writer: RecordWriter, record: string): Promise<WrittenRecords> {
  const columns = typedColumns(writer.table)
  const unreadable = new Set<string>()
  for (const column of columns) {
    const read = `SELECT ${readColumn(column)} FROM (SELECT $1::jsonb AS d) AS record`
    if (!(await succeeds(writer.client, read, record))) unreadable.add(column.name)
  }
  let refusal: pg.DatabaseError | undefined
  for (const withoutColumns of [unreadable, new Set(columns.map(({ name }) => name))]) {
    try {
      return await inSavepoint(writer.client, () => runStatement(writer, bodyOf([record]), withoutColumns))
    } catch (error) {
      if (!isDataError(error)) throw error
      refusal ??= error
    }
  }
  return {
    fetched: 1,
    inserted: 0,
    updated: 0,
    refused: [
      {
        payload: record,
        errorCode: refusal?.code ?? null,
        error: refusal?.message ?? 'PostgreSQL refused the record.',
      },
    ],
    drift: [],
    parents: [],
    changes: [],
  }
}

async function succeeds(client: pg.ClientBase, sql: string, record: string): Promise<boolean> {
  try {
    await inSavepoint(client, () => client.query(sql, [record]))
    return true
  } catch (error) {
    if (!isDataError(error)) throw error
    return false
  }
}

const bodyOf = (records: readonly string[]) => `{"data":[${records.join(',')}]}`

function add(a: WrittenRecords, b: WrittenRecords): WrittenRecords {
  const lists = Math.max(a.parents.length, b.parents.length)
  return {
    fetched: a.fetched + b.fetched,
    inserted: a.inserted + b.inserted,
    updated: a.updated + b.updated,
    refused: [...a.refused, ...b.refused],
    drift: addDrift(a.drift, b.drift),
    parents: Array.from({ length: lists }, (_, i) => [
      ...new Set([...(a.parents[i] ?? []), ...(b.parents[i] ?? [])]),
    ]),
    changes: [...a.changes, ...b.changes],
  }
}

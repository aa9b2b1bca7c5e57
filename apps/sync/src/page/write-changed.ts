import { inSavepoint } from 'cli-kit/postgres'
import type pg from 'pg'
import { readColumn } from 'records'
import { knownFields } from '../cache/known-fields.ts'
import { typedColumns } from '../cache/typed-columns.ts'
import { isDataError } from '../postgres/data-errors.ts'
import type { RecordTarget } from './page-target.ts'
import { hashesOf, type PageRecord } from './records/page-records.ts'
import { untypedFields } from './sql/drift-statement.ts'
import { buildPageStatement, type PageOutcome } from './sql/page-statement.ts'
import { addWritten, nothingWritten, type WrittenRecords } from './written-records.ts'

/** Some records of a page. */
interface ChangedRecords {
  readonly records: readonly PageRecord[]
  /** As in `RecordPage`. */
  readonly seenPage: number | null
  readonly now: Date
}

/**
 * Writes records in one statement that parses them on the server. When PostgreSQL refuses one, the records are halved
 * until the bad ones are isolated: their invalid values become NULL, or they are quarantined; all others are written.
 * @throws errors that the data did not cause, such as a lost connection or a full disk
 */
export async function writeChanged(target: RecordTarget, changed: ChangedRecords): Promise<WrittenRecords> {
  try {
    return await inSavepoint(target.client, () => runStatement(target, changed))
  } catch (error) {
    if (!isDataError(error)) throw error
    return writeHalves(target, changed)
  }
}

async function runStatement(
  target: RecordTarget,
  { records, seenPage, now }: ChangedRecords,
  withoutColumns: ReadonlySet<string> = new Set(),
): Promise<WrittenRecords> {
  const { client, tenantId, table, isPublished, droppedPaths, source, blankFields = [] } = target
  const { known, required } = knownFields(table, target)
  const columns = typedColumns(table)
  const excluded = isPublished && droppedPaths.length > 0 ? [droppedPaths] : []
  const options = {
    isPublished,
    required,
    withoutColumns,
    droppedPaths: excluded[0]?.length ?? 0,
    keptFields: source === 'feed' ? blankFields : [],
  }
  const { rows } = await client.query<PageOutcome>(buildPageStatement(table, options), [
    tenantId,
    bodyOf(records),
    now,
    hashesOf(records),
    known,
    required,
    untypedFields(columns, required),
    // Ids that were read in the app are recorded by `storeSeenIds`.
    records.some(({ id }) => id === null) ? seenPage : null,
    ...excluded,
  ])
  const outcome = rows[0] as PageOutcome
  const types = new Map(columns.map(({ path, type }) => [path, `expected ${type}`]))
  return {
    ...outcome,
    refused: outcome.refused.map((payload) => ({
      payload,
      errorCode: null,
      error: 'The record has no integer id within int64.',
    })),
    drift: outcome.drift.map(({ path, kind, records }) => ({
      path,
      kind,
      records,
      detail: kind === 'type' ? (types.get(path) ?? null) : null,
    })),
    changes: outcome.changes === null ? [] : [outcome.changes],
  }
}

async function writeHalves(target: RecordTarget, changed: ChangedRecords): Promise<WrittenRecords> {
  const { records } = changed
  const [only] = records
  if (only !== undefined && records.length === 1) return writeAlone(target, changed, only)
  const middle = Math.ceil(records.length / 2)
  const first = await writeChanged(target, { ...changed, records: records.slice(0, middle) })
  return addWritten(first, await writeChanged(target, { ...changed, records: records.slice(middle) }))
}

/**
 * Writes one refused record: without the values that cannot be cast and those that are too long for an index, else
 * without typed values, else into quarantine.
 */
async function writeAlone(
  target: RecordTarget,
  changed: ChangedRecords,
  record: PageRecord,
): Promise<WrittenRecords> {
  const columns = typedColumns(target.table)
  const unreadable = new Set<string>()
  for (const column of columns) {
    const read = `SELECT ${readColumn(column)} FROM (SELECT $1::jsonb AS d) AS record`
    if (!(await succeeds(target.client, read, record.json.toString()))) unreadable.add(column.name)
  }
  let refusal: pg.DatabaseError | undefined
  const write = (withoutColumns: ReadonlySet<string>) =>
    inSavepoint(target.client, () => runStatement(target, changed, withoutColumns)).catch(
      (error: unknown) => {
        if (!isDataError(error)) throw error
        refusal ??= error
        return error
      },
    )
  const withoutColumns = new Set(unreadable)
  const first = await write(withoutColumns)
  if (!(first instanceof Error)) return first
  // PostgreSQL does not always name the index that a value is too long for, so the longest values go first.
  const longest = first.code === PROGRAM_LIMIT_EXCEEDED ? await longestIndexed(target, record) : []
  for (const name of longest) {
    const shorter = await write(withoutColumns.add(name))
    if (!(shorter instanceof Error)) return shorter
  }
  const written = await write(new Set(columns.map(({ name }) => name)))
  if (!(written instanceof Error)) return written
  const error = refusal?.message ?? 'PostgreSQL refused the record.'
  const refused = [{ payload: record.json.toString(), errorCode: refusal?.code ?? null, error }]
  return { ...nothingWritten, refused }
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

const PROGRAM_LIMIT_EXCEEDED = '54000'

/** No index refuses a text of fewer bytes: a page of a btree has room for three rows, each of up to 2.7 kB. */
const LONG_BYTES = 1_000

/** The indexed columns in which a record has a long text, the longest first. */
async function longestIndexed({ client, table }: RecordTarget, record: PageRecord): Promise<string[]> {
  const texts = typedColumns(table).filter(({ type }) => type === 'text')
  const lengths = texts.map((column) => `('${column.name}', octet_length(${readColumn(column)}))`)
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM (SELECT $1::jsonb AS d) AS record
      CROSS JOIN LATERAL (VALUES ${lengths.join(', ')}) AS value (name, bytes)
      WHERE bytes > ${LONG_BYTES} AND name IN (
        SELECT attname FROM pg_attribute JOIN pg_index ON indexrelid = attrelid
         WHERE indrelid = 'raw.${table.name}'::regclass)
      ORDER BY bytes DESC`,
    [record.json.toString()],
  )
  return rows.map(({ name }) => name)
}

const bodyOf = (records: readonly PageRecord[]) =>
  `{"data":[${records.map(({ json }) => json.toString()).join(',')}]}`

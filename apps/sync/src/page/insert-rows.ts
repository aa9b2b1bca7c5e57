import { derivedIn } from '../tables/derived-values.ts'
import { createBinaryArray } from './binary-array.ts'
import { buildInsertStatement, type InsertOutcome } from './insert-statement.ts'
import type { PageRecord } from './page-records.ts'
import type { EncodedRows } from './row-encoder.ts'
import { nothingWritten, type RecordWriter, type WrittenRecords } from './written-records.ts'

/** What an element of an array takes beside its own bytes. */
const LENGTH_BYTES = 4

/**
 * Inserts records whose columns were read already.
 * @param plain places of the records; the others are left out
 * @throws what PostgreSQL says; a record may be at fault
 */
export async function insertRows(
  { client, tenantId, table, now }: RecordWriter,
  { records, rows }: { readonly records: readonly PageRecord[]; readonly rows: EncodedRows },
  plain: ReadonlySet<number>,
  hasRelatives: boolean,
): Promise<WrittenRecords> {
  const ids = createBinaryArray('bigint', records.length * 12)
  const hashes = createBinaryArray('bigint', records.length * 12)
  const left: number[] = []
  const ending = Buffer.from(hasRelatives ? '}' : emptyFields(table.name))
  const bytes = records.reduce((sum, { json }) => sum + json.length + ending.length + LENGTH_BYTES, 0)
  const texts = createBinaryArray('jsonb', bytes)
  records.forEach(({ id, hash, json }, place) => {
    ids.addInt64(id ?? 0)
    hashes.addUint64(hash)
    if (plain.has(place)) texts.addJsonb(json, ending)
    else {
      texts.addNull()
      left.push(place + 1)
    }
  })
  try {
    const { rows: outcome } = await client.query<InsertOutcome>(buildInsertStatement(table, hasRelatives), [
      ...[tenantId, left, now],
      ...[ids.end(), hashes.end(), ...rows.columns, texts.end()],
    ])
    return { ...nothingWritten, ...outcome[0] }
  } finally {
    texts.release()
    rows.release()
  }
}

/** The end of a record, with the fields that are derived from rows of other tables, of which there are none. */
function emptyFields(table: string): string {
  const names = derivedIn(table).flatMap(({ fields }) => Object.keys(fields))
  return `${names.map((name) => `,${JSON.stringify(name)}:[]`).join('')}}`
}

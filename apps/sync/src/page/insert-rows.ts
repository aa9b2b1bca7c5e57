import { derivedIn } from '../tables/derived-values.ts'
import { createBinaryArray } from './binary-array.ts'
import { buildInsertStatement, type InsertOutcome } from './insert-statement.ts'
import type { PageRecord } from './page-records.ts'
import type { EncodedRows } from './row-encoder.ts'
import { nothingWritten, type RecordWriter, type WrittenRecords } from './written-records.ts'

const JSONB_VERSION = 1

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
  const texts = createBinaryArray('jsonb', records.length * 1_500)
  const left: number[] = []
  const ending = hasRelatives ? '}' : emptyFields(table.name)
  for (const [place, { id, hash, text }] of records.entries()) {
    ids.addInt64(id ?? 0)
    hashes.addBytes(hash)
    if (plain.has(place)) texts.addText(`${text.slice(0, -1)}${ending}`, JSONB_VERSION)
    else {
      texts.addNull()
      left.push(place + 1)
    }
  }
  const { rows: outcome } = await client.query<InsertOutcome>(buildInsertStatement(table, hasRelatives), [
    ...[tenantId, left, now],
    ...[ids.end(), hashes.end(), texts.end(), ...rows.columns],
  ])
  return { ...nothingWritten, ...outcome[0] }
}

/** The end of a record, with the fields that are derived from rows of other tables, of which there are none. */
function emptyFields(table: string): string {
  const names = derivedIn(table).flatMap(({ fields }) => Object.keys(fields))
  return `${names.map((name) => `,${JSON.stringify(name)}:[]`).join('')}}`
}

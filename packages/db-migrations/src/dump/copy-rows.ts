import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type DumpedTable, lineFeed, RowDigest, type TableSum } from './format.ts'

/** Reads every row of a table, as buffers of whole lines. @returns their sum */
export async function* readTable(
  client: pg.Client,
  { name, columns }: DumpedTable,
): AsyncGenerator<Buffer, TableSum> {
  const digest = new RowDigest()
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of client.query(copyTo(`COPY ${name} (${columns.join(', ')}) TO STDOUT`))) {
    const text: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const length = text.lastIndexOf(lineFeed) + 1
    rest = text.subarray(length)
    if (length === 0) continue
    const lines = text.subarray(0, length)
    digest.add(lines)
    yield lines
  }
  return digest.sumOf(name)
}

/** The sum of the rows of a table. */
export async function sumTable(client: pg.Client, table: DumpedTable): Promise<TableSum> {
  const rows = readTable(client, table)
  for (;;) {
    const { done, value } = await rows.next()
    if (done) return value
  }
}

/** Writes rows into a table. @param rows buffers of whole lines @returns their sum */
export async function writeTable(
  client: pg.Client,
  { name, columns }: DumpedTable,
  rows: AsyncIterable<Buffer>,
  signal: AbortSignal | undefined,
): Promise<TableSum> {
  const digest = new RowDigest()
  async function* summed() {
    for await (const lines of rows) {
      digest.add(lines)
      yield lines
    }
  }
  const target = client.query(copyFrom(`COPY ${name} (${columns.join(', ')}) FROM STDIN`))
  await pipeline(summed, target, signal ? { signal } : {})
  return digest.sumOf(name)
}

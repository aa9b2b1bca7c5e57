import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { fileWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import type { ExportFolder } from './export-folder.ts'
import type { ExportedFile } from './manifest.ts'
import { type ParquetType, parquetTypeOf } from './parquet-type.ts'
import type { Column, TextRow } from './read-in-batches.ts'

/** Rows that are held in memory, and written together. */
const GROUP_ROWS = 20_000

/** A file that is being written. */
export interface Partition {
  readonly add: (row: TextRow) => Promise<void>
  /** @returns the file, and whether it is that of the former export */
  readonly close: () => Promise<{ readonly file: ExportedFile; readonly isKept: boolean }>
}

/** Where the rows of a partition are from. */
export type PartitionKey = Pick<ExportedFile, 'path' | 'table' | 'tenantId' | 'day' | 'position'>

/**
 * Opens a file of an export. If the former export has the same rows there, its file is kept, with the position at which
 * it was written.
 * @param options.former the file of the former export at that path
 */
export function openPartition(
  folder: ExportFolder,
  key: PartitionKey,
  { columns, former }: { readonly columns: readonly Column[]; readonly former: ExportedFile | undefined },
): Partition {
  const types = columns.map(({ oid }) => parquetTypeOf(oid))
  const schema = columns.map(({ name }, place) => ({
    ...types[place]?.element,
    name,
    repetition_type: 'OPTIONAL' as const,
  }))
  const hash = createHash('sha256').update(JSON.stringify(schema))
  let group: TextRow[] = []
  let rows = 0
  let rounded = 0
  let target: { readonly path: string; readonly writer: ParquetWriter } | undefined

  const write = async (): Promise<{ readonly path: string; readonly writer: ParquetWriter }> => {
    if (!target) {
      const path = await folder.place(key.path)
      target = { path, writer: createWriter(path, key, schema) }
    }
    if (group.length > 0) {
      for (const row of group)
        for (const [place, { isRounded }] of types.entries()) if (isRounded?.(row[place] ?? '')) rounded += 1
      const columnData = columns.map(({ name }, place) => ({
        name,
        data: group.map((row) => storedValue(row[place] ?? null, types[place], `${key.table}.${name}`)),
      }))
      await target.writer.write({ columnData, rowGroupSize: group.length })
      group = []
    }
    return target
  }

  return {
    async add(row) {
      hash.update(JSON.stringify(row))
      group.push(row)
      rows += 1
      if (group.length === GROUP_ROWS) await write()
    },
    async close() {
      const digest = hash.digest('hex')
      // A partition that did not fit into memory has been written by now.
      if (!target && former?.hash === digest && (await folder.keep(former)))
        return { file: former, isKept: true }
      const { path, writer } = await write()
      await writer.finish()
      const { size: bytes } = await stat(path)
      return { file: { ...key, rows, rounded, bytes, hash: digest }, isKept: false }
    },
  }
}

function createWriter(path: string, key: PartitionKey, schema: readonly SchemaElement[]): ParquetWriter {
  return new ParquetWriter({
    writer: fileWriter(path),
    schema: [{ name: 'root', num_children: schema.length }, ...schema],
    kvMetadata: [
      { key: 'lazi.position', value: key.position },
      { key: 'lazi.table', value: key.table },
      { key: 'lazi.tenant_id', value: key.tenantId },
    ],
    createdBy: 'LAZI Data',
  })
}

/** @throws when Parquet's type cannot hold the value */
function storedValue(text: string | null, type: ParquetType | undefined, column: string) {
  if (text === null) return null
  const value = type?.parse(text) ?? null
  if (value === null) throw new Error(`${column} has the value ${text}, which the Parquet type cannot hold.`)
  return value
}

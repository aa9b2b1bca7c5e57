import type pg from 'pg'
import type { ExportFolder } from './export-folder.ts'
import { type ExportedTable, pathOf } from './exported-table.ts'
import type { ExportedFile } from './manifest.ts'
import { openPartition, type Partition, type PartitionKey } from './partition.ts'
import { type Column, readInBatches } from './read-in-batches.ts'

/** What was exported of a table of a tenant. */
export interface ExportedTableCounts {
  readonly table: string
  readonly rows: number
  /** Numbers that were rounded: Parquet's type has ten digits after the point. */
  readonly rounded: number
  /** Files with rows that are new or changed. */
  readonly written: number
  /** Files that are those of the former export. */
  readonly kept: number
  /** Files of the former export whose rows are gone. */
  readonly removed: number
}

interface TableExport {
  readonly table: ExportedTable
  readonly tenantId: string
  readonly position: string
  /** As in `ExportSelection`. */
  readonly from: string | null
  readonly to: string | null
  /** The files of the former export that these replace. */
  readonly replaced: readonly ExportedFile[]
  /** Whether the table has files besides those. */
  readonly hasOthers: boolean
  readonly signal: AbortSignal
  /** Called with the number of rows read so far. */
  readonly onRows: (rows: number) => void
}

/**
 * Writes the rows of a table of a tenant: a file for each day. A table without rows has one file, from which readers get
 * its columns.
 */
export async function exportTable(
  client: pg.ClientBase,
  folder: ExportFolder,
  options: TableExport,
): Promise<{ readonly files: readonly ExportedFile[]; readonly counts: ExportedTableCounts }> {
  const { table, tenantId, position, from, to, replaced, hasOthers, signal, onRows } = options
  const former = new Map(replaced.map((file) => [file.path, file]))
  const files: ExportedFile[] = []
  let kept = 0
  let read = 0
  let open: (Partition & { readonly day: string | null }) | undefined
  const openDay = (day: string | null, columns: readonly Column[]) => {
    const path = pathOf(table, tenantId, day)
    const key: PartitionKey = { path, table: table.name, tenantId, day, position }
    return { day, ...openPartition(folder, key, { columns, former: former.get(path) }) }
  }
  const close = async () => {
    const closed = await open?.close()
    if (!closed) return
    files.push(closed.file)
    if (closed.isKept) kept += 1
  }

  const values = table.kind === 'fact' ? [tenantId, from, to] : [tenantId]
  for await (const { columns: all, rows } of readInBatches(client, table.rows, values)) {
    const [, ...columns] = all
    for (const [day = null, ...row] of rows) {
      if (open?.day !== day) {
        await close()
        open = openDay(day, columns)
      }
      await open.add(row)
    }
    if (!open && rows.length === 0 && !hasOthers) open = openDay(null, columns)
    read += rows.length
    onRows(read)
    signal.throwIfAborted()
  }
  await close()
  const paths = new Set(files.map(({ path }) => path))
  const counts = {
    table: table.name,
    rows: files.reduce((sum, file) => sum + file.rows, 0),
    rounded: files.reduce((sum, file) => sum + file.rounded, 0),
    written: files.length - kept,
    kept,
    removed: replaced.filter(({ path }) => !paths.has(path)).length,
  }
  return { files, counts }
}

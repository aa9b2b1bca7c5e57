import { Panel } from '../components/layout/panel.tsx'
import { type Column, DataTable } from '../components/table/data-table.tsx'
import { countIncluded } from './count-included.ts'

interface IncludedRowsProps<Included extends { readonly id: string }> {
  readonly title: string
  readonly columns: readonly Column<Included>[]
  readonly rows: readonly Included[]
}

/** A panel with the rows that a record includes, such as a customer's jobs. */
export function IncludedRows<Included extends { readonly id: string }>({
  title,
  columns,
  rows,
}: IncludedRowsProps<Included>) {
  return (
    <Panel title={title} count={countIncluded(rows)} flush>
      <DataTable label={title} columns={columns} rows={rows} rowId={({ id }) => id} />
    </Panel>
  )
}

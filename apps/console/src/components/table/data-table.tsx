import { Skeleton, Table } from '@mantine/core'
import {
  type ColumnDef,
  createColumnHelper,
  type RowData,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import classes from './data-table.module.css'
import { SortButton, sortedBy, type TableSort } from './sort-button.tsx'

export interface ColumnLayout {
  /** The screen width below which the column is hidden, to leave room on a phone. */
  readonly hideBelow?: 'sm' | 'md' | 'lg'
  readonly align?: 'right'
  /** A CSS width. */
  readonly width?: string
}

const features = tableFeatures({ columnMeta: {} as ColumnLayout })
// biome-ignore lint/suspicious/noExplicitAny: each column has cells of its own type
export type Column<Row extends RowData> = ColumnDef<typeof features, Row, any>

/** Columns of a table of `Row`: `column.display({ id, header, cell, meta })`. */
export const columnsOf = <Row extends RowData>() => createColumnHelper<typeof features, Row>()

export interface DataTableProps<Row extends RowData> {
  /** The accessible name of the table. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  /** Undefined while the rows are loading. */
  readonly rows: readonly Row[] | undefined
  /** @param place its place in the list, from 0 */
  readonly rowId: (row: Row, place: number) => string
  /** The number of rows in the skeleton. */
  readonly expectedRows?: number
  /** Whether the table has no link that leads the focus into it: the focus can then be moved to it, to scroll it. */
  readonly isTextOnly?: boolean
  /** Makes each header a button. The rows are in this order already. */
  readonly sort?: TableSort
}

const none: readonly never[] = []

/** A table in which a click anywhere on a row follows the row's first link. */
export function DataTable<Row extends RowData>({
  label,
  columns,
  rows,
  rowId,
  expectedRows = 10,
  isTextOnly = false,
  sort,
}: DataTableProps<Row>) {
  const table = useTable({
    features,
    columns,
    data: rows ?? none,
    getRowId: rowId,
  })
  return (
    <div className={classes.frame} {...(isTextOnly && { tabIndex: 0, role: 'group', 'aria-label': label })}>
      <Table className={classes.table} aria-label={label} aria-busy={rows === undefined}>
        <Table.Thead>
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id}>
              {group.headers.map((header) => (
                <Table.Th
                  key={header.id}
                  scope="col"
                  aria-sort={sort && sortedBy(sort, header.column.id)}
                  {...cellProps(header.column.columnDef.meta)}
                >
                  {sort ? (
                    <SortButton sort={sort} columnId={header.column.id}>
                      <table.FlexRender header={header} />
                    </SortButton>
                  ) : (
                    <table.FlexRender header={header} />
                  )}
                </Table.Th>
              ))}
            </Table.Tr>
          ))}
        </Table.Thead>
        <Table.Tbody>
          {rows === undefined && <SkeletonRows columns={columns} count={expectedRows} />}
          {table.getRowModel().rows.map((row) => (
            <Table.Tr key={row.id} className={classes.row}>
              {row.getAllCells().map((cell) => (
                <Table.Td key={cell.id} {...cellProps(cell.column.columnDef.meta)}>
                  <table.FlexRender cell={cell} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

interface SkeletonRowsProps {
  readonly columns: readonly { readonly id?: string; readonly meta?: ColumnLayout }[]
  readonly count: number
}

function SkeletonRows({ columns, count }: SkeletonRowsProps) {
  return Array.from({ length: count }, (_, row) => (
    <Table.Tr key={row}>
      {columns.map(({ id, meta }, index) => (
        <Table.Td key={id ?? index} {...cellProps(meta)}>
          <Skeleton height={12} my={4} width={index === 0 ? '70%' : '50%'} />
        </Table.Td>
      ))}
    </Table.Tr>
  ))
}

function cellProps(meta: ColumnLayout | undefined) {
  return {
    ...(meta?.hideBelow && { visibleFrom: meta.hideBelow }),
    'data-align': meta?.align,
    w: meta?.width,
  }
}

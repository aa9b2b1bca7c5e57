import { Skeleton, Table } from '@mantine/core'
import {
  type ColumnDef,
  createColumnHelper,
  type RowData,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import classes from './data-table.module.css'

export interface ColumnLook {
  /** The width below which the column is left out: there is no room for everything on a phone. */
  readonly hideBelow?: 'sm' | 'md' | 'lg'
  readonly align?: 'right'
  /** A CSS width. */
  readonly width?: string
}

const features = tableFeatures({ columnMeta: {} as ColumnLook })
// biome-ignore lint/suspicious/noExplicitAny: each column has cells of its own type
export type Column<Row extends RowData> = ColumnDef<typeof features, Row, any>

/** Columns of a table of `Row`: `column.display({ id, header, cell, meta })`. */
export const columnsOf = <Row extends RowData>() => createColumnHelper<typeof features, Row>()

export interface DataTableProps<Row extends RowData> {
  /** What the table holds, for those who do not see it. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  /** Undefined while they are loaded. */
  readonly rows: readonly Row[] | undefined
  readonly rowId: (row: Row) => string
  /** How many rows the skeleton has. */
  readonly expectedRows?: number
}

const none: readonly never[] = []

/** A table whose first link in a row is followed wherever the row is clicked. */
export function DataTable<Row extends RowData>({
  label,
  columns,
  rows,
  rowId,
  expectedRows = 10,
}: DataTableProps<Row>) {
  const table = useTable({
    features,
    columns,
    data: rows ?? none,
    getRowId: rowId,
  })
  return (
    <div className={classes.frame}>
      <Table className={classes.table} aria-label={label} aria-busy={rows === undefined}>
        <Table.Thead>
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id}>
              {group.headers.map((header) => (
                <Table.Th key={header.id} scope="col" {...look(header.column.columnDef.meta)}>
                  <table.FlexRender header={header} />
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
                <Table.Td key={cell.id} {...look(cell.column.columnDef.meta)}>
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
  readonly columns: readonly { readonly id?: string; readonly meta?: ColumnLook }[]
  readonly count: number
}

function SkeletonRows({ columns, count }: SkeletonRowsProps) {
  return Array.from({ length: count }, (_, index) => (
    <Table.Tr key={index}>
      {columns.map(({ id, meta }, at) => (
        <Table.Td key={id ?? at} {...look(meta)}>
          <Skeleton height={12} my={4} width={at === 0 ? '70%' : '50%'} />
        </Table.Td>
      ))}
    </Table.Tr>
  ))
}

function look(meta: ColumnLook | undefined) {
  return {
    ...(meta?.hideBelow && { visibleFrom: meta.hideBelow }),
    'data-align': meta?.align,
    w: meta?.width,
  }
}

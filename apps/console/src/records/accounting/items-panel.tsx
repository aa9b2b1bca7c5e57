import { columnsOf } from '../../components/table/data-table.tsx'
import { formatMoney, formatQuantity } from '../../components/values/format-number.ts'
import { estimateItems, invoiceItems, type SentItem } from './sent-items.ts'
import { SentPanel } from './sent-panel.tsx'

const column = columnsOf<SentItem>()
const columns = column.columns([
  column.display({ id: 'name', header: 'Item', cell: ({ row: { original } }) => original.name ?? '–' }),
  column.display({
    id: 'type',
    header: 'Type',
    cell: ({ row: { original } }) => original.type ?? '–',
    meta: { hideBelow: 'sm', width: '8rem' },
  }),
  column.display({
    id: 'quantity',
    header: 'Quantity',
    cell: ({ row: { original } }) => formatQuantity(original.quantity),
    meta: { align: 'right', width: '6rem' },
  }),
  column.display({
    id: 'price',
    header: 'Price',
    cell: ({ row: { original } }) => formatMoney(original.price),
    meta: { align: 'right', hideBelow: 'sm', width: '8rem' },
  }),
  column.display({
    id: 'total',
    header: 'Total',
    cell: ({ row: { original } }) => formatMoney(original.total),
    meta: { align: 'right', width: '8rem' },
  }),
])

const rowsOf = { invoices: invoiceItems, estimates: estimateItems }

export interface ItemsPanelProps {
  readonly resource: keyof typeof rowsOf
  /** The id of the invoice or estimate in ServiceTitan. */
  readonly serviceTitanId: string
}

/** The items of an invoice or an estimate, as ServiceTitan sent them. */
export function ItemsPanel({ resource, serviceTitanId }: ItemsPanelProps) {
  return (
    <SentPanel
      title="Items"
      resource={resource}
      serviceTitanId={serviceTitanId}
      rowsOf={rowsOf[resource]}
      columns={columns}
      emptyTitle="No items"
      emptyText="ServiceTitan sent none with this record."
    />
  )
}

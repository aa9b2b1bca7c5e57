import type { ReceivablesReport } from 'api/client'
import { Panel } from '../../components/layout/panel.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import { formatMoney } from '../../components/values/format-number.ts'
import { MoneyChart } from '../../reports/charts/money-chart.tsx'
import { type AgeingPart, partsOfAgeing } from './ageing.ts'

export type AgeingPanelProps = Pick<ReceivablesReport, 'ageing' | 'total'>

/** Receivables by the days since an invoice was due: a chart, and a table with the same numbers. */
export function AgeingPanel({ ageing, total }: AgeingPanelProps) {
  const parts = partsOfAgeing(ageing)
  return (
    <Panel title="By age" flush>
      <MoneyChart
        series={[{ label: 'Still to be paid' }]}
        parts={parts.map(({ label, amount }) => ({ label, values: [amount] }))}
      />
      <DataTable
        label="Receivables by age"
        columns={columns}
        rows={[...parts, { name: 'total', label: 'Total', amount: total }]}
        rowId={({ name }) => name}
        isTextOnly
      />
    </Panel>
  )
}

const column = columnsOf<AgeingPart>()
const columns = column.columns([
  column.display({
    id: 'age',
    header: 'Overdue for',
    cell: ({ row: { original } }) => original.label,
  }),
  column.display({
    id: 'amount',
    header: 'Still to be paid',
    cell: ({ row: { original } }) => formatMoney(original.amount),
    meta: { align: 'right' },
  }),
])

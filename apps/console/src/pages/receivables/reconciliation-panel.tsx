import { Text } from '@mantine/core'
import type { ReceivablesReport } from 'api/client'
import { Panel } from '../../components/layout/panel.tsx'
import { compareDecimals } from '../../components/values/decimal.ts'
import { Facts } from '../../components/values/facts.tsx'
import { formatMoney } from '../../components/values/format-number.ts'

export type ReconciliationPanelProps = Pick<ReceivablesReport, 'total' | 'reconciliation'>

/** How the receivables compare with the balances that ServiceTitan has now. */
export function ReconciliationPanel({ total, reconciliation }: ReconciliationPanelProps) {
  return (
    <Panel title="Compared with ServiceTitan">
      {reconciliation === null ? (
        <Text size="sm">
          Unknown for a former day: ServiceTitan’s balances are of now, and it has none of before.
        </Text>
      ) : (
        <>
          <Facts
            facts={[
              ['Receivables', formatMoney(total)],
              ['ServiceTitan’s balances', formatMoney(reconciliation.balance)],
              ['Difference', formatMoney(reconciliation.difference)],
            ]}
          />
          <Text size="sm" c="dimmed" mt="xs">
            {compareDecimals(reconciliation.difference, '0') === 0
              ? 'Both agree.'
              : 'Receivables are invoices less the payments applied to them; ServiceTitan’s balances are a field of each invoice.'}
          </Text>
        </>
      )}
    </Panel>
  )
}

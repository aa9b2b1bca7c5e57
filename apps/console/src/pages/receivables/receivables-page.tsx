import { Stack } from '@mantine/core'
import { DayFilter } from '../../components/filters/day-filter.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { formatDays, formatMoney } from '../../components/values/format-number.ts'
import { useOpenInvoices, useReceivables } from '../../data/use-metrics.ts'
import { ExportButton } from '../../reports/export-button.tsx'
import { ReportState } from '../../reports/facts/report-state.tsx'
import { Figure, Figures } from '../../reports/figures/figures.tsx'
import { Notes } from '../../reports/figures/notes.tsx'
import { ReportFilters } from '../../reports/period/report-filters.tsx'
import { useToday } from '../../reports/period/use-report-period.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { formatCalendarDate, isDay } from '../../time/local-day.ts'
import { overdueAmount } from './ageing.ts'
import { AgeingPanel } from './ageing-panel.tsx'
import { OpenInvoices } from './open-invoices.tsx'
import { ReconciliationPanel } from './reconciliation-panel.tsx'

const filterNames = ['on'] as const
const notes = [
  'An invoice without a day on which it is due counts as due on its date. Credits, and what was paid too much, are negative.',
]

/** What was still to be paid at the end of a day of the tenant: by age, and invoice by invoice. */
export function Component() {
  const account = useAccount()
  const [filters, setFilter] = useFilters(filterNames)
  const today = useToday()
  const asked = filters.on ?? null
  const on = isDay(asked) ? asked : today
  const query = useReceivables(account, on)
  const invoices = useOpenInvoices(account, on)
  return (
    <>
      <PageHeader
        title="Receivables"
        description={`At the end of ${formatCalendarDate(on)} · days in ${account.timeZone}`}
      />
      <Stack gap="md">
        <ReportFilters label="Day">
          {/* Without the filter, the page moves on to the next day. */}
          <DayFilter
            label="Day"
            labelWidth="3rem"
            value={on}
            onChange={(day) => setFilter('on', day === today ? null : day)}
          />
        </ReportFilters>
        <ReportState query={query}>
          {({ answer }) => (
            <>
              <div>
                <Figures>
                  <Figure label="Still to be paid">{formatMoney(answer.total)}</Figure>
                  <Figure label="Overdue">{formatMoney(overdueAmount(answer.ageing))}</Figure>
                  <Figure
                    label="Days of sales (DSO)"
                    note={
                      answer.dso === null
                        ? 'nothing was invoiced in the 90 days before'
                        : 'of the invoices of the 90 days before'
                    }
                  >
                    {formatDays(answer.dso)}
                  </Figure>
                </Figures>
                <Notes notes={notes} />
              </div>
              <AgeingPanel ageing={answer.ageing} total={answer.total} />
              <ReconciliationPanel total={answer.total} reconciliation={answer.reconciliation} />
              <Panel
                title="Open invoices"
                flush
                actions={
                  <ExportButton
                    title="Open invoices"
                    suffix={answer.on}
                    read={(csv) => csv.openInvoices({ on: answer.on })}
                  />
                }
              >
                <OpenInvoices query={invoices} on={answer.on} />
              </Panel>
            </>
          )}
        </ReportState>
      </Stack>
    </>
  )
}

import { Stack } from '@mantine/core'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { formatMetric } from '../../components/values/format-metric.ts'
import { formatCount } from '../../components/values/format-number.ts'
import { useCustomersReport } from '../../data/use-metrics.ts'
import { ExportButton } from '../../reports/export-button.tsx'
import { ReportState } from '../../reports/facts/report-state.tsx'
import { Figure, Figures } from '../../reports/figures/figures.tsx'
import { Notes } from '../../reports/figures/notes.tsx'
import { rowsPath } from '../../reports/members.ts'
import { PeriodFields, periodFilterNames, ReportFilters } from '../../reports/period/report-filters.tsx'
import { daysInName } from '../../reports/period/report-period.ts'
import { useReportPeriod } from '../../reports/period/use-report-period.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { CohortPanel } from './cohort-panel.tsx'
import { cohortsOf } from './cohorts.ts'

/** The customers of a period of the tenant's days: who came back, and the cohorts of its months. */
export function Component() {
  const [filters, setFilter] = useFilters(periodFilterNames)
  const { period, today, description } = useReportPeriod(filters)
  const { from, to } = period
  const query = useCustomersReport(useAccount(), { from, to })
  return (
    <>
      <PageHeader
        title="Retention"
        description={description}
        actions={
          <TenantLink to={rowsPath({ metric: 'completed_jobs', from, to })}>
            Completed jobs of this period
          </TenantLink>
        }
      />
      <Stack gap="md">
        <ReportFilters>
          <PeriodFields period={period} onChange={setFilter} />
        </ReportFilters>
        <ReportState query={query}>
          {({ answer }) => (
            <>
              <div>
                <Figures>
                  <Figure label="Customers" note="with a completed job in the period">
                    {formatCount(answer.customers)}
                  </Figure>
                  <Figure label="Came back" note="of those, with a completed job before the period">
                    {formatCount(answer.returned)}
                  </Figure>
                  <Figure label="Share" note="came back / customers">
                    {formatMetric(answer.rate, 'ratio')}
                  </Figure>
                </Figures>
                <Notes
                  notes={[
                    'Below: of the customers whose first job was completed in a month, those with a completed job in each later month, also after the period.',
                  ]}
                />
              </div>
              <CohortPanel
                cohorts={cohortsOf(answer, today)}
                actions={
                  <ExportButton
                    title="Cohorts"
                    suffix={daysInName(period)}
                    read={(csv) => csv.cohorts({ from, to })}
                  />
                }
              />
            </>
          )}
        </ReportState>
      </Stack>
    </>
  )
}

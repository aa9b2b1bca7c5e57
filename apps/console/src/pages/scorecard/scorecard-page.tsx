import { Stack } from '@mantine/core'
import { IconClock, IconTrophy } from '@tabler/icons-react'
import type { MetricDefinition } from 'api/client'
import { useMemo } from 'react'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { useMetricDefinitions, useMetrics } from '../../data/use-metrics.ts'
import { MemberPanel } from '../../reports/by-member/member-panel.tsx'
import { sortOrderOf } from '../../reports/by-member/member-rows.ts'
import { MemberTable } from '../../reports/by-member/member-table.tsx'
import { unsoldNotes } from '../../reports/by-member/unsold-note.ts'
import { ExportButton } from '../../reports/export-button.tsx'
import { ReportSkeleton, ReportState } from '../../reports/facts/report-state.tsx'
import { MetricFigures } from '../../reports/figures/metric-figures.tsx'
import { answerNotes, Notes } from '../../reports/figures/notes.tsx'
import {
  CompareField,
  comparisonOf,
  PeriodFields,
  periodFilterNames,
  ReportFilters,
} from '../../reports/period/report-filters.tsx'
import { daysInName, type ReportPeriod } from '../../reports/period/report-period.ts'
import { useReportPeriod } from '../../reports/period/use-report-period.ts'
import { useAccount } from '../../session/use-accounts.ts'

/** The columns, in their order. */
const metrics = [
  'technician_revenue',
  'technician_jobs',
  'booked_minutes',
  'revenue_per_booked_hour',
  'total_sales',
  'sold_estimates',
  'estimate_win_rate',
]
/** The columns of the second table, which needs timesheets, shifts and items of invoices. */
const timeMetrics = [
  'utilisation',
  'billable_efficiency',
  'booked_minutes',
  'available_minutes',
  'worked_minutes',
  'sold_minutes',
]
const filterNames = [...periodFilterNames, 'compare', 'sort', 'time'] as const

type SetFilter = (name: (typeof filterNames)[number], value: string | null) => void

/** The numbers of each technician in a period of the tenant's days. */
export function Component() {
  const [filters, setFilter] = useFilters(filterNames)
  const { period, description } = useReportPeriod(filters)
  const query = useMetricDefinitions(useAccount())
  return (
    <>
      <PageHeader title="Technician scorecard" description={description} />
      <Stack gap="md">
        <ReportFilters>
          <PeriodFields period={period} onChange={setFilter} />
          <CompareField value={filters.compare} onChange={(value) => setFilter('compare', value)} />
        </ReportFilters>
        <QueryState query={query} skeleton={<ReportSkeleton />}>
          {(definitions) => (
            <>
              <Report
                definitions={definitions}
                period={period}
                compare={filters.compare}
                sort={filters.sort}
                onChange={setFilter}
              />
              <MemberPanel
                title="Time by technician"
                icon={IconClock}
                empty="No technician has shifts, visits or timesheets in the period: choose another one."
                definitions={definitions}
                metrics={timeMetrics}
                by="technician"
                period={period}
                compare={filters.compare}
                sort={filters.time}
                onSort={(sort) => setFilter('time', sort)}
              />
            </>
          )}
        </QueryState>
      </Stack>
    </>
  )
}

interface ReportProps {
  readonly definitions: readonly MetricDefinition[]
  readonly period: ReportPeriod
  readonly compare: string | undefined
  readonly sort: string | undefined
  readonly onChange: SetFilter
}

function Report({ definitions, period: { from, to }, compare, sort, onChange }: ReportProps) {
  const shown = useMemo(
    () => metrics.flatMap((name) => definitions.find((known) => known.name === name) ?? []),
    [definitions],
  )
  const order = sortOrderOf(sort, metrics)
  const asked = { metrics, from, to, by: 'technician', compare: comparisonOf(compare) } as const
  const query = useMetrics(useAccount(), asked)
  return (
    <ReportState query={query}>
      {({ answer }) => (
        <>
          <div>
            <MetricFigures definitions={shown} answer={answer} members={noMembers} />
            <Notes notes={[...answerNotes(answer, shown), ...unsoldNotes(answer)]} />
          </div>
          <Panel
            title="Technicians"
            flush
            actions={
              <ExportButton
                title="Technicians"
                suffix={daysInName({ from, to })}
                read={(csv) => csv.queryMetrics(asked)}
              />
            }
          >
            <MemberTable
              label="Technicians"
              dimension="technician"
              definitions={shown}
              answer={answer}
              members={noMembers}
              order={order}
              onSort={(next) => onChange('sort', next)}
              empty={noTechnicians}
            />
          </Panel>
        </>
      )}
    </ReportState>
  )
}

const noMembers = {}
const noTechnicians = {
  icon: IconTrophy,
  title: 'No technicians',
  children: 'No technician has jobs, visits or sold estimates in the period: choose another one.',
}

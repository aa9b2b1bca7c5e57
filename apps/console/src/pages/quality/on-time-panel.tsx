import type { MetricDefinition } from 'api/client'
import { useMemo } from 'react'
import { useMetrics } from '../../data/use-metrics.ts'
import { ExportButton } from '../../reports/export-button.tsx'
import { FactsQueryState } from '../../reports/facts/facts-query-state.tsx'
import { ReportSkeleton } from '../../reports/facts/report-state.tsx'
import { type Members, queryOfMembers } from '../../reports/members.ts'
import { TrendPanel } from '../../reports/parts/trend-panel.tsx'
import { daysInName, type ReportPeriod } from '../../reports/period/report-period.ts'
import { useAccount } from '../../session/use-accounts.ts'

const metrics = ['on_time_rate']

export interface OnTimePanelProps {
  readonly definitions: readonly MetricDefinition[]
  readonly period: ReportPeriod
  readonly today: string
  /** The filters of the report. Visits have a business unit only. */
  readonly members: Members
}

/** How many visits began on time, which needs timesheets; nothing while the report is narrowed to what visits lack. */
export function OnTimePanel({ definitions, period, today, members }: OnTimePanelProps) {
  const { businessUnit, jobType, campaign } = members
  return jobType || campaign ? null : (
    <Trend definitions={definitions} period={period} today={today} members={{ businessUnit }} />
  )
}

function Trend({ definitions, period, today, members }: OnTimePanelProps) {
  const { from, to, grain } = period
  const shown = useMemo(() => definitions.filter(({ name }) => metrics.includes(name)), [definitions])
  const asked = { metrics, from, to, grain, ...queryOfMembers(members) }
  const query = useMetrics(useAccount(), asked)
  return (
    <FactsQueryState query={query} skeleton={<ReportSkeleton />}>
      {({ answer, asked: { grain: shownGrain = grain } }) => (
        <TrendPanel
          title="Visits on time"
          definitions={shown}
          answer={answer}
          grain={shownGrain}
          today={today}
          members={members}
          actions={
            <ExportButton
              title="Visits on time"
              suffix={daysInName(period)}
              read={(csv) => csv.queryMetrics(asked)}
            />
          }
        />
      )}
    </FactsQueryState>
  )
}

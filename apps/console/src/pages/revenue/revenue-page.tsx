import { Stack } from '@mantine/core'
import type { MetricDefinition } from 'api/client'
import { useMemo } from 'react'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useMetricDefinitions, useMetrics } from '../../data/use-metrics.ts'
import { ExportButton } from '../../reports/export-button.tsx'
import { ReportSkeleton, ReportState } from '../../reports/facts/report-state.tsx'
import { MetricFigures } from '../../reports/figures/metric-figures.tsx'
import { answerNotes, Notes } from '../../reports/figures/notes.tsx'
import { queryOfMembers, wordsOf } from '../../reports/members.ts'
import { PartsPanel } from '../../reports/parts/parts-panel.tsx'
import { revenueParts } from '../../reports/parts/revenue-parts.ts'
import { comparisonOf } from '../../reports/period/report-filters.tsx'
import { daysInName, type ReportPeriod } from '../../reports/period/report-period.ts'
import { useReportPeriod } from '../../reports/period/use-report-period.ts'
import { useAccount } from '../../session/use-accounts.ts'
import {
  filterNames,
  RevenueFilterFields,
  type RevenueFilters,
  revenueDimensions,
} from './revenue-filters.tsx'

/** The figures, in their order. */
const figures = [
  'total_revenue',
  'completed_revenue',
  'completed_jobs',
  'opportunity_average',
  'conversion_rate',
  'recall_rate',
  'booked_jobs',
  'cancellation_rate',
]

/** Revenue of a period of the tenant's days: key figures, and completed revenue part by part. */
export function Component() {
  const [filters, setFilter] = useFilters(filterNames)
  const { period, today, description } = useReportPeriod(filters)
  const query = useMetricDefinitions(useAccount())
  return (
    <>
      <PageHeader title="Revenue" description={description} />
      <Stack gap="md">
        <RevenueFilterFields filters={filters} period={period} onChange={setFilter} />
        <QueryState query={query} skeleton={<ReportSkeleton />}>
          {(definitions) => (
            <Report definitions={definitions} filters={filters} period={period} today={today} />
          )}
        </QueryState>
      </Stack>
    </>
  )
}

interface ReportProps {
  readonly definitions: readonly MetricDefinition[]
  readonly filters: RevenueFilters
  readonly period: ReportPeriod
  readonly today: string
}

function Report({ definitions, filters, period, today }: ReportProps) {
  const { from, to, grain } = period
  const { businessUnit, jobType, campaign } = filters
  const members = useMemo(() => ({ businessUnit, jobType, campaign }), [businessUnit, jobType, campaign])
  const by = revenueDimensions.find(({ name }) => name === filters.by)?.name
  const compare = comparisonOf(filters.compare)
  const needed = revenueDimensions.filter(({ name, filter }) => name === by || members[filter] !== undefined)
  const all = figures.flatMap((name) => definitions.find((known) => known.name === name) ?? [])
  const isAnswered = (metric: MetricDefinition) =>
    needed.every(({ name }) => metric.dimensions.includes(name))
  const leftOut = all.filter((metric) => !isAnswered(metric))
  const metrics = all.filter(isAnswered).map(({ name }) => name)
  const query = { metrics, from, to, by, grain, compare, ...queryOfMembers(members) }
  const result = useMetrics(useAccount(), query)
  return (
    <ReportState query={result}>
      {({ asked, answer }) => (
        <>
          <div>
            <MetricFigures definitions={all} answer={answer} members={members} />
            <Notes notes={[...answerNotes(answer, all), ...leftOutNotes(leftOut)]} />
          </div>
          <PartsPanel
            data={revenueParts(answer, {
              by: asked.by,
              grain: asked.grain ?? grain,
              compare: asked.compare,
              today,
            })}
            by={asked.by}
            members={members}
            period={answer.period}
            actions={
              <ExportButton
                title="Revenue"
                suffix={daysInName({ from, to })}
                read={(csv) => csv.queryMetrics(query)}
              />
            }
          />
        </>
      )}
    </ReportState>
  )
}

/** Why some figures are left out. */
const leftOutNotes = (leftOut: readonly MetricDefinition[]): readonly string[] =>
  leftOut.map(
    ({ label, dimensions: allowed }) =>
      `${label} is left out: it can only be broken down and filtered by ${allowed.map(wordsOf).join(', ')}.`,
  )

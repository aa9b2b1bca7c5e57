import { Stack } from '@mantine/core'
import type { MetricDefinition } from 'api/client'
import { useMemo } from 'react'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useMetricDefinitions, useMetrics } from '../../data/use-metrics.ts'
import { ReportSkeleton, ReportState } from '../../reports/facts/report-state.tsx'
import { Figures } from '../../reports/figures/figures.tsx'
import { MetricFigure } from '../../reports/figures/metric-figures.tsx'
import { answerNotes, Notes } from '../../reports/figures/notes.tsx'
import { jobMembers, queryOfMembers, useWordsOfMembers } from '../../reports/members.ts'
import { MemberFields } from '../../reports/period/member-fields.tsx'
import {
  CompareField,
  comparisonOr,
  PeriodFields,
  periodFilterNames,
  ReportFilters,
} from '../../reports/period/report-filters.tsx'
import type { ReportPeriod } from '../../reports/period/report-period.ts'
import { useReportPeriod } from '../../reports/period/use-report-period.ts'
import { reportOf, reportPath } from '../../reports/report-links.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { ReceivablesFigure } from './receivables-figure.tsx'
import { RevenueMonths } from './revenue-months.tsx'

/** The figures, in their order; the eighth is the receivables. */
const figures = [
  'completed_revenue',
  'completed_jobs',
  'opportunity_average',
  'conversion_rate',
  'total_sales',
  'booked_jobs',
  'recall_rate',
]

const filterNames = [...periodFilterNames, 'compare', ...jobMembers] as const

type Filters = Readonly<Record<(typeof filterNames)[number], string | undefined>>

/** The business at a glance: eight figures of a period with their former values, and the revenue of 18 months. */
export function Component() {
  const [filters, setFilter] = useFilters(filterNames)
  const { period, today, description } = useReportPeriod(filters)
  const { businessUnit, jobType, campaign } = filters
  const members = useMemo(() => ({ businessUnit, jobType, campaign }), [businessUnit, jobType, campaign])
  const query = useMetricDefinitions(useAccount())
  return (
    <>
      <PageHeader title="Dashboard" description={description} />
      <Stack gap="md">
        <ReportFilters words={useWordsOfMembers(members)}>
          <PeriodFields period={period} onChange={setFilter} />
          <CompareField
            value={comparisonOr(filters.compare)}
            onChange={(value) => setFilter('compare', value === 'previous' ? null : value)}
            isOptional={false}
          />
          <MemberFields names={jobMembers} members={members} onChange={setFilter} />
        </ReportFilters>
        <QueryState query={query} skeleton={<ReportSkeleton />}>
          {(definitions) => (
            <>
              <Report definitions={definitions} filters={filters} period={period} today={today} />
              <RevenueMonths members={members} today={today} />
            </>
          )}
        </QueryState>
      </Stack>
    </>
  )
}

interface ReportProps {
  readonly definitions: readonly MetricDefinition[]
  readonly filters: Filters
  readonly period: ReportPeriod
  readonly today: string
}

function Report({ definitions, filters, period: { from, to }, today }: ReportProps) {
  const compare = comparisonOr(filters.compare)
  const query = useMetrics(useAccount(), { metrics: figures, from, to, compare, ...queryOfMembers(filters) })
  const isFiltered = jobMembers.some((name) => filters[name] !== undefined)
  const shown = figures.flatMap((name) => definitions.find((known) => known.name === name) ?? [])
  return (
    <ReportState query={query}>
      {({ answer }) => (
        <div>
          <Figures>
            {shown.map((definition) => (
              <MetricFigure
                key={definition.name}
                definition={definition}
                value={answer.totals[definition.name]}
                to={reportPath(definition, { ...filters, compare })}
                target={reportOf(definition).title}
              />
            ))}
            {!isFiltered && (
              <ReceivablesFigure period={answer.period} comparedWith={answer.comparedWith} today={today} />
            )}
          </Figures>
          <Notes
            notes={[
              ...answerNotes(answer, shown),
              ...(isFiltered ? ['Receivables are left out: they cannot be filtered.'] : []),
            ]}
          />
        </div>
      )}
    </ReportState>
  )
}

import { Skeleton, Stack, Text } from '@mantine/core'
import type { MetricDefinition } from 'api/client'
import { useMemo } from 'react'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useMetricDefinitions, useMetrics } from '../../data/use-metrics.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { localDay } from '../../time/local-day.ts'
import { useNow } from '../../time/use-now.ts'
import { FactsAge } from './facts-age.tsx'
import { FactsQueryState } from './facts-query-state.tsx'
import { queryOfMembers, wordsOf } from './members.ts'
import { MetricFigures } from './metric-figures.tsx'
import { PartsPanel } from './parts-panel.tsx'
import { formatPeriod, periodOf, type ReportPeriod } from './report-period.ts'
import {
  type comparisons,
  filterNames,
  RevenueFilterFields,
  type RevenueFilters,
  revenueDimensions,
} from './revenue-filters.tsx'
import classes from './revenue-page.module.css'
import { revenueParts } from './revenue-parts.ts'

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
const minuteMs = 60_000

/** Revenue of a period of the tenant's days: key figures, and completed revenue part by part. */
export function Component() {
  const account = useAccount()
  const [filters, setFilter] = useFilters(filterNames)
  const today = localDay(useNow(minuteMs), account.timeZone)
  const period = periodOf(filters, today)
  const query = useMetricDefinitions(account)
  return (
    <>
      <PageHeader title="Revenue" description={`${formatPeriod(period)} · days in ${account.timeZone}`} />
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
  const query = useMetrics(useAccount(), {
    metrics,
    from,
    to,
    by,
    grain,
    compare,
    ...queryOfMembers(members),
  })
  return (
    <FactsQueryState query={query} skeleton={<ReportSkeleton />}>
      {({ asked, answer, readAt }) => (
        <Stack gap="md" className={query.isPlaceholderData ? classes.stale : undefined}>
          <FactsAge asOf={answer.asOf} readAt={readAt} />
          <div>
            <MetricFigures
              definitions={all.filter(({ name }) => answer.totals[name] !== undefined)}
              answer={answer}
              members={members}
            />
            <Notes leftOut={leftOut} comparedWith={answer.comparedWith} />
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
          />
        </Stack>
      )}
    </FactsQueryState>
  )
}

interface NotesProps {
  readonly leftOut: readonly MetricDefinition[]
  readonly comparedWith: { readonly from: string; readonly to: string } | null
}

/** What the figures are compared with, and why some are left out. */
function Notes({ leftOut, comparedWith }: NotesProps) {
  const notes = [
    ...(comparedWith ? [`Compared with ${formatPeriod(comparedWith)}.`] : []),
    ...leftOut.map(
      ({ label, dimensions: allowed }) =>
        `${label} is left out: it can only be broken down and filtered by ${allowed.map(wordsOf).join(', ')}.`,
    ),
  ]
  return notes.map((note) => (
    <Text key={note} size="sm" c="dimmed" mt={6}>
      {note}
    </Text>
  ))
}

function ReportSkeleton() {
  return (
    <Stack gap="md">
      <Skeleton height={160} radius="lg" />
      <Skeleton height={420} radius="lg" />
    </Stack>
  )
}

const comparisonOf = (name: string | undefined): keyof typeof comparisons | undefined =>
  name === 'previous' || name === 'year' ? name : undefined

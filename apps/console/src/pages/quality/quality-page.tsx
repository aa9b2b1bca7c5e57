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
import { jobMembers, type Members, queryOfMembers, useWordsOfMembers } from '../../reports/members.ts'
import { TrendPanel } from '../../reports/parts/trend-panel.tsx'
import { MemberFields } from '../../reports/period/member-fields.tsx'
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
import { OnTimePanel } from './on-time-panel.tsx'
import { RecallsPanel } from './recalls-panel.tsx'

const metrics = ['first_time_fix_rate', 'recall_rate', 'completed_jobs']
const filterNames = [...periodFilterNames, 'compare', ...jobMembers] as const

const provisional =
  'A job counts by the day on which it was completed. Until 30 days later a recall may still be booked: the numbers of the last 30 days are provisional.'

/** How well jobs were done in a period of the tenant's days: first-time fixes, and recalls with both jobs. */
export function Component() {
  const [filters, setFilter] = useFilters(filterNames)
  const { businessUnit, jobType, campaign } = filters
  const members = useMemo(() => ({ businessUnit, jobType, campaign }), [businessUnit, jobType, campaign])
  const { period, today, description } = useReportPeriod(filters)
  const query = useMetricDefinitions(useAccount())
  return (
    <>
      <PageHeader title="Quality" description={description} />
      <Stack gap="md">
        <ReportFilters words={useWordsOfMembers(members)}>
          <PeriodFields period={period} onChange={setFilter} />
          <CompareField value={filters.compare} onChange={(value) => setFilter('compare', value)} />
          <MemberFields names={jobMembers} members={members} onChange={setFilter} />
        </ReportFilters>
        <QueryState query={query} skeleton={<ReportSkeleton />}>
          {(definitions) => (
            <>
              <Report
                definitions={definitions}
                compare={filters.compare}
                members={members}
                period={period}
                today={today}
              />
              <OnTimePanel definitions={definitions} period={period} today={today} members={members} />
            </>
          )}
        </QueryState>
      </Stack>
    </>
  )
}

interface ReportProps {
  readonly definitions: readonly MetricDefinition[]
  readonly compare: string | undefined
  readonly members: Members
  readonly period: ReportPeriod
  readonly today: string
}

function Report({ definitions, compare, members, period, today }: ReportProps) {
  const { from, to, grain } = period
  const shown = useMemo(
    () => metrics.flatMap((name) => definitions.find((known) => known.name === name) ?? []),
    [definitions],
  )
  const asked = { metrics, from, to, grain, compare: comparisonOf(compare), ...queryOfMembers(members) }
  const query = useMetrics(useAccount(), asked)
  return (
    <ReportState query={query}>
      {({ answer, asked: { grain: shownGrain = grain } }) => (
        <>
          <div>
            <MetricFigures definitions={shown} answer={answer} members={members} />
            <Notes notes={[...answerNotes(answer, shown), provisional]} />
          </div>
          <TrendPanel
            title="First-time fixes and recalls"
            definitions={shown}
            answer={answer}
            grain={shownGrain}
            today={today}
            members={members}
            actions={
              <ExportButton
                title="First-time fixes and recalls"
                suffix={daysInName(period)}
                read={(csv) => csv.queryMetrics(asked)}
              />
            }
          />
          <RecallsPanel period={period} members={members} />
        </>
      )}
    </ReportState>
  )
}

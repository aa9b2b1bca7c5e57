import { Stack } from '@mantine/core'
import { IconFileDescription } from '@tabler/icons-react'
import type { MetricDefinition } from 'api/client'
import { useMemo } from 'react'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { useMetricDefinitions, useMetrics } from '../../data/use-metrics.ts'
import { sortOrderOf } from '../../reports/by-member/member-rows.ts'
import { MemberTable } from '../../reports/by-member/member-table.tsx'
import { unsoldNotes } from '../../reports/by-member/unsold-note.ts'
import { ExportButton } from '../../reports/export-button.tsx'
import { ReportSkeleton, ReportState } from '../../reports/facts/report-state.tsx'
import { MetricFigures } from '../../reports/figures/metric-figures.tsx'
import { answerNotes, Notes } from '../../reports/figures/notes.tsx'
import { type Members, queryOfMembers, wordsOf } from '../../reports/members.ts'
import { TrendPanel } from '../../reports/parts/trend-panel.tsx'
import { comparisonOf } from '../../reports/period/report-filters.tsx'
import { daysInName, type ReportPeriod } from '../../reports/period/report-period.ts'
import { useReportPeriod } from '../../reports/period/use-report-period.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { breakdownOf, EstimateFilterFields, type EstimateFilters, filterNames } from './estimate-filters.tsx'
import { FunnelPanel, funnelMetrics } from './funnel-panel.tsx'

const figures = ['total_sales', 'sold_estimates', 'estimate_win_rate', 'open_subtotal']
const trend = ['estimate_win_rate', 'created_estimates', 'won_estimates']
const byMember = [
  'created_estimates',
  'won_estimates',
  'estimate_win_rate',
  'created_subtotal',
  'won_subtotal',
]

/** What became of the estimates of a period, and how many of them were won, part by part and by seller or business unit. */
export function Component() {
  const [filters, setFilter] = useFilters(filterNames)
  const { businessUnit, jobType, campaign, technician } = filters
  const members = useMemo(
    () => ({ businessUnit, jobType, campaign, technician }),
    [businessUnit, jobType, campaign, technician],
  )
  const { period, today, description } = useReportPeriod(filters)
  const query = useMetricDefinitions(useAccount())
  return (
    <>
      <PageHeader title="Estimate funnel" description={description} />
      <Stack gap="md">
        <EstimateFilterFields filters={filters} members={members} period={period} onChange={setFilter} />
        <QueryState query={query} skeleton={<ReportSkeleton />}>
          {(definitions) => (
            <Report
              definitions={definitions}
              filters={filters}
              members={members}
              period={period}
              today={today}
              onSort={(sort) => setFilter('sort', sort)}
            />
          )}
        </QueryState>
      </Stack>
    </>
  )
}

interface ReportProps {
  readonly definitions: readonly MetricDefinition[]
  readonly filters: EstimateFilters
  readonly members: Members
  readonly period: ReportPeriod
  readonly today: string
  readonly onSort: (sort: string) => void
}

function Report({ definitions, filters, members, period, today, onSort }: ReportProps) {
  const { from, to, grain } = period
  const compare = comparisonOf(filters.compare)
  const metrics = [...new Set([...figures, ...trend, ...funnelMetrics])]
  const asked = { metrics, from, to, grain, compare, ...queryOfMembers(members) }
  const query = useMetrics(useAccount(), asked)
  const named = (names: readonly string[]) =>
    names.flatMap((name) => definitions.find((known) => known.name === name) ?? [])
  const days = daysInName(period)
  return (
    <>
      <ReportState query={query}>
        {({ answer, asked: { grain: shownGrain = grain } }) => (
          <>
            <div>
              <MetricFigures definitions={named(figures)} answer={answer} members={members} />
              <Notes notes={answerNotes(answer, definitions)} />
            </div>
            <FunnelPanel
              definitions={definitions}
              answer={answer}
              members={members}
              actions={
                <ExportButton
                  title="What became of the estimates"
                  suffix={days}
                  read={(csv) =>
                    csv.queryMetrics({ metrics: funnelMetrics, from, to, ...queryOfMembers(members) })
                  }
                />
              }
            />
            <TrendPanel
              title="Win rate"
              definitions={named(trend)}
              answer={answer}
              grain={shownGrain}
              today={today}
              members={members}
              actions={
                <ExportButton title="Win rate" suffix={days} read={(csv) => csv.queryMetrics(asked)} />
              }
            />
          </>
        )}
      </ReportState>
      <MembersPanel
        definitions={named(byMember)}
        filters={filters}
        members={members}
        period={period}
        onSort={onSort}
      />
    </>
  )
}

const noEstimates = {
  icon: IconFileDescription,
  title: 'No estimates',
  children: 'No estimate was created in the period: choose another one, or other filters.',
}

type MembersPanelProps = Omit<ReportProps, 'today'>

function MembersPanel({ definitions, filters, members, period: { from, to }, onSort }: MembersPanelProps) {
  const by = breakdownOf(filters.by)
  const order = sortOrderOf(filters.sort, byMember)
  const compare = comparisonOf(filters.compare)
  const query = useMetrics(useAccount(), {
    metrics: byMember,
    from,
    to,
    by,
    compare,
    ...queryOfMembers(members),
  })
  // Until it is answered, the state of the report above says what it waits for.
  if (!query.data) return null
  const { answer, asked } = query.data
  const dimension = asked.by ?? by
  const title = `Estimates by ${wordsOf(dimension)}`
  return (
    <div>
      <Panel
        title={title}
        flush
        actions={
          <ExportButton
            title={title}
            suffix={daysInName(answer.period)}
            read={(csv) => csv.queryMetrics(asked)}
          />
        }
      >
        <MemberTable
          label={title}
          dimension={dimension}
          definitions={definitions}
          answer={answer}
          members={members}
          order={order}
          onSort={onSort}
          empty={noEstimates}
        />
      </Panel>
      {dimension === 'technician' && <Notes notes={unsoldNotes(answer)} />}
    </div>
  )
}

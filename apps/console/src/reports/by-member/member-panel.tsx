import type { Icon } from '@tabler/icons-react'
import type { MetricDefinition } from 'api/client'
import { useMemo } from 'react'
import { Panel } from '../../components/layout/panel.tsx'
import { useMetrics } from '../../data/use-metrics.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { ExportButton } from '../export-button.tsx'
import { FactsQueryState } from '../facts/facts-query-state.tsx'
import { ReportSkeleton } from '../facts/report-state.tsx'
import { MetricFigures } from '../figures/metric-figures.tsx'
import type { Dimension } from '../members.ts'
import { comparisonOf } from '../period/report-filters.tsx'
import { daysInName } from '../period/report-period.ts'
import { sortOrderOf } from './member-rows.ts'
import { MemberTable } from './member-table.tsx'

export interface MemberPanelProps {
  readonly title: string
  readonly icon: Icon
  /** Said if no member has a number. */
  readonly empty: string
  /** Of all metrics. */
  readonly definitions: readonly MetricDefinition[]
  /** The metrics, one per figure and column; all have the dimension. */
  readonly metrics: readonly string[]
  readonly by: Dimension
  readonly period: { readonly from: string; readonly to: string }
  readonly compare: string | undefined
  /** The order in the address. */
  readonly sort: string | undefined
  readonly onSort: (sort: string) => void
}

/** Numbers of a period with those of each member of a dimension. It waits for its own facts only. */
export function MemberPanel(props: MemberPanelProps) {
  const { title, icon, empty, definitions, metrics, by, period, compare, sort, onSort } = props
  const { from, to } = period
  const shown = useMemo(
    () => metrics.flatMap((name) => definitions.find((known) => known.name === name) ?? []),
    [definitions, metrics],
  )
  const asked = { metrics, from, to, by, compare: comparisonOf(compare) } as const
  const query = useMetrics(useAccount(), asked)
  const order = sortOrderOf(sort, metrics)
  const file = (
    <ExportButton title={title} suffix={daysInName(period)} read={(csv) => csv.queryMetrics(asked)} />
  )
  return (
    <Panel title={title} flush actions={file}>
      <FactsQueryState query={query} skeleton={<ReportSkeleton />}>
        {({ answer }) => (
          <>
            <MetricFigures definitions={shown} answer={answer} members={noMembers} />
            <MemberTable
              label={title}
              dimension={by}
              definitions={shown}
              answer={answer}
              members={noMembers}
              order={order}
              onSort={onSort}
              empty={{ icon, title, children: empty }}
            />
          </>
        )}
      </FactsQueryState>
    </Panel>
  )
}

const noMembers = {}

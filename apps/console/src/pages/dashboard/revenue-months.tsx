import { QueryState } from '../../components/feedback/query-state.tsx'
import { useMetrics } from '../../data/use-metrics.ts'
import { ExportButton } from '../../reports/export-button.tsx'
import { ReportSkeleton } from '../../reports/facts/report-state.tsx'
import { type Members, queryOfMembers } from '../../reports/members.ts'
import { PartsPanel } from '../../reports/parts/parts-panel.tsx'
import { revenueParts } from '../../reports/parts/revenue-parts.ts'
import { waitingFor } from '../../session/is-refusal.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { addDays, addMonths } from '../../time/local-day.ts'

const MONTHS = 18
const title = 'Completed revenue of 18 months'

export interface RevenueMonthsProps {
  readonly members: Members
  /** The tenant's day. */
  readonly today: string
}

/** Completed revenue of this month and those before it, each beside that of a year before. */
export function RevenueMonths({ members, today }: RevenueMonthsProps) {
  const asked = {
    metrics: ['completed_revenue'],
    from: `${addMonths(today.slice(0, 7), 1 - MONTHS)}-01`,
    to: addDays(today, 1),
    grain: 'month',
    compare: 'year',
    ...queryOfMembers(members),
  } as const
  const query = useMetrics(useAccount(), asked)
  // The figures above say what they wait for too.
  if (waitingFor(query.error)) return null
  return (
    <QueryState query={query} skeleton={<ReportSkeleton />}>
      {({ answer }) => (
        <PartsPanel
          title={title}
          data={revenueParts(answer, { by: undefined, grain: 'month', compare: 'year', today })}
          by={undefined}
          members={members}
          period={answer.period}
          actions={<ExportButton title={title} suffix={today} read={(csv) => csv.queryMetrics(asked)} />}
        />
      )}
    </QueryState>
  )
}

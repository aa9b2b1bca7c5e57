import { Stack } from '@mantine/core'
import { IconBan, IconPhone, IconUsersPlus } from '@tabler/icons-react'
import type { MetricDefinition } from 'api/client'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useMetricDefinitions } from '../../data/use-metrics.ts'
import { MemberPanel } from '../../reports/by-member/member-panel.tsx'
import { ReportSkeleton } from '../../reports/facts/report-state.tsx'
import {
  CompareField,
  PeriodFields,
  periodFilterNames,
  ReportFilters,
} from '../../reports/period/report-filters.tsx'
import type { ReportPeriod } from '../../reports/period/report-period.ts'
import { useReportPeriod } from '../../reports/period/use-report-period.ts'
import { useAccount } from '../../session/use-accounts.ts'

const calls = ['inbound_calls', 'lead_calls', 'call_booking_rate', 'campaign_cost', 'cost_per_lead']
const cancellations = ['cancellations']
const memberships = ['membership_growth', 'new_memberships', 'lost_memberships']
const filterNames = [...periodFilterNames, 'compare', 'calls', 'cancellations', 'memberships'] as const

type Filters = Readonly<Record<(typeof filterNames)[number], string | undefined>>
type SetFilter = (name: (typeof filterNames)[number], value: string | null) => void

/** Where jobs come from in a period of the tenant's days, and why they and members leave. */
export function Component() {
  const [filters, setFilter] = useFilters(filterNames)
  const { period, description } = useReportPeriod(filters)
  const query = useMetricDefinitions(useAccount())
  return (
    <>
      <PageHeader title="Demand" description={description} />
      <Stack gap="md">
        <ReportFilters>
          <PeriodFields period={period} onChange={setFilter} />
          <CompareField value={filters.compare} onChange={(value) => setFilter('compare', value)} />
        </ReportFilters>
        <QueryState query={query} skeleton={<ReportSkeleton />}>
          {(definitions) => (
            <Report definitions={definitions} period={period} filters={filters} onChange={setFilter} />
          )}
        </QueryState>
      </Stack>
    </>
  )
}

interface ReportProps {
  readonly definitions: readonly MetricDefinition[]
  readonly period: ReportPeriod
  readonly filters: Filters
  readonly onChange: SetFilter
}

/** Each part waits for its own facts: an app may not be allowed to read the calls, or the memberships. */
function Report({ definitions, period, filters, onChange }: ReportProps) {
  const shared = { definitions, period, compare: filters.compare }
  return (
    <>
      <MemberPanel
        {...shared}
        title="Calls and costs by campaign"
        icon={IconPhone}
        empty="No campaign has calls or costs in the period: choose another one."
        metrics={calls}
        by="campaign"
        sort={filters.calls}
        onSort={(sort) => onChange('calls', sort)}
      />
      <MemberPanel
        {...shared}
        title="Cancellations by reason"
        icon={IconBan}
        empty="No job was canceled in the period."
        metrics={cancellations}
        by="cancel-reason"
        sort={filters.cancellations}
        onSort={(sort) => onChange('cancellations', sort)}
      />
      <MemberPanel
        {...shared}
        title="Memberships by business unit"
        icon={IconUsersPlus}
        empty="No membership became active in the period, or ceased to be."
        metrics={memberships}
        by="business-unit"
        sort={filters.memberships}
        onSort={(sort) => onChange('memberships', sort)}
      />
    </>
  )
}

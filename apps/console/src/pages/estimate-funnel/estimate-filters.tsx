import { Select } from '@mantine/core'
import {
  type Dimension,
  jobMembers,
  type Members,
  useWordsOfMembers,
  wordsOf,
} from '../../reports/members.ts'
import { MemberFields } from '../../reports/period/member-fields.tsx'
import {
  CompareField,
  PeriodFields,
  periodFilterNames,
  ReportFilters,
} from '../../reports/period/report-filters.tsx'
import type { ReportPeriod } from '../../reports/period/report-period.ts'

/** Estimates have the members of their job, and a seller. */
export const estimateMembers = [...jobMembers, 'technician'] as const

/** The filters in the page's address. */
export const filterNames = [...periodFilterNames, 'compare', 'by', 'sort', ...estimateMembers] as const

export type EstimateFilters = Readonly<Record<(typeof filterNames)[number], string | undefined>>

/** What the table of members is of. */
const breakdowns = ['technician', 'business-unit'] as const satisfies readonly Dimension[]

/** The dimension of the filter in the address. */
export const breakdownOf = (by: string | undefined): (typeof breakdowns)[number] =>
  breakdowns.find((name) => name === by) ?? 'technician'

export interface EstimateFilterFieldsProps {
  readonly filters: EstimateFilters
  readonly members: Members
  readonly period: ReportPeriod
  readonly onChange: (name: keyof EstimateFilters, value: string | null) => void
}

/** Fields for the period, what it is compared with, what it is broken down by, and the members that count. */
export function EstimateFilterFields({ filters, members, period, onChange }: EstimateFilterFieldsProps) {
  return (
    <ReportFilters words={useWordsOfMembers(members)}>
      <PeriodFields period={period} onChange={onChange} />
      <CompareField value={filters.compare} onChange={(value) => onChange('compare', value)} />
      <Select
        aria-label="Break down by"
        data={breakdowns.map((name) => ({ value: name, label: `By ${wordsOf(name)}` }))}
        value={breakdownOf(filters.by)}
        onChange={(value) => onChange('by', value === 'technician' ? null : value)}
        allowDeselect={false}
      />
      <MemberFields names={estimateMembers} members={members} onChange={onChange} />
    </ReportFilters>
  )
}

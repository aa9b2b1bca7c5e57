import { Select } from '@mantine/core'
import { dimensions, jobMembers, useWordsOfMembers, wordsOf } from '../../reports/members.ts'
import { MemberFields } from '../../reports/period/member-fields.tsx'
import {
  CompareField,
  PeriodFields,
  periodFilterNames,
  ReportFilters,
} from '../../reports/period/report-filters.tsx'
import type { ReportPeriod } from '../../reports/period/report-period.ts'

/** The filters in the page's address. */
export const filterNames = [...periodFilterNames, 'compare', 'by', ...jobMembers] as const

export type RevenueFilters = Readonly<Record<(typeof filterNames)[number], string | undefined>>

/** The dimensions of completed revenue. */
export const revenueDimensions = dimensions.filter((dimension) => dimension.name !== 'technician')

export interface RevenueFilterFieldsProps {
  readonly filters: RevenueFilters
  readonly period: ReportPeriod
  readonly onChange: (name: keyof RevenueFilters, value: string | null) => void
}

/** Fields for the period, what it is compared with, what it is broken down by, and the members that count. */
export function RevenueFilterFields({ filters, period, onChange }: RevenueFilterFieldsProps) {
  const { businessUnit, jobType, campaign } = filters
  const members = useWordsOfMembers({ businessUnit, jobType, campaign })
  const by = revenueDimensions.find(({ name }) => name === filters.by)
  return (
    <ReportFilters words={[...(by ? [`By ${wordsOf(by.name)}`] : []), ...members]}>
      <PeriodFields period={period} onChange={onChange} />
      <CompareField value={filters.compare} onChange={(value) => onChange('compare', value)} />
      <Select
        aria-label="Break down by"
        placeholder="Not broken down"
        data={revenueDimensions.map(({ name }) => ({ value: name, label: `By ${wordsOf(name)}` }))}
        value={filters.by ?? null}
        onChange={(value) => onChange('by', value)}
        clearable
      />
      <MemberFields names={jobMembers} members={filters} onChange={onChange} />
    </ReportFilters>
  )
}

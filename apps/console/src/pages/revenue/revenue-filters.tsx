import { Select } from '@mantine/core'
import { DayFilter } from '../../components/filters/day-filter.tsx'
import { NameFilter } from '../../components/filters/name-filter.tsx'
import { addDays } from '../../time/local-day.ts'
import { dimensions, useMemberNames, wordsOf } from './members.ts'
import { periods, type ReportPeriod, usualPeriod } from './report-period.ts'
import classes from './revenue-filters.module.css'

/** The filters in the page's address. */
export const filterNames = [
  'period',
  'from',
  'through',
  'compare',
  'by',
  'businessUnit',
  'jobType',
  'campaign',
] as const

export type RevenueFilters = Readonly<Record<(typeof filterNames)[number], string | undefined>>

/** The dimensions of completed revenue. */
export const revenueDimensions = dimensions.filter((dimension) => dimension.name !== 'technician')

export const comparisons = { previous: 'Previous period', year: 'A year before' } as const

export interface RevenueFilterFieldsProps {
  readonly filters: RevenueFilters
  readonly period: ReportPeriod
  readonly onChange: (name: keyof RevenueFilters, value: string | null) => void
}

/** Fields for the period, what it is compared with, what it is broken down by, and the members that count. */
export function RevenueFilterFields({ filters, period, onChange }: RevenueFilterFieldsProps) {
  const names = useMemberNames()
  const choosePeriod = (name: string | null) => {
    const isCustom = name === 'custom'
    onChange('period', name === usualPeriod ? null : name)
    // A custom period begins with the one that was shown.
    onChange('from', isCustom ? period.from : null)
    onChange('through', isCustom ? addDays(period.to, -1) : null)
  }
  return (
    <search className={classes.filters} aria-label="Period and filters">
      <Select
        aria-label="Period"
        data={optionsOf(periods)}
        value={period.name}
        onChange={choosePeriod}
        allowDeselect={false}
      />
      {period.name === 'custom' && (
        <>
          <DayFilter label="From" value={period.from} onChange={(day) => onChange('from', day)} />
          <DayFilter
            label="Through"
            value={addDays(period.to, -1)}
            onChange={(day) => onChange('through', day)}
          />
        </>
      )}
      <Select
        aria-label="Compare with"
        placeholder="Not compared"
        data={optionsOf(comparisons)}
        value={filters.compare ?? null}
        onChange={(value) => onChange('compare', value)}
        clearable
      />
      <Select
        aria-label="Break down by"
        placeholder="Not broken down"
        data={revenueDimensions.map(({ name }) => ({ value: name, label: `By ${wordsOf(name)}` }))}
        value={filters.by ?? null}
        onChange={(value) => onChange('by', value)}
        clearable
      />
      {revenueDimensions.map(({ name, filter, label }) => (
        <NameFilter
          key={filter}
          label={label}
          placeholder={`Any ${wordsOf(name)}`}
          names={names[filter]}
          value={filters[filter]}
          onChange={(id) => onChange(filter, id)}
        />
      ))}
    </search>
  )
}

const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }))

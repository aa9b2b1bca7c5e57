import { Select } from '@mantine/core'
import type { ReactNode } from 'react'
import { DayFilter } from '../../components/filters/day-filter.tsx'
import { addDays } from '../../time/local-day.ts'
import classes from './report-filters.module.css'
import { periods, type ReportPeriod, usualPeriod } from './report-period.ts'

export interface ReportFiltersProps {
  /** @default Period and filters */
  readonly label?: string
  /** What is chosen in the fields, besides the period: on paper, it replaces them. */
  readonly words?: readonly string[]
  /** The fields. */
  readonly children: ReactNode
}

/** The fields above a report. */
export function ReportFilters({ label = 'Period and filters', words = [], children }: ReportFiltersProps) {
  return (
    <>
      <search className={classes.filters} aria-label={label}>
        {children}
      </search>
      {words.length > 0 && <p className={classes.words}>{words.join(' · ')}</p>}
    </>
  )
}

/** The filters of a period in the address. */
export const periodFilterNames = ['period', 'from', 'through'] as const

export interface PeriodFieldsProps {
  readonly period: ReportPeriod
  readonly onChange: (name: (typeof periodFilterNames)[number], value: string | null) => void
}

/** Fields for the period of a report. */
export function PeriodFields({ period, onChange }: PeriodFieldsProps) {
  const choosePeriod = (name: string | null) => {
    const isCustom = name === 'custom'
    onChange('period', name === usualPeriod ? null : name)
    // A custom period begins with the one that was shown.
    onChange('from', isCustom ? period.from : null)
    onChange('through', isCustom ? addDays(period.to, -1) : null)
  }
  return (
    <>
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
    </>
  )
}

const comparisons = { previous: 'Previous period', year: 'A year before' } as const

/** What the filter in the address compares with; undefined: nothing. */
export const comparisonOf = (name: string | undefined): keyof typeof comparisons | undefined =>
  name === 'previous' || name === 'year' ? name : undefined

/** What the filter in the address compares with where something is always compared. */
export const comparisonOr = (name: string | undefined): keyof typeof comparisons =>
  comparisonOf(name) ?? 'previous'

export interface CompareFieldProps {
  readonly value: string | undefined
  readonly onChange: (value: string | null) => void
  /** Whether the comparison can be left out. @default true */
  readonly isOptional?: boolean
}

/** A field for what a period is compared with. */
export function CompareField({ value, onChange, isOptional = true }: CompareFieldProps) {
  return (
    <Select
      aria-label="Compare with"
      placeholder="Not compared"
      data={optionsOf(comparisons)}
      value={value ?? null}
      onChange={onChange}
      clearable={isOptional}
      allowDeselect={isOptional}
    />
  )
}

const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }))

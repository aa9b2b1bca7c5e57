import { Select } from '@mantine/core'
import { DayFilter } from '../../components/filters/day-filter.tsx'
import { NameFilter } from '../../components/filters/name-filter.tsx'
import { useNames } from '../../data/use-names.ts'
import { ChosenCustomer, ChosenJob } from '../../records/accounting/chosen-record.tsx'
import { useAccount } from '../../session/use-accounts.ts'

/** The filters in the page's address. */
export const filterNames = [
  'jobId',
  'customerId',
  'status',
  'businessUnitId',
  'soldById',
  'createdFrom',
  'createdThrough',
  'soldFrom',
  'soldThrough',
] as const

export type EstimateFilters = Readonly<Record<(typeof filterNames)[number], string | undefined>>

export interface EstimateFilterFieldsProps {
  readonly filters: EstimateFilters
  readonly onChange: (name: keyof EstimateFilters, value: string | null) => void
}

const statuses = ['Open', 'Sold', 'Dismissed']
const days = [
  ['createdFrom', 'Created from'],
  ['createdThrough', 'Created through'],
  ['soldFrom', 'Sold from'],
  ['soldThrough', 'Sold through'],
] as const

/** Fields for the status, the business unit, the seller, and when an estimate was created or sold. */
export function EstimateFilterFields({ filters, onChange }: EstimateFilterFieldsProps) {
  const account = useAccount()
  const businessUnits = useNames(account, 'business-units')
  const technicians = useNames(account, 'technicians')
  return (
    <>
      <ChosenJob id={filters.jobId} onClear={() => onChange('jobId', null)} />
      <ChosenCustomer id={filters.customerId} onClear={() => onChange('customerId', null)} />
      <Select
        aria-label="Status"
        placeholder="Any status"
        data={statuses}
        value={filters.status ?? null}
        onChange={(value) => onChange('status', value)}
        clearable
      />
      <NameFilter
        label="Business unit"
        placeholder="Any business unit"
        names={businessUnits}
        value={filters.businessUnitId}
        onChange={(value) => onChange('businessUnitId', value)}
      />
      <NameFilter
        label="Seller"
        placeholder="Any seller"
        names={technicians}
        value={filters.soldById}
        onChange={(value) => onChange('soldById', value)}
      />
      {days.map(([name, label]) => (
        <DayFilter
          key={name}
          label={label}
          labelWidth="8.25rem"
          value={filters[name]}
          onChange={(value) => onChange(name, value)}
        />
      ))}
    </>
  )
}

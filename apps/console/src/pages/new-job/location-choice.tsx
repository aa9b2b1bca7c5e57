import { Select } from '@mantine/core'
import type { Row } from 'api/client'
import { formatAddress } from '../../components/values/format-address.ts'
import { useRows } from '../../data/use-rows.ts'
import { titleOf } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'

export interface LocationChoiceProps {
  readonly customerId: string
  readonly value: string
  readonly onChange: (id: string) => void
  readonly error: string | undefined
}

/** Chooses one of the customer's locations. */
export function LocationChoice({ customerId, value, onChange, error }: LocationChoiceProps) {
  const { data: locations = [], isPending } = useRows(useAccount(), 'locations', { customerId })
  return (
    <Select
      label="Location"
      required
      searchable
      disabled={customerId === ''}
      placeholder={customerId === '' ? 'Choose the customer first' : undefined}
      data={locations.map((location) => ({ value: location.id, label: labelOf(location) }))}
      value={value || null}
      onChange={(id) => onChange(id ?? '')}
      nothingFoundMessage={isPending ? 'Loading …' : 'This customer has no other location.'}
      error={error}
    />
  )
}

function labelOf(location: Row<'locations'>): string {
  const address = formatAddress(location)
  const title = titleOf('Location', location)
  return address ? `${title} · ${address}` : title
}

import { Select } from '@mantine/core'
import { useSyncTables } from '../data/use-sync-state.ts'
import { useAccount } from '../session/use-accounts.ts'

export interface ResourceFilterProps {
  readonly value: string | undefined
  readonly onChange: (value: string | null) => void
}

/** Filters by one of the account's resources. */
export function ResourceFilter({ value, onChange }: ResourceFilterProps) {
  const { data = [] } = useSyncTables(useAccount())
  const resources = new Set<string>(data.map(({ resource }) => resource))
  // The address may name a resource that the account does not have.
  if (value) resources.add(value)
  return (
    <Select
      aria-label="Resource"
      maw="15rem"
      placeholder="Any resource"
      data={[...resources].toSorted()}
      value={value ?? null}
      onChange={onChange}
      clearable
      searchable
    />
  )
}

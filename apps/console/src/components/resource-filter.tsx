import { Select } from '@mantine/core'
import { useAccount } from '../accounts/use-accounts.ts'
import { useSyncTables } from '../data/use-sync-tables.ts'

export interface ResourceFilterProps {
  readonly value: string | undefined
  readonly onChange: (value: string | null) => void
}

/** Chooses one of the resources that the account has. */
export function ResourceFilter({ value, onChange }: ResourceFilterProps) {
  const { data = [] } = useSyncTables(useAccount())
  const resources = data.map(({ resource }) => resource)
  return (
    <Select
      aria-label="Resource"
      maw="15rem"
      placeholder="Any resource"
      data={[...new Set([...resources, ...(value ? [value] : [])])].toSorted()}
      value={value ?? null}
      onChange={onChange}
      clearable
      searchable
    />
  )
}

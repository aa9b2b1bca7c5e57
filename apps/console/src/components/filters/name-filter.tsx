import { Select } from '@mantine/core'
import { toOptions } from '../inputs/name-options.ts'

export interface NameFilterProps {
  readonly label: string
  /** The text while nothing is chosen. */
  readonly placeholder: string
  /** The options: names by id. */
  readonly names: ReadonlyMap<string, string>
  /** The chosen id. */
  readonly value: string | undefined
  readonly onChange: (id: string | null) => void
}

/** Filters by a record, chosen by its name; clearing the field removes the filter. */
export function NameFilter({ label, placeholder, names, value, onChange }: NameFilterProps) {
  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      data={toOptions(names)}
      value={value ?? null}
      onChange={onChange}
      clearable
      searchable
    />
  )
}

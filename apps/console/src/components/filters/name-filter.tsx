import { Select } from '@mantine/core'

export interface NameFilterProps {
  readonly label: string
  /** What it shows while nothing is chosen. */
  readonly placeholder: string
  /** What can be chosen: names by id. */
  readonly names: ReadonlyMap<string, string>
  /** The id that is chosen. */
  readonly value: string | undefined
  readonly onChange: (id: string | null) => void
}

/** Chooses a record by its name; cleared, it filters nothing. */
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

function toOptions(names: ReadonlyMap<string, string>): { value: string; label: string }[] {
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
}

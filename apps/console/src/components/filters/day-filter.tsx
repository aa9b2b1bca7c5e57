import { TextInput } from '@mantine/core'

export interface DayFilterProps {
  readonly label: string
  /** The width of the label within the field, in CSS. @default 4.5rem */
  readonly labelWidth?: string
  /** YYYY-MM-DD */
  readonly value: string | undefined
  readonly onChange: (day: string) => void
}

/** Filters by a date; clearing the field removes the filter. */
export function DayFilter({ label, labelWidth = '4.5rem', value, onChange }: DayFilterProps) {
  return (
    <TextInput
      type="date"
      aria-label={label}
      leftSection={label}
      leftSectionWidth={labelWidth}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

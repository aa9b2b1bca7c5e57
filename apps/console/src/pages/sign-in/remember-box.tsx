import { Checkbox } from '@mantine/core'

export interface RememberBoxProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** Asks whether the browser stays signed in when it is closed. */
export function RememberBox({ checked, onChange }: RememberBoxProps) {
  return (
    <Checkbox
      label="Stay signed in on this device"
      description="For 30 days. Otherwise until the browser is closed, for 12 hours at most."
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

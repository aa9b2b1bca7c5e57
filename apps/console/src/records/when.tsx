import { useAccount } from '../session/use-accounts.ts'
import { formatTime } from '../time/format.ts'
import { Time } from '../time/time.tsx'

export interface WhenProps {
  readonly start: string | null
  readonly end: string | null
}

/** The day and the hours of an appointment. */
export function When({ start, end }: WhenProps) {
  const { timeZone } = useAccount()
  if (!start) return 'No time yet'
  return (
    <>
      <Time value={start} />
      {end && ` – ${formatTime(end, timeZone)}`}
    </>
  )
}

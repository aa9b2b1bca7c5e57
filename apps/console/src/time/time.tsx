import { useAccount } from '../session/use-accounts.ts'
import { formatDate, formatDateTime, formatExactly, formatRelative, formatTime } from './format.ts'
import { useNow } from './use-now.ts'

export interface TimeProps {
  readonly value: string | null | undefined
  readonly as?: 'date-time' | 'date' | 'time' | 'relative'
}

/** An instant in the tenant's time zone, with the exact time as tooltip; a dash if there is no value. */
export function Time({ value, as = 'date-time' }: TimeProps) {
  const { timeZone } = useAccount()
  if (!value) return <span>–</span>
  return (
    <time dateTime={value} title={formatExactly(value, timeZone)}>
      {as === 'relative' && <Relative value={value} />}
      {as === 'date-time' && formatDateTime(value, timeZone)}
      {as === 'date' && formatDate(value, timeZone)}
      {as === 'time' && formatTime(value, timeZone)}
    </time>
  )
}

function Relative({ value }: { readonly value: string }) {
  return formatRelative(value, useNow())
}

import { useAccount } from '../session/use-accounts.ts'
import { formatDate, formatDateTime, formatExactly, formatRelative, formatTime } from './format.ts'
import { useNow } from './use-now.ts'

export interface TimeProps {
  readonly value: string | null | undefined
  readonly as?: 'date-time' | 'date' | 'time' | 'relative' | 'calendar-date'
}

/**
 * An instant in the tenant's time zone, with the exact time as tooltip; a dash if there is no value. A `calendar-date`, such
 * as that of an invoice, is midnight in UTC and the same date in every time zone.
 */
export function Time({ value, as = 'date-time' }: TimeProps) {
  const { timeZone } = useAccount()
  if (!value) return <span>–</span>
  if (as === 'calendar-date') return <time dateTime={value.slice(0, 10)}>{formatDate(value, 'UTC')}</time>
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

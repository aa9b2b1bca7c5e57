import classes from './status-badge.module.css'
import { type Tone, toneOf } from './tone.ts'

export interface StatusBadgeProps {
  /** A status as ServiceTitan or the sync names it; it determines the tone. */
  readonly status: string | null | undefined
  readonly tone?: Tone
}

/** A status in words, with a dot in the colour of its tone. */
export function StatusBadge({ status, tone = toneOf(status) }: StatusBadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={classes.dot} aria-hidden />
      {readable(status)}
    </span>
  )
}

/** `InProgress` and `in_progress` as people write it. */
function readable(status: string | null | undefined): string {
  if (!status) return 'Unknown'
  const words = status
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

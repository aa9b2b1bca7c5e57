import { type Tone, toneOf } from './tone.ts'
import { ToneBadge } from './tone-badge.tsx'

export interface StatusBadgeProps {
  /** A status of ServiceTitan or of the sync; it determines the tone unless `tone` is given. */
  readonly status: string | null | undefined
  readonly tone?: Tone
}

/** A readable status, with a dot in the colour of its tone. */
export function StatusBadge({ status, tone = toneOf(status) }: StatusBadgeProps) {
  return <ToneBadge tone={tone}>{readable(status)}</ToneBadge>
}

/** `In progress`, from `InProgress` or `in_progress`. */
function readable(status: string | null | undefined): string {
  if (!status) return 'Unknown'
  const words = status
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

import { readable } from './readable.ts'
import { type Tone, toneOf } from './tone.ts'
import { ToneBadge } from './tone-badge.tsx'

export interface StatusBadgeProps {
  /** A status of ServiceTitan or of the sync; it determines the tone unless `tone` is given. */
  readonly status: string | null | undefined
  readonly tone?: Tone
}

/** A readable status, with a dot in the colour of its tone. */
export function StatusBadge({ status, tone = toneOf(status) }: StatusBadgeProps) {
  return <ToneBadge tone={tone}>{readable(status) ?? 'Unknown'}</ToneBadge>
}

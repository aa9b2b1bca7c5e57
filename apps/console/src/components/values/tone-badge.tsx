import type { ReactNode } from 'react'
import type { Tone } from './tone.ts'
import classes from './tone-badge.module.css'

export interface ToneBadgeProps {
  readonly tone: Tone
  /** Whether a long text may take several lines. @default false */
  readonly wraps?: boolean
  /** A text that says what the colour means. */
  readonly children: ReactNode
}

/** A short text with a dot, both in the colour of a tone. */
export function ToneBadge({ tone, wraps = false, children }: ToneBadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone} data-wraps={wraps || undefined}>
      <span className={classes.dot} aria-hidden />
      {wraps ? <span>{children}</span> : children}
    </span>
  )
}

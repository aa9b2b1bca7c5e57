import type { ReactNode } from 'react'
import classes from './part-text.module.css'
import { type PeriodPart, WHOLE } from './period-parts.ts'

export interface PartTextProps {
  readonly part: PeriodPart
  readonly children: ReactNode
}

/** What belongs to a part of a period; that of the whole stands out. */
export function PartText({ part, children }: PartTextProps) {
  return part.bucket === WHOLE ? <span className={classes.whole}>{children}</span> : children
}

/** What a part of a period is called, and why it is not whole. @param children the label, or a link with it */
export function PartLabel({ part, children }: PartTextProps) {
  return (
    <span className={classes.part}>
      {children}
      {part.note && <span className={classes.note}> ({part.note})</span>}
    </span>
  )
}

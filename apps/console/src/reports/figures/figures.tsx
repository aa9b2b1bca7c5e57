import type { ReactNode } from 'react'
import classes from './figures.module.css'

/** The key figures of a report: a list of `Figure`. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return (
    <dl className={classes.figures} aria-label="Figures">
      {children}
    </dl>
  )
}

export interface FigureProps {
  readonly label: string
  /** Shown next to the label, such as a button that explains it. */
  readonly aside?: ReactNode
  /** Shown below the value, such as its former one. */
  readonly note?: string | undefined
  /** The value. */
  readonly children: ReactNode
}

/** A number with its label. */
export function Figure({ label, aside, note, children }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>
        {label}
        {aside}
      </dt>
      <dd className={classes.value}>{children}</dd>
      {note !== undefined && <dd className={classes.note}>{note}</dd>}
    </div>
  )
}

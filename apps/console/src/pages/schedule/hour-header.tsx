import type { BoardScale } from './board-scale.ts'
import classes from './hour-header.module.css'

/** The header row of the board: a label at each full hour. */
export function HourHeader({ scale: { ticks, shareOf } }: { readonly scale: BoardScale }) {
  return (
    <div className={classes.header} aria-hidden>
      <div className={classes.corner} />
      <div className={classes.hours}>
        {ticks.map(({ atMs, label }) => (
          <span key={atMs} className={classes.hour} data-hour style={{ left: `${shareOf(atMs) * 100}%` }}>
            {label}
          </span>
        ))}
      </div>
    </div>
  )
}

/** Vertical lines at the full hours, within a lane. */
export function HourLines({ scale: { ticks, shareOf } }: { readonly scale: BoardScale }) {
  return ticks.map(({ atMs }) => (
    <span key={atMs} className={classes.line} style={{ left: `${shareOf(atMs) * 100}%` }} aria-hidden />
  ))
}

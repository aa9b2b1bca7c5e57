import type { AvailableTechnician } from '../../data/use-schedule.ts'
import { formatMinutes } from '../../time/format.ts'
import type { BoardScale } from './board-scale.ts'
import classes from './free-interval.module.css'

export interface FreeIntervalProps {
  readonly interval: AvailableTechnician['free'][number]
  readonly scale: BoardScale
}

/** An interval in which a technician is free for a job. */
export function FreeInterval({ interval: { start, end, minutes }, scale: { shareOf } }: FreeIntervalProps) {
  const left = shareOf(Date.parse(start))
  const width = shareOf(Date.parse(end)) - left
  return (
    <span className={classes.free} style={{ left: `${left * 100}%`, width: `${width * 100}%` }}>
      <span className={classes.text}>{formatMinutes(minutes)} free</span>
    </span>
  )
}

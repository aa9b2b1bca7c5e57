import { useNow } from '../../time/use-now.ts'
import type { BoardScale } from './board-scale.ts'
import classes from './now-line.module.css'

const stepMs = 15_000

/** A line at the current time, on today's board. */
export function NowLine({ scale: { fromMs, toMs, shareOf } }: { readonly scale: BoardScale }) {
  const now = useNow(stepMs)
  if (now < fromMs || now >= toMs) return null
  return (
    <div className={classes.area} aria-hidden>
      <div className={classes.line} style={{ left: `${shareOf(now) * 100}%` }} />
    </div>
  )
}

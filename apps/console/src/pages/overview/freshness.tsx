import type { SyncTable } from 'api/client'
import { formatAge } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import classes from './freshness.module.css'

/** The age of a table's data, compared with its target. */
export function Freshness({ table }: { readonly table: SyncTable }) {
  const now = useNow()
  const { dataAsOf, targetSeconds } = table
  if (!dataAsOf) return <span className={classes.text}>not synced yet</span>
  const seconds = Math.max(0, (now - Date.parse(dataAsOf)) / 1000)
  const share = targetSeconds ? Math.min(1, seconds / targetSeconds) : 0
  const tone = table.breached ? 'bad' : share > 0.8 ? 'warn' : 'good'
  return (
    <span className={classes.freshness}>
      <span className={classes.text}>
        {formatAge(seconds)}
        {targetSeconds && <span className={classes.target}> of {formatAge(targetSeconds)}</span>}
      </span>
      <span className={classes.bar} data-tone={tone} aria-hidden>
        <span style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  )
}

import type { SyncRun } from 'api/client'
import { formatCount } from '../../components/values/format-number.ts'
import classes from './run-counts.module.css'

/** The outcomes of the records that a run received, as a bar and in figures. */
export function RunCounts({ run }: { readonly run: SyncRun }) {
  const parts = [
    ['Inserted', Number(run.inserted), 'good'],
    ['Updated', Number(run.updated), 'info'],
    ['Unchanged', Number(run.unchanged), 'neutral'],
    ['Older than stored', Number(run.outdated), 'neutral'],
    ['Tombstoned', Number(run.tombstoned), 'warn'],
    ['Quarantined', Number(run.quarantined), 'bad'],
  ] as const
  return (
    <div className={classes.counts}>
      <div className={classes.bar} aria-hidden>
        {parts.map(([label, count, tone]) => (
          <span key={label} data-tone={tone} style={{ flexGrow: count }} />
        ))}
      </div>
      <dl className={classes.figures}>
        {parts.map(([label, count, tone]) => (
          <div key={label} data-tone={tone}>
            <dt>{label}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

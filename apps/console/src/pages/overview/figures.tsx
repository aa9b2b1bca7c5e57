import type { SyncState } from 'api/client'
import { formatCount } from '../../components/values/format-number.ts'
import type { Tone } from '../../components/values/tone.ts'
import { formatAge } from '../../time/format.ts'
import classes from './figures.module.css'
import { isFailing, isLate, isWithoutWorker } from './sync-health.ts'

interface Figure {
  readonly label: string
  readonly value: string
  readonly note: string
  readonly tone?: Tone
}

/** The state of an account in six key figures. */
export function Figures({ state }: { readonly state: SyncState }) {
  return (
    <dl className={classes.figures}>
      {figuresOf(state).map(({ label, value, note, tone = 'neutral' }) => (
        <div key={label} className={classes.figure} data-tone={tone}>
          <dt>{label}</dt>
          <dd className={classes.value}>{value}</dd>
          <dd className={classes.note}>{note}</dd>
        </div>
      ))}
    </dl>
  )
}

function figuresOf({ tables, records, workers, paused }: SyncState): Figure[] {
  const failing = tables.filter(isFailing).length
  const fresh = tables.filter(({ breached }) => !breached).length
  const oldest = Math.max(0, ...tables.map(({ lagSeconds }) => lagSeconds ?? 0))
  const quarantined = sum(tables, ({ openQuarantine }) => openQuarantine)
  const drifted = sum(tables, ({ driftPaths }) => driftPaths)
  const changes = sum(tables, ({ activity }) => sum(activity, (hour) => hour.changes))
  return [
    {
      label: 'Fresh tables',
      value: `${fresh} of ${tables.length}`,
      note: `oldest data: ${formatAge(oldest)}`,
      // Without a worker the data is about to be too old.
      tone: fresh < tables.length ? 'bad' : paused || isWithoutWorker(workers) ? 'warn' : 'good',
    },
    {
      label: 'Failing',
      value: formatCount(failing),
      note: failing === 0 ? 'all last runs succeeded' : 'tables whose last run failed',
      tone: failing === 0 ? 'good' : 'bad',
    },
    {
      label: 'Quarantine',
      value: formatCount(quarantined),
      note: drifted === 0 ? 'no API drift' : `API drift at ${drifted} ${drifted === 1 ? 'path' : 'paths'}`,
      tone: quarantined === 0 ? 'good' : 'warn',
    },
    figureOf(records),
    { label: 'Rows', value: formatCount(sum(tables, ({ rows }) => Number(rows))), note: 'in all tables' },
    { label: 'Changes', value: formatCount(changes), note: 'in the last 24 hours' },
  ]
}

/** How far LAZI's records are behind the cache; while they are filled for the first time, how many tables are complete. */
function figureOf(records: SyncState['records']): Figure {
  const { tables, filling, behind, lagSeconds, heldBack, error } = records
  const complete = tables.filter(({ ready }) => ready).length
  const isComplete = complete === tables.length
  const held = heldBack === 0 ? '' : `, ${formatCount(heldBack)} held back`
  return {
    label: 'LAZI’s records',
    value: isComplete
      ? behind === 0
        ? 'In step'
        : `${formatCount(behind)} behind`
      : `${complete} of ${tables.length}`,
    note: isComplete
      ? `${behind === 0 ? 'no change is missing' : `changes of the cache, lag: ${formatAge(lagSeconds)}`}${held}`
      : `complete tables${filling === null ? '' : `, now: ${filling}`}${held}`,
    tone: error !== null || isLate(records) ? 'bad' : heldBack > 0 || !isComplete ? 'warn' : 'good',
  }
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}

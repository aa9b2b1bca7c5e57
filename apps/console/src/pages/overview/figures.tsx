import type { SyncTable } from 'api/client'
import { formatCount } from '../../components/values/format-number.ts'
import type { Tone } from '../../components/values/tone.ts'
import { formatAge } from '../../time/format.ts'
import classes from './figures.module.css'

interface Figure {
  readonly label: string
  readonly value: string
  readonly note: string
  readonly tone?: Tone
}

/** The state of an account in five key figures. */
export function Figures({ tables }: { readonly tables: readonly SyncTable[] }) {
  return (
    <dl className={classes.figures}>
      {figuresOf(tables).map(({ label, value, note, tone = 'neutral' }) => (
        <div key={label} className={classes.figure} data-tone={tone}>
          <dt>{label}</dt>
          <dd className={classes.value}>{value}</dd>
          <dd className={classes.note}>{note}</dd>
        </div>
      ))}
    </dl>
  )
}

function figuresOf(tables: readonly SyncTable[]): Figure[] {
  const failing = tables.filter(({ lastError }) => lastError !== null).length
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
      tone: fresh === tables.length ? 'good' : 'bad',
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
    { label: 'Rows', value: formatCount(sum(tables, ({ rows }) => Number(rows))), note: 'in all tables' },
    { label: 'Changes', value: formatCount(changes), note: 'in the last 24 hours' },
  ]
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}

import { VisuallyHidden } from '@mantine/core'
import type { HistoryItem } from 'api/client'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { Time } from '../../time/time.tsx'
import { fieldLabel } from '../field-label.ts'
import { FieldValue } from './field-value.tsx'
import classes from './history.module.css'

const actions: Readonly<Record<HistoryItem['op'], string>> = {
  insert: 'Created',
  update: 'Changed',
  delete: 'Deleted',
  restore: 'Restored',
}

/** Changes with every version of a record, and says nothing of it. */
const hidden = 'serviceTitanModifiedOn'

export interface HistoryEntryProps {
  readonly item: HistoryItem
  /** The path of the record's page. */
  readonly path: string
}

/** One version of a record: what happened, when, by which run, and the values before and after. */
export function HistoryEntry({ item, path }: HistoryEntryProps) {
  const { at, op, actor, runId } = item
  return (
    <li className={classes.version}>
      <div className={classes.head}>
        <strong>
          {actions[op]} {actor === 'servicetitan' ? 'in ServiceTitan' : `by ${actor}`}
        </strong>
        <Time value={at} />
        {runId !== null && <TenantLink to={`/runs/${runId}`}>Run {runId}</TenantLink>}
        <span className={classes.moment}>
          <TenantLink to={`${path}?asOf=${encodeURIComponent(at)}`}>Look at this moment</TenantLink>
        </span>
      </div>
      <Changes item={item} />
    </li>
  )
}

function Changes({ item: { op, changes } }: Pick<HistoryEntryProps, 'item'>) {
  if (changes === null) return <p className={classes.note}>What changed is not known.</p>
  const shown = changes.filter(({ field }) => field !== hidden)
  if (shown.length === 0) {
    return op === 'update' ? <p className={classes.note}>No field that is shown here changed.</p> : null
  }
  return (
    <dl className={classes.changes}>
      {shown.map(({ field, old, new: later }) => (
        <div key={field} className={classes.change}>
          <dt>{fieldLabel(field)}</dt>
          <dd>
            <div className={classes.old}>
              <VisuallyHidden>from </VisuallyHidden>
              <FieldValue value={old} />
            </div>
            <span aria-hidden>→</span>
            <div>
              <VisuallyHidden>to </VisuallyHidden>
              <FieldValue value={later} />
            </div>
          </dd>
        </div>
      ))}
    </dl>
  )
}

import { VisuallyHidden } from '@mantine/core'
import type { HistoryItem } from 'api/client'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { allows } from '../../session/account.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'
import { fieldLabel } from '../field-label.ts'
import {
  actedOn,
  describeChange,
  nameOfActor,
  type PersonChange,
  type ServiceTitanChange,
} from './describe-change.ts'
import { FieldValue } from './field-value.tsx'
import classes from './history.module.css'

/** Changes with every version of a record, and says nothing of it. */
const hidden = 'serviceTitanModifiedOn'

export interface HistoryEntryProps {
  readonly item: HistoryItem
  /** The id of the record. */
  readonly id: string
  /** The path of the record's page. */
  readonly path: string
}

/** One change of a record: what happened, when, by whom or by which run, and the values before and after. */
export function HistoryEntry({ item, id, path }: HistoryEntryProps) {
  return (
    <li className={classes.version}>
      {item.by === 'person' ? <PersonHead item={item} id={id} /> : <VersionHead item={item} path={path} />}
      <Changes item={item} />
    </li>
  )
}

function VersionHead({ item, path }: { readonly item: ServiceTitanChange; readonly path: string }) {
  const { at, runId } = item
  return (
    <div className={classes.head}>
      <strong>{describeChange(item)} in ServiceTitan</strong>
      <Time value={at} />
      {runId !== null && <TenantLink to={`/runs/${runId}`}>Run {runId}</TenantLink>}
      <span className={classes.moment}>
        <TenantLink to={`${path}?asOf=${encodeURIComponent(at)}`}>Look at this moment</TenantLink>
      </span>
    </div>
  )
}

/** Of a change of another record, with which this one changed, it names that one. */
function PersonHead({ item, id }: { readonly item: PersonChange; readonly id: string }) {
  const isAdmin = allows(useAccount(), 'admin')
  const { noun, path } = actedOn(item)
  const isOwn = item.entityId === id
  const what = `${isOwn ? '' : `${noun}: `}${describeChange(item)}`
  return (
    <div className={classes.head}>
      <strong>
        {what.slice(0, 1).toUpperCase()}
        {what.slice(1)} by {nameOfActor(item.actor)}
      </strong>
      <Time value={item.at} />
      {!isOwn && path !== null && <TenantLink to={path}>Open the {noun}</TenantLink>}
      {isAdmin && (
        <span className={classes.moment}>
          <TenantLink to={`/audit/${item.seq}`}>Entry {item.seq} of the audit log</TenantLink>
        </span>
      )}
    </div>
  )
}

function Changes({ item }: Pick<HistoryEntryProps, 'item'>) {
  if (item.changes === null) return <p className={classes.note}>What changed is not known.</p>
  const shown = item.changes.filter(({ field }) => field !== hidden)
  if (shown.length === 0) {
    const isQuiet = item.by === 'person' || item.op === 'update'
    return isQuiet ? <p className={classes.note}>No field that is shown here changed.</p> : null
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

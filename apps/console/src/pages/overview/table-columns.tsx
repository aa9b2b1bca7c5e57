import type { SyncTable } from 'api/client'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { formatCount } from '../../components/values/format-number.ts'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { SyncButton } from '../../sync/sync-button.tsx'
import { Time } from '../../time/time.tsx'
import { Activity } from './activity.tsx'
import { Freshness } from './freshness.tsx'
import classes from './table-columns.module.css'

const column = columnsOf<SyncTable>()

/** The columns of the list of an account’s cache tables. */
export const tableColumns = column.columns([
  column.display({
    id: 'resource',
    header: 'Table',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/runs?resource=${original.resource}`}>
        <span className={classes.resource}>{original.resource}</span>
      </TenantLink>
    ),
  }),
  column.display({
    id: 'status',
    header: 'Status',
    cell: ({ row: { original } }) => <StatusBadge status={original.status} />,
    meta: { width: '7rem' },
  }),
  column.display({
    id: 'rows',
    header: 'Rows',
    cell: ({ row: { original } }) => `${original.rowsEstimated ? '~' : ''}${formatCount(original.rows)}`,
    meta: { align: 'right', hideBelow: 'sm', width: '6rem' },
  }),
  column.display({
    id: 'freshness',
    header: 'Age of the data',
    cell: ({ row: { original } }) => <Freshness table={original} />,
    meta: { hideBelow: 'sm', width: '10rem' },
  }),
  column.display({
    id: 'incremental',
    header: 'Last sync',
    cell: ({ row: { original } }) => <Time value={lastSync(original)} as="relative" />,
    meta: { hideBelow: 'md', width: '7rem' },
  }),
  column.display({
    id: 'full',
    header: 'Last full',
    cell: ({ row: { original } }) => <Time value={original.lastFullSync} as="relative" />,
    meta: { hideBelow: 'lg', width: '7rem' },
  }),
  column.display({
    id: 'activity',
    header: 'Changes, 24 h',
    cell: ({ row: { original } }) => <Activity hours={original.activity} />,
    meta: { hideBelow: 'md', width: '10rem' },
  }),
  column.display({
    id: 'sync',
    header: () => <span className={classes.hidden}>Sync</span>,
    cell: ({ row: { original } }) => <SyncButton resource={original.resource} />,
    meta: { align: 'right', width: '8rem' },
  }),
])

/** The later of the last incremental and the last hot sync. */
function lastSync({ lastIncrementalSync, lastHotSync }: SyncTable): string | null {
  if (lastIncrementalSync === null || lastHotSync === null) return lastIncrementalSync ?? lastHotSync
  return lastIncrementalSync > lastHotSync ? lastIncrementalSync : lastHotSync
}

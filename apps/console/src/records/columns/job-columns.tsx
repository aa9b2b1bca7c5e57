import type { Row } from 'api/client'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { formatMoney } from '../../components/values/format-number.ts'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { Time } from '../../time/time.tsx'
import { plainText } from '../plain-text.ts'
import { idOf } from '../record-title.ts'
import classes from './columns.module.css'

const column = columnsOf<Row<'jobs'>>()

/** Columns of a table of jobs. */
export const jobColumns = column.columns([
  column.display({
    id: 'number',
    header: 'Job',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/jobs/${original.id}`}>{original.number ?? idOf(original)}</TenantLink>
    ),
    meta: { width: '7rem' },
  }),
  column.display({
    id: 'status',
    header: 'Status',
    cell: ({ row: { original } }) => <StatusBadge status={original.status} />,
    meta: { width: '8rem' },
  }),
  column.display({
    id: 'summary',
    header: 'Summary',
    cell: ({ row: { original } }) => (
      <span className={classes.oneLine}>{plainText(original.summary) || '–'}</span>
    ),
    meta: { hideBelow: 'md' },
  }),
  column.display({
    id: 'scheduled',
    header: 'Scheduled',
    cell: ({ row: { original } }) => <Time value={original.scheduledStart} />,
    meta: { width: '12rem' },
  }),
  column.display({
    id: 'total',
    header: 'Total',
    cell: ({ row: { original } }) => formatMoney(original.total),
    meta: { align: 'right', hideBelow: 'sm', width: '7rem' },
  }),
])

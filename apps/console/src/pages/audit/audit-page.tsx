import { Stack } from '@mantine/core'
import type { AuditEntry } from 'api/client'
import { Notice } from '../../components/feedback/notice.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { useAudit, useAuditStatus } from '../../data/use-audit.ts'
import { nameOfActor } from '../../records/history/describe-change.ts'
import { RecordList } from '../../records/record-list.tsx'
import { allows } from '../../session/account.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { boundsOfDays } from '../../time/period.ts'
import { Time } from '../../time/time.tsx'
import { AuditFilterFields, type AuditFilters, filterNames } from './audit-filters.tsx'
import { describeEntry } from './describe-entry.ts'
import { DownloadCheckpoint } from './download-checkpoint.tsx'
import { SealBadge, UnknownSealBadge } from './seal-badge.tsx'
import { SealProblems } from './seal-problems.tsx'

const column = columnsOf<AuditEntry>()
const columns = column.columns([
  column.display({
    id: 'what',
    header: 'What',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/audit/${original.seq}`}>{describeEntry(original)}</TenantLink>
    ),
  }),
  column.display({
    id: 'who',
    header: 'Who',
    cell: ({ row: { original } }) => nameOfActor(original.actor),
  }),
  column.display({
    id: 'reason',
    header: 'Reason',
    cell: ({ row: { original } }) => original.reason ?? '–',
    meta: { hideBelow: 'md' },
  }),
  column.display({
    id: 'at',
    header: 'When',
    cell: ({ row: { original } }) => <Time value={original.at} as="relative" />,
    meta: { width: '8rem' },
  }),
])

const heading = {
  title: 'Audit log',
  description:
    'Who changed what in LAZI, when and why. What ServiceTitan changes is in the history of each record.',
}

/**
 * Who changed what in LAZI, newest first, filtered by what changed or who changed it, by action and by period; and how
 * far the log is sealed and verified.
 */
export function Component() {
  return allows(useAccount(), 'admin') ? (
    <AuditLog />
  ) : (
    <>
      <PageHeader {...heading} />
      <Notice tone="info">The audit log is shown to keys with the scope admin.</Notice>
    </>
  )
}

function AuditLog() {
  const account = useAccount()
  const { data: status, error } = useAuditStatus(account)
  return (
    <>
      <PageHeader
        {...heading}
        aside={status ? <SealBadge status={status} /> : error && <UnknownSealBadge />}
        actions={status?.sealed && <DownloadCheckpoint />}
      />
      <Stack gap="md">
        {status && <SealProblems status={status} />}
        <Entries />
      </Stack>
    </>
  )
}

function Entries() {
  const account = useAccount()
  const [filters, setFilter] = useFilters(filterNames)
  return (
    <RecordList
      label="Audit log"
      query={useAudit(account, queryOf(filters, account.timeZone))}
      columns={columns}
      rowId={({ seq }) => seq}
      filters={<AuditFilterFields filters={filters} onChange={setFilter} />}
      emptyTitle="No matching entries"
      emptyText="Change the filters, or wait for the next change."
    />
  )
}

/** The query of the filters; days are those of the tenant's time zone, and the last one is included. */
function queryOf(
  { entity, entityId, actor, requestId, action, from, through }: AuditFilters,
  timeZone: string,
): Parameters<typeof useAudit>[1] {
  const of = {
    action: action as AuditEntry['action'] | undefined,
    ...boundsOfDays({ from, through }, timeZone),
  }
  if (requestId) return { requestId }
  if (entity) return { ...of, entity, entityId }
  return { ...of, actor }
}

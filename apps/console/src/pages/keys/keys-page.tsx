import type { Key } from 'api/client'
import { Notice } from '../../components/feedback/notice.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useKeys } from '../../data/use-keys.ts'
import { RecordList } from '../../records/record-list.tsx'
import { allows } from '../../session/account.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'
import { KeyActions } from './key-actions.tsx'

const column = columnsOf<Key>()
const columns = column.columns([
  column.display({
    id: 'name',
    header: 'Key',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/audit?entity=api.keys&entityId=${original.id}`}>
        {original.id} · {original.name}
      </TenantLink>
    ),
  }),
  column.display({
    id: 'person',
    header: 'Person',
    cell: ({ row: { original } }) => original.person?.name ?? '–',
    meta: { hideBelow: 'md', width: '9rem' },
  }),
  column.display({
    id: 'scopes',
    header: 'Scope',
    cell: ({ row: { original } }) => original.scopes.join(', '),
    meta: { hideBelow: 'sm', width: '6rem' },
  }),
  column.display({
    id: 'status',
    header: 'Status',
    cell: ({ row: { original } }) => (
      <StatusBadge status={original.status} tone={original.status === 'valid' ? 'good' : 'neutral'} />
    ),
    meta: { width: '7rem' },
  }),
  column.display({
    id: 'used',
    header: 'Last used',
    cell: ({ row: { original } }) =>
      original.lastUsedAt === null ? 'never' : <Time value={original.lastUsedAt} as="relative" />,
    meta: { hideBelow: 'sm', width: '8rem' },
  }),
  column.display({
    id: 'created',
    header: 'Created',
    cell: ({ row: { original } }) => <Time value={original.createdAt} as="date" />,
    meta: { hideBelow: 'md', width: '8rem' },
  }),
  column.display({
    id: 'expires',
    header: 'Expires',
    cell: ({ row: { original } }) =>
      original.expiresAt === null ? 'never' : <Time value={original.expiresAt} as="date" />,
    meta: { hideBelow: 'md', width: '8rem' },
  }),
  column.display({
    id: 'actions',
    header: 'Actions',
    cell: ({ row: { original } }) => <KeyActions apiKey={original} />,
    meta: { align: 'right', width: '6rem' },
  }),
])

/** The keys of the account, which an administrator can revoke. */
export function Component() {
  const account = useAccount()
  return (
    <>
      <PageHeader
        title="Keys"
        description="The keys of the API, without their secrets. The command api keys create creates them."
      />
      {allows(account, 'admin') ? (
        <Keys />
      ) : (
        <Notice tone="info">Keys are shown to keys with the scope admin.</Notice>
      )}
    </>
  )
}

function Keys() {
  return (
    <RecordList
      label="Keys"
      query={useKeys(useAccount())}
      columns={columns}
      rowId={({ id }) => id}
      emptyTitle="No keys"
      emptyText="The command api keys create creates one."
    />
  )
}

import { Stack } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import type { DriftEntry } from 'api/client'
import { EmptyNote } from '../../components/feedback/empty-note.tsx'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import { formatCount } from '../../components/values/format-number.ts'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useDrift } from '../../data/use-drift.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { ResourceFilter } from '../../sync/resource-filter.tsx'
import { Time } from '../../time/time.tsx'
import classes from './drift-page.module.css'

const filterNames = ['resource'] as const
const column = columnsOf<DriftEntry>()
const columns = column.columns([
  column.display({
    id: 'path',
    header: 'Path',
    cell: ({ row: { original } }) => (
      <>
        <span className={classes.resource}>{original.resource}</span> <code>{original.path}</code>
      </>
    ),
  }),
  column.display({
    id: 'kind',
    header: 'Kind',
    cell: ({ row: { original } }) => (
      <StatusBadge status={original.kind} tone={original.kind === 'unknown' ? 'info' : 'warn'} />
    ),
    meta: { width: '8rem' },
  }),
  column.display({
    id: 'detail',
    header: 'Expected',
    cell: ({ row: { original } }) => original.detail ?? '–',
    meta: { hideBelow: 'sm' },
  }),
  column.display({
    id: 'occurrences',
    header: 'Records',
    cell: ({ row: { original } }) => formatCount(original.occurrences),
    meta: { align: 'right', hideBelow: 'sm', width: '7rem' },
  }),
  column.display({
    id: 'first',
    header: 'First seen',
    cell: ({ row: { original } }) => <Time value={original.firstSeenAt} as="date" />,
    meta: { hideBelow: 'md', width: '8rem' },
  }),
  column.display({
    id: 'last',
    header: 'Last seen',
    cell: ({ row: { original } }) => <Time value={original.lastSeenAt} as="relative" />,
    meta: { hideBelow: 'md', width: '8rem' },
  }),
])

/** The API drift of an account, filtered by resource. */
export function Component() {
  const [{ resource }, setFilter] = useFilters(filterNames)
  const query = useDrift(useAccount())
  return (
    <>
      <PageHeader
        title="API drift"
        description="Unknown fields and unexpected types in records of ServiceTitan. The complete records are stored regardless."
      />
      <Stack gap="md">
        <ResourceFilter value={resource} onChange={(value) => setFilter('resource', value)} />
        <QueryState query={query} skeleton={<DriftTable rows={undefined} />}>
          {(all) => {
            const rows = resource ? all.filter((drift) => drift.resource === resource) : all
            if (rows.length > 0) return <DriftTable rows={rows} />
            return (
              <EmptyNote icon={IconCircleCheck} title="No API drift">
                Every field that ServiceTitan sends is known and has the expected type.
              </EmptyNote>
            )
          }}
        </QueryState>
      </Stack>
    </>
  )
}

function DriftTable({ rows }: { readonly rows: readonly DriftEntry[] | undefined }) {
  return (
    <Panel flush>
      <DataTable
        label="API drift"
        columns={columns}
        rows={rows}
        rowId={({ resource, path, kind }) => `${resource} ${path} ${kind}`}
        expectedRows={4}
      />
    </Panel>
  )
}

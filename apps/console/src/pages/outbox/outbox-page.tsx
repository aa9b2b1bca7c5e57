import { SegmentedControl, Stack } from '@mantine/core'
import { IconCloudCheck } from '@tabler/icons-react'
import { EmptyNote } from '../../components/feedback/empty-note.tsx'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import { ToneBadge } from '../../components/values/tone-badge.tsx'
import { type DifferingRecord, useOutbox } from '../../data/use-exchange.ts'
import { RecordLink } from '../../records/exchange/record-link.tsx'
import { subjectOf } from '../../records/exchange/record-subject.ts'
import { RetryButton } from '../../records/exchange/retry-button.tsx'
import { fieldLabel } from '../../records/field-label.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { SendingNotices } from '../../sync/sending-notices.tsx'
import { Time } from '../../time/time.tsx'
import { describeState } from './describe-state.ts'
import { GiveUpButton } from './give-up-button.tsx'

const column = columnsOf<DifferingRecord>()
const columns = column.columns([
  column.display({
    id: 'record',
    header: 'Record',
    cell: ({ row: { original } }) => <RecordLink record={original} />,
  }),
  column.display({
    id: 'state',
    header: 'State',
    cell: ({ row: { original } }) => {
      const { tone, text } = describeState(original)
      return (
        <ToneBadge tone={tone} wraps>
          {text}
        </ToneBadge>
      )
    },
  }),
  column.display({
    id: 'fields',
    header: 'Fields',
    cell: ({ row: { original } }) =>
      original.op === 'update' ? original.fields.map(fieldLabel).join(', ') : ops[original.op],
    meta: { hideBelow: 'sm' },
  }),
  column.display({
    id: 'since',
    header: 'Changed',
    cell: ({ row: { original } }) => <Time value={original.since} as="relative" />,
    meta: { hideBelow: 'md', width: '8rem' },
  }),
  column.display({
    id: 'action',
    header: 'Action',
    cell: ({ row: { original } }) => <Actions record={original} />,
    meta: { width: '7rem' },
  }),
])

const ops = { create: 'New', delete: 'Removed' } as const

function Actions({ record }: { readonly record: DifferingRecord }) {
  const { table, id, state, op } = record
  if (state !== 'failed' && state !== 'blocked') return <span>–</span>
  const subject = subjectOf(record)
  return (
    <>
      <RetryButton table={table} id={id} subject={subject} />
      {op === 'update' && <GiveUpButton table={table} id={id} subject={subject} />}
    </>
  )
}

const filterNames = ['state'] as const
const needsPerson = ({ state }: DifferingRecord) => state === 'failed' || state === 'blocked'

/** The records with changes that ServiceTitan lacks, with what becomes of each. */
export function Component() {
  const [filters, setFilter] = useFilters(filterNames)
  const query = useOutbox(useAccount())
  const isFiltered = filters.state === 'person'
  const table = (rows: readonly DifferingRecord[] | undefined) => (
    <DataTable label="Outbox" columns={columns} rows={rows} rowId={({ table, id }) => `${table} ${id}`} />
  )
  return (
    <>
      <PageHeader
        title="Outbox"
        description="Changes of people that ServiceTitan does not have yet. All other records are in step."
      />
      <Stack gap="md">
        <SendingNotices />
        <Panel
          title="Records"
          count={query.data?.length}
          flush
          actions={
            <SegmentedControl
              aria-label="Which records"
              size="xs"
              data={[
                { value: 'all', label: 'All' },
                { value: 'person', label: 'Wait for a person' },
              ]}
              value={isFiltered ? 'person' : 'all'}
              onChange={(value) => setFilter('state', value === 'all' ? null : value)}
            />
          }
        >
          <QueryState query={query} skeleton={table(undefined)}>
            {(records) => {
              const shown = isFiltered ? records.filter(needsPerson) : records
              if (shown.length > 0) return table(shown)
              return (
                <EmptyNote
                  icon={IconCloudCheck}
                  title={isFiltered ? 'No record waits for a person' : 'In step'}
                >
                  {isFiltered ? 'Changes are sent by themselves.' : 'ServiceTitan has every change.'}
                </EmptyNote>
              )
            }}
          </QueryState>
        </Panel>
      </Stack>
    </>
  )
}

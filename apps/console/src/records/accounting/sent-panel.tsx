import { Skeleton } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import type { ResourceName } from 'api/client'
import { EmptyNote } from '../../components/feedback/empty-note.tsx'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { type Column, DataTable } from '../../components/table/data-table.tsx'
import { formatCount } from '../../components/values/format-number.ts'
import { useCachedRow } from '../../data/use-record.ts'
import { useAccount } from '../../session/use-accounts.ts'

export interface SentPanelProps<Item extends { readonly id: string }> {
  readonly title: string
  readonly resource: ResourceName
  /** The record that ServiceTitan sent the rows with: its id in ServiceTitan. */
  readonly serviceTitanId: string
  /** The rows in what ServiceTitan sent; null: none were sent. */
  readonly rowsOf: (fullData: Readonly<Record<string, unknown>> | undefined) => readonly Item[] | null
  readonly columns: readonly Column<Item>[]
  readonly emptyTitle: string
  readonly emptyText: string
}

/** A panel with rows that ServiceTitan sends with a record, such as the items of an invoice. */
export function SentPanel<Item extends { readonly id: string }>(props: SentPanelProps<Item>) {
  const { title, resource, serviceTitanId, rowsOf, columns, emptyTitle, emptyText } = props
  const query = useCachedRow(useAccount(), resource, serviceTitanId)
  const rows = query.data && (rowsOf(query.data.fullData) ?? [])
  return (
    <Panel title={title} count={rows && formatCount(rows.length)} flush>
      <QueryState query={query} skeleton={<Skeleton height={160} />}>
        {() =>
          !rows || rows.length === 0 ? (
            <EmptyNote icon={IconListDetails} title={emptyTitle}>
              {emptyText}
            </EmptyNote>
          ) : (
            <DataTable label={title} columns={columns} rows={rows} rowId={({ id }) => id} />
          )
        }
      </QueryState>
    </Panel>
  )
}

import { Button } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { RowData } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import { EmptyNote } from '../components/feedback/empty-note.tsx'
import { type Column, DataTable } from '../components/table/data-table.tsx'
import { formatCount } from '../components/values/format-number.ts'
import classes from './record-list.module.css'
import { RecordState } from './record-state.tsx'

export interface RecordListProps<Row extends RowData> {
  readonly label: string
  readonly query: UseInfiniteQueryResult<readonly Row[]>
  readonly columns: readonly Column<Row>[]
  /** @param place its place in the list, from 0 */
  readonly rowId: (row: Row, place: number) => string
  /** Search fields and selects above the table. */
  readonly filters?: ReactNode
  readonly emptyTitle: string
  readonly emptyText: string
  /** Whether it is the content of a panel, which has a frame. @default false */
  readonly isInPanel?: boolean
  /** As in `DataTable`. @default false */
  readonly isTextOnly?: boolean
}

/** A list that loads page by page. */
export function RecordList<Row extends RowData>(props: RecordListProps<Row>) {
  const { label, query, columns, rowId, filters, emptyTitle, emptyText } = props
  const { isInPanel = false, isTextOnly = false } = props
  const table = (rows: readonly Row[] | undefined) => (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowId={rowId}
      expectedRows={14}
      isTextOnly={isTextOnly}
    />
  )
  return (
    <div className={isInPanel ? undefined : classes.list}>
      {filters && (
        <search className={classes.filters} aria-label={`Filter ${label.toLowerCase()}`}>
          {filters}
        </search>
      )}
      <RecordState query={query} skeleton={table(undefined)}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyNote icon={IconInbox} title={emptyTitle}>
              {emptyText}
            </EmptyNote>
          ) : (
            <>
              <div className={query.isPlaceholderData ? classes.stale : undefined}>{table(rows)}</div>
              <div className={classes.foot}>
                <span aria-live="polite">
                  {query.hasNextPage ? '' : 'All '}
                  {formatCount(rows.length)} shown
                </span>
                {query.hasNextPage && (
                  <Button
                    variant="default"
                    loading={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    Load more
                  </Button>
                )}
              </div>
            </>
          )
        }
      </RecordState>
    </div>
  )
}

import { Button, Skeleton } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import type { RecordName } from 'api/client'
import { EmptyNote } from '../../components/feedback/empty-note.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { formatCount } from '../../components/values/format-number.ts'
import { useHistory } from '../../data/use-history.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'
import { RecordState } from '../record-state.tsx'
import classes from './history.module.css'
import { HistoryEntry } from './history-entry.tsx'

export interface RecordHistoryProps {
  readonly resource: RecordName
  readonly id: string
}

/** The versions of a record, newest first, page by page. */
export function RecordHistory({ resource, id }: RecordHistoryProps) {
  const query = useHistory(useAccount(), resource, id)
  return (
    <RecordState query={query} skeleton={<Skeleton height={480} radius="lg" />}>
      {({ items, knownSince }) => (
        <Panel title="History" flush>
          {items.length === 0 ? (
            <EmptyNote icon={IconHistory} title="No changes yet">
              {knownSince === null
                ? 'The history begins when the first full sync of the table has ended.'
                : 'This record has not changed since its history began.'}
            </EmptyNote>
          ) : (
            <ol className={classes.versions} aria-label="Versions">
              {items.map((item) => (
                <HistoryEntry
                  key={`${item.by} ${item.seq}`}
                  item={item}
                  id={id}
                  path={`/${resource}/${id}`}
                />
              ))}
            </ol>
          )}
          <div className={classes.foot}>
            <span aria-live="polite">
              {query.hasNextPage ? '' : 'All '}
              {formatCount(items.length)} shown
              {knownSince !== null && (
                <>
                  ; complete since <Time value={knownSince} />
                </>
              )}
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
        </Panel>
      )}
    </RecordState>
  )
}

import { Stack } from '@mantine/core'
import type { QuarantineEntry } from 'api/client'
import { useParams } from 'react-router'
import { allows } from '../../accounts/account.ts'
import { useAccount } from '../../accounts/use-accounts.ts'
import { Facts } from '../../components/facts.tsx'
import { Notice } from '../../components/notice.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { QueryState } from '../../components/query-state.tsx'
import { RawJson } from '../../components/raw-json.tsx'
import { RowLink } from '../../components/row-link.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { useQuarantineEntry } from '../../data/use-quarantine.ts'
import { RecordSkeleton } from '../../records/record-page.tsx'
import { Time } from '../../time/time.tsx'
import { EntryActions } from './entry-actions.tsx'

export function Component() {
  const { id = '' } = useParams()
  const account = useAccount()
  const query = useQuarantineEntry(account, id)
  return (
    <QueryState query={query} skeleton={<RecordSkeleton kind="Quarantine" />}>
      {(entry) => (
        <>
          <PageHeader
            title={`${entry.resource} ${entry.recordKey}`}
            documentTitle={`Quarantine: ${entry.resource} ${entry.recordKey}`}
            aside={
              <StatusBadge
                status={entry.resolvedAt ? 'resolved' : 'in_quarantine'}
                tone={entry.resolvedAt ? 'good' : 'warn'}
              />
            }
            description="A record that could not be written."
            actions={entry.resolvedAt === null && <EntryActions entry={entry} />}
          />
          <Stack gap="md">
            <Notice tone={entry.resolvedAt ? 'neutral' : 'bad'} title="Why">
              {entry.error}
            </Notice>
            <EntryFacts entry={entry} />
            {entry.payload !== undefined && (
              <RawJson title="Record as received" value={entry.payload} isOpen />
            )}
            {entry.payload === undefined && !allows(account, 'admin') && (
              <Notice tone="info">The record itself is shown to keys with the scope admin.</Notice>
            )}
          </Stack>
        </>
      )}
    </QueryState>
  )
}

function EntryFacts({ entry }: { readonly entry: QuarantineEntry }) {
  return (
    <Panel title="Entry">
      <Facts
        columns={2}
        facts={[
          ['First refused', <Time key="first" value={entry.firstSeenAt} />],
          ['Last refused', <Time key="last" value={entry.lastSeenAt} />],
          ['Tries', entry.attempts],
          ['SQLSTATE', entry.errorCode],
          ['Run', entry.runId && <RowLink to={`/runs/${entry.runId}`}>{entry.runId}</RowLink>],
          ['Resolved', <Time key="resolved" value={entry.resolvedAt} />],
        ]}
      />
    </Panel>
  )
}

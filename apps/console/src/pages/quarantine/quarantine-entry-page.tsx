import { Stack } from '@mantine/core'
import type { QuarantineEntry } from 'api/client'
import { useParams } from 'react-router'
import { Notice } from '../../components/feedback/notice.tsx'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { Facts } from '../../components/values/facts.tsx'
import { RawJson } from '../../components/values/raw-json.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useQuarantineEntry } from '../../data/use-quarantine.ts'
import { RecordSkeleton } from '../../records/page/record-page.tsx'
import { allows } from '../../session/account.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'
import { EntryActions } from './entry-actions.tsx'

/** A record in quarantine: its error, its payload, and buttons to replay or drop it. */
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
            <Notice tone={entry.resolvedAt ? 'neutral' : 'bad'} title="Error">
              {entry.error}
            </Notice>
            <EntryFacts entry={entry} />
            {entry.payload !== undefined && (
              <RawJson title="Record as received" value={entry.payload} isOpen />
            )}
            {entry.payload === undefined && !allows(account, 'admin') && (
              <Notice tone="info">The payload is shown to keys with the scope admin.</Notice>
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
          ['First seen', <Time key="first" value={entry.firstSeenAt} />],
          ['Last seen', <Time key="last" value={entry.lastSeenAt} />],
          ['Attempts', entry.attempts],
          ['SQLSTATE', entry.errorCode],
          ['Run', entry.runId && <TenantLink to={`/runs/${entry.runId}`}>{entry.runId}</TenantLink>],
          ['Resolved', <Time key="resolved" value={entry.resolvedAt} />],
        ]}
      />
    </Panel>
  )
}

import { Stack } from '@mantine/core'
import type { AuditEntry } from 'api/client'
import { useParams } from 'react-router'
import { Notice } from '../../components/feedback/notice.tsx'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import { Facts } from '../../components/values/facts.tsx'
import { useAuditEntry } from '../../data/use-audit.ts'
import { nameOfActor } from '../../records/history/describe-change.ts'
import { RecordSkeleton } from '../../records/page/record-page.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'
import { type ChangedValue, changedValues } from './changed-values.ts'
import { describeEntry, pathOfEntity } from './describe-entry.ts'

/** An entry of the audit log: who did it, for whom, when, why and by which request, and the fields that changed. */
export function Component() {
  const { seq = '' } = useParams()
  const query = useAuditEntry(useAccount(), seq)
  return (
    <QueryState query={query} skeleton={<RecordSkeleton kind="Audit log" />}>
      {(entry) => (
        <>
          <PageHeader
            title={describeEntry(entry)}
            documentTitle={`Audit log: ${describeEntry(entry)}`}
            description={`Entry ${entry.seq} of the audit log.`}
          />
          <Stack gap="md">
            <EntryFacts entry={entry} />
            <Changes entry={entry} />
          </Stack>
        </>
      )}
    </QueryState>
  )
}

function EntryFacts({ entry }: { readonly entry: AuditEntry }) {
  const { actor, entity, entityId, requestId, runId } = entry
  const path = pathOfEntity(entry)
  const thing = `${entity} ${entityId}`
  const who = actor.id === null ? actor.kind : `${actor.kind}:${actor.id}`
  return (
    <Panel title="Entry">
      <Facts
        columns={2}
        facts={[
          ['When', <Time key="when" value={entry.at} />],
          [
            'Who',
            <TenantLink key="who" to={`/audit?actor=${encodeURIComponent(who)}`}>
              {nameOfActor(actor)}
            </TenantLink>,
          ],
          ['On behalf of', entry.onBehalfOf && `${entry.onBehalfOf} (as it said itself)`],
          ['Reason', entry.reason],
          [
            'What changed',
            path === null ? (
              thing
            ) : (
              <TenantLink key="what" to={path}>
                {thing}
              </TenantLink>
            ),
          ],
          ['Run', runId && <TenantLink to={`/runs/${runId}`}>{runId}</TenantLink>],
          ['Request', requestId && <TenantLink to={`/audit?requestId=${requestId}`}>{requestId}</TenantLink>],
          ['Login of the database', entry.dbUser],
        ]}
      />
    </Panel>
  )
}

const column = columnsOf<ChangedValue>()
const columns = column.columns([
  column.display({ id: 'field', header: 'Field', cell: ({ row: { original } }) => original.name }),
  column.display({ id: 'old', header: 'Before', cell: ({ row: { original } }) => textOf(original.old) }),
  column.display({ id: 'new', header: 'After', cell: ({ row: { original } }) => textOf(original.new) }),
])

function Changes({ entry: { changes, isErased } }: { readonly entry: AuditEntry }) {
  if (isErased) return <Notice tone="info">The changes of this entry were emptied by an erasure.</Notice>
  if (changes === null) return null
  return (
    <Panel title="Changes" flush>
      <DataTable label="Changes" columns={columns} rows={changedValues(changes)} rowId={({ name }) => name} />
    </Panel>
  )
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

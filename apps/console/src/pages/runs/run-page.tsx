import { Progress, Stack } from '@mantine/core'
import type { SyncRun } from 'api/client'
import { useParams } from 'react-router'
import { Notice } from '../../components/feedback/notice.tsx'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { type Fact, Facts } from '../../components/values/facts.tsx'
import { formatBytes, formatCount } from '../../components/values/format-number.ts'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useRun } from '../../data/use-runs.ts'
import { useSyncTables } from '../../data/use-sync-state.ts'
import { RecordSkeleton } from '../../records/page/record-page.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { SyncButton } from '../../sync/sync-button.tsx'
import { Time } from '../../time/time.tsx'
import { RunCounts } from './run-counts.tsx'
import { RunDuration } from './run-duration.tsx'

/** A run, with its progress while it is running. */
export function Component() {
  const { id = '' } = useParams()
  const query = useRun(useAccount(), id)
  return (
    <QueryState query={query} skeleton={<RecordSkeleton kind="Run" />}>
      {(run) => (
        <>
          <PageHeader
            title={`Run ${run.id}`}
            documentTitle={`Run ${run.id}: ${run.resource ?? run.table}`}
            aside={<StatusBadge status={run.status} />}
            description={`${run.kind} sync of ${run.resource ?? run.table}`}
            actions={run.resource && <SyncButton resource={run.resource} />}
          />
          <Stack gap="md">
            {run.error && (
              <Notice tone="bad" title="Error">
                {run.error}
              </Notice>
            )}
            {run.finishedAt === null && <LiveProgress run={run} />}
            <RunCounts run={run} />
            <Panel title="Run">
              <Facts columns={2} facts={factsOf(run)} />
            </Panel>
          </Stack>
        </>
      )}
    </QueryState>
  )
}

function factsOf(run: SyncRun): readonly Fact[] {
  const facts: Fact[] = [
    ['Started', <Time key="started" value={run.startedAt} />],
    ['Ended', <Time key="ended" value={run.finishedAt} />],
    ['Duration', <RunDuration key="duration" run={run} />],
    ['Pages', formatCount(run.pages)],
    ['HTTP requests', formatCount(run.requests)],
    ['Received', formatBytes(run.bytes)],
  ]
  if (run.kind !== 'verify') return facts
  return facts.concat([
    ['Windows counted', formatCount(run.windows)],
    ['Rows repaired', formatCount(run.mended)],
  ])
}

/** The progress of a full sync, measured by the rows already in the table; other kinds have no known total. */
function LiveProgress({ run }: { readonly run: SyncRun }) {
  const { data = [] } = useSyncTables(useAccount())
  const rows = Number(data.find(({ resource }) => resource === run.resource)?.rows ?? 0)
  const isMeasurable = run.kind === 'full' && rows > Number(run.fetched)
  const percent = isMeasurable ? Math.round((Number(run.fetched) / rows) * 100) : 100
  const text = isMeasurable
    ? `${formatCount(run.fetched)} of about ${formatCount(rows)} records`
    : `${formatCount(run.fetched)} records so far`
  return (
    <Panel>
      <Stack gap="xs">
        <span role="status">{text}</span>
        <Progress value={percent} animated={!isMeasurable} striped={!isMeasurable} aria-label="Progress" />
      </Stack>
    </Panel>
  )
}

import { Code } from '@mantine/core'
import type { SyncState } from 'api/client'
import { Notice } from '../../components/feedback/notice.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { SendingNoticesOf } from '../../sync/sending-notices.tsx'
import { formatDateTime } from '../../time/format.ts'
import { isWithoutWorker } from './sync-health.ts'

/** Says why nothing is synced or sent: no worker runs, or it is paused. Renders nothing if neither is so. */
export function SyncNotices({ state: { workers, paused, exchange } }: { readonly state: SyncState }) {
  const { tenantId, timeZone } = useAccount()
  const since = (instant: string | null) =>
    instant === null ? '' : ` since ${formatDateTime(instant, timeZone)}`
  return (
    <>
      {isWithoutWorker(workers) && (
        <Notice tone="bad" title={`No worker${since(workers.lastSeenAt)}`}>
          {workers.state === 'stopped'
            ? 'The last one was stopped. '
            : 'The last one ended, or does not respond. '}
          Nothing is synced until one runs: <Code>pnpm sync worker</Code>
        </Notice>
      )}
      {paused && (
        <Notice tone="warn" title={`Paused${since(paused.since)}${paused.by ? ` by ${paused.by}` : ''}`}>
          Nothing is synced for this account, and requests for syncs wait. Resume it:{' '}
          <Code>pnpm sync tenants resume {tenantId}</Code>
        </Notice>
      )}
      <SendingNoticesOf domains={exchange.domains} />
    </>
  )
}

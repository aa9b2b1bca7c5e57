import { Code } from '@mantine/core'
import type { Domains } from 'api/client'
import { Notice } from '../components/feedback/notice.tsx'
import { useDomainStates } from '../data/changes/use-domains.ts'
import { useAccount } from '../session/use-accounts.ts'
import { formatDateTime } from '../time/format.ts'

/** A domain, and whether its changes are sent. */
type SendingDomain = Pick<Domains['data'][number], 'domain' | 'sending' | 'pausedAt' | 'pausedBy'>

/** Says why changes are not sent to ServiceTitan; nothing while they are. */
export function SendingNotices() {
  const domains = useDomainStates(useAccount())
  return <SendingNoticesOf domains={domains} />
}

/** As {@link SendingNotices}, of domains that are known. */
export function SendingNoticesOf({ domains }: { readonly domains: readonly SendingDomain[] }) {
  const { tenantId, timeZone } = useAccount()
  const restored = domains.filter(({ sending }) => sending === 'restored').map(({ domain }) => domain)
  return (
    <>
      {restored.length > 0 && (
        <Notice tone="bad" title={`Nothing of ${restored.join(' and ')} is sent to ServiceTitan`}>
          This database is a restored copy, and ServiceTitan may have received more than it knows. Look at
          what waits, then confirm it: <Code>pnpm sync domains confirm-restore --tenant {tenantId}</Code>
        </Notice>
      )}
      {domains
        .filter(({ sending }) => sending === 'paused')
        .map(({ domain, pausedAt, pausedBy }) => (
          <Notice
            key={domain}
            tone="warn"
            title={`Sending of ${domain} is paused${pausedAt === null ? '' : ` since ${formatDateTime(pausedAt, timeZone)}`}${pausedBy ? ` by ${pausedBy}` : ''}`}
          >
            People go on changing records, and ServiceTitan does not get it. Resume it:{' '}
            <Code>
              pnpm sync domains resume {domain} --tenant {tenantId}
            </Code>
          </Notice>
        ))}
    </>
  )
}

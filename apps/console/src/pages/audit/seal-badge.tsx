import type { AuditStatus } from 'api/client'
import { Fragment } from 'react'
import { ToneBadge } from '../../components/values/tone-badge.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { localDay } from '../../time/local-day.ts'
import { Time } from '../../time/time.tsx'
import { useNow } from '../../time/use-now.ts'
import { describeSeals } from './describe-seals.ts'

const stepMs = 60_000

/** How far the audit log is sealed, and when it was verified; or what is wrong. */
export function SealBadge({ status }: { readonly status: AuditStatus }) {
  const { timeZone } = useAccount()
  const now = useNow(stepMs)
  const { tone, facts } = describeSeals(status, now)
  const formOf = (at: string) =>
    localDay(Date.parse(at), timeZone) === localDay(now, timeZone) ? 'time' : 'date-time'
  return (
    <ToneBadge tone={tone} wraps>
      {facts.map(({ text, at }, index) => (
        <Fragment key={text}>
          {index > 0 && ' · '}
          {text}
          {at !== null && ' '}
          {at !== null && <Time value={at} as={formOf(at)} />}
        </Fragment>
      ))}
    </ToneBadge>
  )
}

/** In place of the badge when the state cannot be read. */
export function UnknownSealBadge() {
  return <ToneBadge tone="neutral">State of the seals unknown</ToneBadge>
}

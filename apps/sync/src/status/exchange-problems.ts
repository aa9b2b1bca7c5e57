import { counted } from 'cli-kit'
import type { ExchangeState, SendingDomain } from 'records/synced'
import { pauseText } from './health-text.ts'
import { duration } from './time-text.ts'

/** Why changes of a tenant do not reach ServiceTitan, or wait for a person. */
export interface ExchangeProblem {
  /** failed: nothing is sent before a person acts. */
  readonly state: 'warning' | 'failed'
  readonly detail: string
  /** What to do about it. */
  readonly advice: string
}

/** A change that can be sent, and waits for longer than this, needs attention, in seconds. */
const LONGEST_WAIT_S = 15 * 60

/** The problems of the exchange with ServiceTitan; empty: there are none. `now` in milliseconds. */
export function exchangeProblems(state: ExchangeState, now: number): ExchangeProblem[] {
  const { tenantId, domains, records, forbidden, oldestSeconds, openConflicts } = state
  const of = `--tenant ${tenantId}`
  const withState = (sending: SendingDomain['sending']) =>
    domains.filter((domain) => domain.sending === sending)
  const restored = withState('restored')
  const paused = withState('paused')
  const problems: ExchangeProblem[] = []
  if (restored.length > 0)
    problems.push({
      state: 'failed',
      detail: `nothing of ${namesOf(restored)} is sent: this database is a restored copy, and ServiceTitan may have received more`,
      advice: `Look at pnpm sync outbox list ${of}, then confirm: pnpm sync domains confirm-restore ${of}`,
    })
  for (const { domain, pausedAt, pausedBy } of paused)
    problems.push({
      state: 'warning',
      detail: `nothing of ${domain} is sent: ${pauseText({ pausedAt: pausedAt === null ? null : new Date(pausedAt), pausedBy }, now)}`,
      advice: `pnpm sync domains resume ${domain} ${of}`,
    })
  for (const scope of forbidden)
    problems.push({
      state: 'failed',
      detail: `ServiceTitan refuses changes: the app lacks ${scope}`,
      advice: 'Add the scope to the app in the developer portal, and have the tenant accept it',
    })
  if ((records.failed ?? 0) > 0)
    problems.push({
      state: 'warning',
      detail: `ServiceTitan has refused changes of ${counted(records.failed ?? 0, 'record')}`,
      advice: `pnpm sync outbox list --state failed ${of}`,
    })
  if (openConflicts > 0)
    problems.push({
      state: 'warning',
      detail: `${counted(openConflicts, 'conflict waits', 'conflicts wait')} for a person`,
      advice: `pnpm sync conflicts list ${of}`,
    })
  const isSent = restored.length + paused.length < domains.length
  if (isSent && oldestSeconds !== null && oldestSeconds > LONGEST_WAIT_S)
    problems.push({
      state: 'warning',
      detail: `a change waits to be sent for ${duration(oldestSeconds * 1_000)}`,
      advice: `Look at pnpm sync outbox list ${of}, and at the log of the worker`,
    })
  return problems
}

const namesOf = (domains: readonly SendingDomain[]) => domains.map(({ domain }) => domain).join(' and ')

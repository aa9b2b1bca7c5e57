import type { SyncState } from 'api/client'
import { formatCount } from '../../components/values/format-number.ts'
import { formatAge } from '../../time/format.ts'
import type { Problem } from './problem.ts'

const resource = 'ServiceTitan'

/** A change that can be sent, and waits for longer than this, needs attention. */
const longestSeconds = 15 * 60

/** The problems of the exchange with ServiceTitan, where both sides change records. */
export function* problemsOfExchange({ exchange }: Pick<SyncState, 'exchange'>): Iterable<Problem> {
  const { domains, records, forbidden, oldestSeconds, openConflicts } = exchange
  for (const scope of forbidden)
    yield {
      tone: 'bad',
      resource,
      title: 'does not allow changes',
      detail: `The app lacks ${scope}. Add it in the developer portal.`,
      path: '/outbox',
    }
  if (records.failed > 0)
    yield {
      tone: 'bad',
      resource,
      title:
        records.failed === 1
          ? 'has refused a change of one record'
          : `has refused changes of ${formatCount(records.failed)} records`,
      detail: 'See the reasons, then change the records, send them again, or give their changes up.',
      path: '/outbox?state=person',
    }
  if (openConflicts > 0)
    yield {
      tone: 'warn',
      resource,
      title:
        openConflicts === 1
          ? 'and LAZI have both changed a field'
          : `and LAZI have both changed ${formatCount(openConflicts)} fields`,
      detail: 'A person decides whose values stay.',
      path: '/conflicts',
    }
  if (domains.some(({ sending }) => sending === 'on') && (oldestSeconds ?? 0) > longestSeconds)
    yield {
      tone: 'warn',
      resource,
      title: `lacks a change for ${formatAge(oldestSeconds ?? 0)}`,
      detail: 'It is sent again by itself. See what it waits for.',
      path: '/outbox',
    }
}

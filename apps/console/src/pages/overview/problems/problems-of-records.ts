import type { SyncState } from 'api/client'
import { formatCount } from '../../../components/values/format-number.ts'
import { formatAge } from '../../../time/format.ts'
import { isLate } from '../sync-health.ts'
import type { Problem } from './problem.ts'

/** The problems of LAZI's records: they do not follow the cache, are late, or have versions that are held back. */
export function* problemsOfRecords({
  records,
  workers,
}: Pick<SyncState, 'records' | 'workers'>): Iterable<Problem> {
  const { error, heldBack, behind, lagSeconds } = records
  const resource = 'LAZI’s records'
  if (error !== null) yield { tone: 'bad', resource, title: 'do not follow the cache', detail: error }
  else if (isLate(records)) {
    yield {
      tone: 'bad',
      resource,
      title: `are ${formatAge(lagSeconds)} behind the cache`,
      detail: `${formatCount(behind)} ${behind === 1 ? 'change is' : 'changes are'} not in them yet.${workers.alive === 0 ? ' No worker runs.' : ''}`,
    }
  }
  if (heldBack > 0) {
    yield {
      tone: 'warn',
      resource,
      title: heldBack === 1 ? 'hold back one version' : `hold back ${formatCount(heldBack)} versions`,
      detail:
        'PostgreSQL refused them; the last good ones are shown. The pages of the records have the reasons.',
    }
  }
}

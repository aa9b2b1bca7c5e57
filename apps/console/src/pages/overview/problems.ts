import type { SyncTable } from 'api/client'
import type { Tone } from '../../components/values/tone.ts'
import { formatAge } from '../../time/format.ts'

export interface Problem {
  readonly tone: Tone
  readonly resource: string
  readonly title: string
  readonly detail: string
  /** The path of the details, within the account. */
  readonly path: string
}

const neverSynced: Problem = {
  tone: 'info',
  resource: 'Nothing',
  title: 'has been synced yet',
  detail: 'Configure the account’s credentials, and start a worker: pnpm sync worker',
  path: '/runs',
}

/** The problems of an account's tables, the most severe first. */
export function problemsOf(tables: readonly SyncTable[]): Problem[] {
  if (tables.every(({ status }) => status === 'never')) return [neverSynced]
  const ranks: readonly Tone[] = ['bad', 'warn', 'info']
  return tables
    .flatMap((table) => [...problemsOfTable(table)])
    .toSorted((a, b) => ranks.indexOf(a.tone) - ranks.indexOf(b.tone) || a.resource.localeCompare(b.resource))
}

function* problemsOfTable(table: SyncTable): Iterable<Problem> {
  const { resource, lastError, consecutiveFailures, openQuarantine, driftPaths } = table
  if (lastError !== null) {
    yield {
      tone: 'bad',
      resource,
      title: consecutiveFailures > 1 ? `failed ${consecutiveFailures} times in a row` : 'failed',
      detail: lastError,
      path: `/runs?resource=${resource}`,
    }
  }
  if (table.breached) {
    const { lagSeconds, targetSeconds } = table
    yield {
      tone: 'bad',
      resource,
      title: lagSeconds === null ? 'has never been synced completely' : `is ${formatAge(lagSeconds)} old`,
      detail: `Its target is ${formatAge(targetSeconds)}. Is a worker running?`,
      path: `/runs?resource=${resource}`,
    }
  }
  if (openQuarantine > 0) {
    yield {
      tone: 'warn',
      resource,
      title:
        openQuarantine === 1 ? 'has a record in quarantine' : `has ${openQuarantine} records in quarantine`,
      detail: 'Quarantined records could not be written. See their errors, then replay or drop them.',
      path: `/quarantine?resource=${resource}`,
    }
  }
  if (driftPaths > 0) {
    yield {
      tone: 'info',
      resource,
      title: driftPaths === 1 ? 'has API drift at one path' : `has API drift at ${driftPaths} paths`,
      detail: 'ServiceTitan sends unknown fields or unexpected types. No data is lost.',
      path: `/drift?resource=${resource}`,
    }
  }
}

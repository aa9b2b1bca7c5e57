import type { SyncState, SyncTable } from 'api/client'
import type { Tone } from '../../components/values/tone.ts'
import { formatAge } from '../../time/format.ts'
import type { Problem } from './problem.ts'
import { problemsOfExchange } from './problems-of-exchange.ts'
import { problemsOfRecords } from './problems-of-records.ts'

const neverSynced: Problem = {
  tone: 'info',
  resource: 'Nothing',
  title: 'has been synced yet',
  detail: 'Configure the account’s credentials, and start a worker: pnpm sync worker',
  path: '/runs',
}

/** The problems of an account's tables and records, the most severe first. */
export function problemsOf(state: SyncState): Problem[] {
  const { tables, workers } = state
  if (tables.every(({ status }) => status === 'never')) return [neverSynced]
  const ranks: readonly Tone[] = ['bad', 'warn', 'info']
  const ofTables = tables.flatMap((table) => [...failuresOf(table), ...problemsOfTable(table, workers)])
  // What concerns the records concerns every page, so it comes before a table's problem of the same severity.
  return [
    ...problemsOfRecords(state),
    ...problemsOfExchange(state),
    ...ofTables.toSorted((a, b) => a.resource.localeCompare(b.resource)),
  ].toSorted((a, b) => ranks.indexOf(a.tone) - ranks.indexOf(b.tone))
}

function failuresOf({ resource, failures, lastError, consecutiveFailures }: SyncTable): Problem[] {
  const problem = (kind: string, error: string, count: number): Problem => ({
    tone: 'bad',
    resource,
    title: `${kind}failed${count > 1 ? ` ${count} times in a row` : ''}`,
    detail: error,
    path: `/runs?resource=${resource}`,
  })
  // A worker of an older version stores one error, without its kind.
  if (failures.length === 0 && lastError !== null) return [problem('', lastError, consecutiveFailures)]
  return failures.map(({ kind, error, count }) =>
    problem(kind === 'verify' ? 'verify ' : `${kind} sync `, error, count),
  )
}

function* problemsOfTable(table: SyncTable, workers: SyncState['workers']): Iterable<Problem> {
  const { resource, openQuarantine, driftPaths } = table
  if (table.breached) {
    const { lagSeconds, targetSeconds } = table
    yield {
      tone: 'bad',
      resource,
      title: lagSeconds === null ? 'has never been synced completely' : `is ${formatAge(lagSeconds)} old`,
      detail: `Its target is ${formatAge(targetSeconds)}.${workers.alive === 0 ? ' No worker runs.' : ''}`,
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

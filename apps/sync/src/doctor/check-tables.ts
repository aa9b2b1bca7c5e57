import type { TableState } from '../status/status.ts'
import { ago, duration } from '../status/time-text.ts'
import { type Check, failed, ok } from './check.ts'

/** Checks the stored data of one tenant: its runs, the age of its tables, quarantine, suspects and drift. */
export function checkTables(states: readonly TableState[]): Check[] {
  const tenantId = states[0]?.tenantId
  if (tenantId === undefined) return []
  return [
    ...checkRuns(tenantId, states),
    ...(states.some(({ isPaused }) => isPaused) ? [] : checkAge(tenantId, states)),
    checkCount(`quarantine of tenant ${tenantId}`, states, {
      of: ({ quarantined }) => quarantined,
      noun: 'records could not be written',
      advice: `List them: pnpm sync quarantine list --tenant ${tenantId}`,
    }),
    checkCount(`deletions of tenant ${tenantId}`, states, {
      of: ({ suspects }) => suspects,
      noun: 'rows look deleted, and wait for your permission',
      advice: `Permit it: pnpm sync run <resource> --full --allow-deletes --tenant ${tenantId}`,
    }),
    checkCount(`drift of tenant ${tenantId}`, states, {
      of: ({ drift }) => drift,
      noun: 'fields differ from the documentation',
      advice: `List them: pnpm sync drift list --tenant ${tenantId}`,
    }),
  ]
}

function checkRuns(tenantId: string, states: readonly TableState[]): Check[] {
  const name = `runs of tenant ${tenantId}`
  const now = Date.now()
  const checks = states.flatMap(({ resource, status, failures, lastError, lastErrorAt }) => {
    const run = `pnpm sync run ${resource} --tenant ${tenantId}`
    if (failures.length > 0) {
      return failures.map(({ kind, error, at, count }) =>
        failed(
          name,
          `${resource}: ${kind} failed: ${error} (${ago(at, now)}, consecutive failures: ${count})`,
          `Remove the cause, then: ${kind === 'verify' ? run.replace(' run ', ' verify ') : `${run}${flags[kind]}`}`,
        ),
      )
    }
    // A worker of an older version stored no kind.
    if (lastError !== null) {
      return failed(
        name,
        `${resource}: failed: ${lastError} (${ago(lastErrorAt, now)})`,
        `Remove the cause, then: ${run}`,
      )
    }
    return status === 'interrupted'
      ? failed(name, `${resource}: a process ended without finishing its run`, `Run: ${run}`)
      : []
  })
  return checks.length > 0 ? checks : [ok(name, 'no table failed')]
}

const flags = { full: ' --full', incremental: '', hot: ' --hot' } as const

function checkAge(tenantId: string, states: readonly TableState[]): Check[] {
  const name = `age of tenant ${tenantId}`
  const advice = `Run: pnpm sync run --tenant ${tenantId}`
  const missing = states.filter(({ status }) => status === 'never')
  if (missing.length === states.length) return [failed(name, 'nothing was synced yet', advice)]
  const late = states.filter(({ status, isBreached }) => status !== 'never' && isBreached)
  const checks: Check[] = []
  if (missing.length > 0)
    checks.push(failed(name, `never synced: ${missing.map(({ resource }) => resource).join(', ')}`, advice))
  if (late.length > 0) {
    const texts = late.map(
      ({ resource, lagMs, targetMs }) =>
        `${resource} (${lagMs === null ? 'not completely synced' : `${duration(lagMs)}, target ${duration(targetMs)}`})`,
    )
    checks.push(failed(name, `older than their target: ${texts.join(', ')}`, advice))
  }
  return checks.length > 0 ? checks : [ok(name, 'every table is within its target')]
}

function checkCount(
  name: string,
  states: readonly TableState[],
  {
    of,
    noun,
    advice,
  }: { readonly of: (state: TableState) => number; readonly noun: string; readonly advice: string },
): Check {
  const found = states.filter((state) => of(state) > 0)
  if (found.length === 0) return ok(name, 'none')
  const total = found.reduce((sum, state) => sum + of(state), 0)
  const places = found.map((state) => `${state.resource} ${of(state)}`)
  return failed(name, `${total} ${noun}: ${places.join(', ')}`, advice)
}

import { type Env, exitCode, print } from 'cli-kit'
import { createLogger } from 'cli-kit/logger'
import { readLogLevel } from '../config.ts'
import type { Check } from '../doctor/check.ts'
import { examine } from '../doctor/doctor.ts'

const marks: Record<Check['state'], string> = { ok: '✓', warning: '!', failed: '✗' }

/** `sync doctor`. @returns the exit code: 1 when a check failed; warnings do not count */
export async function doctor(
  options: { readonly json?: boolean; readonly worker: boolean },
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  const logger = createLogger(readLogLevel(env, 'silent'))
  const checks: Check[] = []
  for await (const check of examine(env, { isWorkerExpected: options.worker, logger, signal })) {
    checks.push(check)
    if (!options.json) print(lineOf(check))
  }
  const failures = checks.filter(({ state }) => state === 'failed')
  const warnings = checks.filter(({ state }) => state === 'warning')
  const ok = failures.length === 0
  if (options.json) {
    const summary = { checks: checks.length, failed: failures.length, warnings: warnings.length }
    print(JSON.stringify({ ok, summary, checks }))
  } else print(summaryOf(checks.length, failures, warnings))
  return ok ? exitCode.done : exitCode.error
}

function lineOf({ state, name, detail, advice }: Check): string {
  return `${marks[state]} ${name}: ${detail}${advice === null ? '' : `\n    ${advice}.`}`
}

function summaryOf(total: number, failures: readonly Check[], warnings: readonly Check[]): string {
  if (failures.length === 0 && warnings.length === 0) return `${total} checks: all in order.`
  const names = (checks: readonly Check[]) =>
    checks.length === 0 ? '' : ` (${[...new Set(checks.map(({ name }) => name))].join('; ')})`
  return `${total} checks: ${failures.length} failed${names(failures)}, ${warnings.length} with a warning${names(warnings)}.`
}

import { type Env, exitCode, print } from 'cli-kit'
import { createLogger } from 'cli-kit/logger'
import { readLogLevel } from '../config.ts'
import type { Check } from '../doctor/check.ts'
import { examine } from '../doctor/doctor.ts'

const marks: Record<Check['state'], string> = { ok: '✓', warning: '!', failed: '✗' }

/** `sync doctor`. @returns the exit code: 1 when a check failed; warnings do not count */
export async function doctor(
  options: { readonly json?: boolean },
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  const logger = createLogger(readLogLevel(env, 'silent'))
  const checks: Check[] = []
  for await (const check of examine(env, { logger, signal })) {
    checks.push(check)
    if (options.json) continue
    const advice = check.advice === null ? '' : `\n    ${check.advice}.`
    print(`${marks[check.state]} ${check.name}: ${check.detail}${advice}`)
  }
  const hasPassed = checks.every(({ state }) => state !== 'failed')
  if (options.json) print(JSON.stringify({ ok: hasPassed, checks }))
  return hasPassed ? exitCode.done : exitCode.error
}

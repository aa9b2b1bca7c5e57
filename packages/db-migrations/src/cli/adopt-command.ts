import { confirm, exitCode, notice, type OutputOptions, print, UsageError } from 'cli-kit'
import type pg from 'pg'
import { type AdoptionEvent, adopt as runAdoption } from '../adopt/adopt.ts'
import { describePlan } from '../adopt/describe-plan.ts'
import { planAdoption } from '../adopt/plan-adoption.ts'
import { createMigrator } from '../migrator.ts'
import { openSession } from '../run/session.ts'
import { type Process, resolveDatabase } from './config.ts'

type AdoptOptions = OutputOptions & { readonly plan?: boolean; readonly yes?: boolean }

/** `adopt`: a database that hand-run scripts made, to the current schema in place. Says first what it will do. */
export async function adopt(options: AdoptOptions, { env, signal }: Process): Promise<number> {
  await using database = await resolveDatabase(env)
  const session = { connectionString: database.url, applicationName: 'db-migrations', lockTimeoutMs: 2_000 }
  const client = await openSession(session)
  let code: number | undefined
  try {
    code = await adoptTables(client, options, database.description, signal)
  } finally {
    await client.end()
  }
  if (code !== undefined) return code
  const applied = await createMigrator({ connectionString: database.url, signal }).up()
  if (options.json) print(JSON.stringify({ ok: true, applied }))
  else print(`Adopted; applied ${applied.length} more migration(s).`)
  return exitCode.done
}

/** @returns an exit code where that was all, or undefined once the tables are adopted */
async function adoptTables(
  client: pg.Client,
  options: AdoptOptions,
  description: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const say = options.json ? notice : print
  const plan = await planAdoption(client)
  for (const line of describePlan(plan)) say(line)
  const isAll = options.plan || plan.kind !== 'adopt'
  if (options.json && isAll) print(JSON.stringify({ ok: plan.kind !== 'refused', plan }))
  if (plan.kind === 'refused') {
    notice(
      'error: this database cannot be adopted as it is; nothing was changed. Mend what differs, and plan again.',
    )
    return exitCode.error
  }
  if (isAll) return exitCode.done
  const question = `Adopt ${description}?`
  const withoutTerminal = `${question} Say --yes to do so without a terminal.`
  if (!options.yes && !(await confirm(question, { withoutTerminal, signal })))
    throw new UsageError('Nothing was adopted.')
  await runAdoption(client, { plan, signal, onEvent: (event) => sayEvent(event, say) })
  return undefined
}

function sayEvent(event: AdoptionEvent, say: (line: string) => void): void {
  if (event.type === 'lock.wait') say('Waiting for another migrator …')
  if (event.type === 'step.retry') say(`… ${event.migration}: ${event.reason}; tries again`)
  if (event.type === 'step.done')
    say(`✓ ${event.migration} (${event.action}, ${Math.round(event.durationMs)} ms)`)
}

import { confirm, exitCode, notice, type OutputOptions, print, UsageError } from 'cli-kit'
import type pg from 'pg'
import { type AdoptionEvent, adopt as runAdoption } from '../adopt/adopt.ts'
import { describePlan } from '../adopt/describe-plan.ts'
import { planAdoption } from '../adopt/plan-adoption.ts'
import { createMigrator } from '../migrator.ts'
import { openSession } from '../run/session.ts'
import { type Process, resolveDatabase } from './config.ts'

type AdoptOptions = OutputOptions & { readonly plan?: boolean; readonly yes?: boolean }

/** `adopt`: converts a database created by hand-run scripts to the current schema in place. Prints the plan first. */
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

/** @returns the exit code if nothing was adopted; undefined once the tables are adopted */
async function adoptTables(
  client: pg.Client,
  options: AdoptOptions,
  description: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const write = options.json ? notice : print
  const plan = await planAdoption(client)
  for (const line of describePlan(plan)) write(line)
  const isPlanOnly = options.plan || plan.kind !== 'adopt'
  if (options.json && isPlanOnly) print(JSON.stringify({ ok: plan.kind !== 'refused', plan }))
  if (plan.kind === 'refused') {
    notice(
      'error: this database cannot be adopted; nothing was changed. Resolve the differences and run adopt --plan again; dependent views, keys and triggers can be dropped and created again afterwards.',
    )
    return exitCode.error
  }
  if (isPlanOnly) return exitCode.done
  const question = `Adopt ${description}?`
  const withoutTerminal = `${question} Not a terminal; pass --yes to confirm.`
  if (!options.yes && !(await confirm(question, { withoutTerminal, signal })))
    throw new UsageError('Nothing was adopted.')
  await runAdoption(client, { plan, signal, onEvent: (event) => writeEvent(event, write) })
  return undefined
}

function writeEvent(event: AdoptionEvent, write: (line: string) => void): void {
  if (event.type === 'lock.wait') write('Waiting for another migrator …')
  if (event.type === 'step.retry') write(`… ${event.migration}: ${event.reason}; retrying`)
  if (event.type === 'step.done')
    write(`✓ ${event.migration} (${event.action}, ${Math.round(event.durationMs)} ms)`)
}

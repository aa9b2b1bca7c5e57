import { type Env, exitCode, notice, type OutputOptions, print } from 'cli-kit'
import { checkMigrations } from '../check/check-migrations.ts'
import { readLedger } from '../ledger.ts'
import { listMigrationFiles } from '../migration-files.ts'
import { type PlannedMigration, planMigrations } from '../plan/plan-migrations.ts'
import { openReader } from '../run/session.ts'
import { verifyDatabase } from '../verify/verify.ts'
import { resolveDatabase } from './config.ts'

/** `plan`: the SQL of pending migrations (of all with `--offline`), and the locks it takes. */
export async function plan(
  options: OutputOptions & { offline?: boolean; down?: boolean },
  env: Env,
): Promise<number> {
  const direction = options.down ? 'down' : 'up'
  const files = await listMigrationFiles()
  const migrations = options.offline
    ? await planMigrations(direction === 'up' ? files : files.toReversed(), direction)
    : await withSession(env, async (client) => {
        const applied = new Set((await readLedger(client)).map(({ name }) => name))
        const selected = files.filter(({ name }) => applied.has(name) === (direction === 'down'))
        return planMigrations(direction === 'up' ? selected : selected.toReversed(), direction, client)
      })
  if (options.json) print(JSON.stringify({ ok: true, migrations }))
  else if (migrations.length === 0) print('Nothing to do: the database is up to date.')
  else print(migrations.map(renderPlan).join('\n\n'))
  return exitCode.done
}

function renderPlan({ name, usesTransaction, statements }: PlannedMigration): string {
  const head = `-- ${name}${usesTransaction ? '' : ' (no transaction: each statement commits on its own)'}`
  const body = statements.flatMap(({ sql, locks }) => [
    ...locks.map(({ relation, mode, rewrites, scans, size }) => {
      const costs = [rewrites !== 'no' && `rewrites: ${rewrites}`, scans && 'reads every row'].filter(Boolean)
      const extent = size && `${Math.round(size.rows).toLocaleString('en-US')} rows, ${megabytes(size.bytes)}`
      return `-- locks ${relation}: ${[mode, ...costs, extent].filter(Boolean).join(', ')}`
    }),
    sql,
  ])
  return [head, ...(usesTransaction ? ['BEGIN;', ...body, 'COMMIT;'] : body)].join('\n')
}

const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`

/** `verify`: compares the files with the ledger, and the database with the schema. */
export async function verify(options: OutputOptions, env: Env): Promise<number> {
  const result = await withSession(env, (client) => verifyDatabase(client))
  if (options.json) print(JSON.stringify(result))
  else {
    for (const { migration, problem } of result.checksums) print(`${checksumTexts[problem]}: ${migration}`)
    if (result.unrecorded.length > 0) {
      print(`Applied without a checksum, by psql or the stock CLI: ${result.unrecorded.join(', ')}`)
    }
    if (result.drift === null)
      print(`Not compared with the schema: ${result.pending.length} migration(s) are pending.`)
    for (const { kind, name, problem, expected, found, mend } of result.drift ?? []) {
      print(`${problem}: ${kind} ${name}`)
      if (expected) print(`  expected  ${expected}`)
      if (found) print(`  found     ${found}`)
      print(`  fix       ${mend}`)
    }
    if (result.ok)
      print(
        result.drift === null ? 'No applied migration has changed.' : 'The database matches the migrations.',
      )
  }
  if (!result.ok) notice('error: the files or the database do not match; see above. Nothing was changed.')
  return result.ok ? exitCode.done : exitCode.drift
}

const checksumTexts = {
  deleted: 'applied, but the file is missing',
  sql: 'applied, but the file now produces different SQL',
  file: 'note: the file changed, its SQL did not',
} as const

/** `check`: lints the migrations. Needs no database. */
export async function check(options: OutputOptions): Promise<number> {
  const findings = await checkMigrations()
  if (options.json) print(JSON.stringify({ ok: findings.length === 0, findings }))
  else if (findings.length === 0) print('No findings.')
  for (const { migration, rule, message, sql } of options.json ? [] : findings) {
    print(`${migration}: ${message} (${rule})`)
    if (sql) print(`  ${sql.split('\n').slice(0, 3).join('\n  ')}`)
  }
  if (findings.length > 0) {
    notice(
      `error: ${findings.length} finding(s). Fix them, or export \`allow\` from the migration with a reason.`,
    )
  }
  return findings.length > 0 ? exitCode.findings : exitCode.done
}

async function withSession<T>(
  env: Env,
  work: (client: Awaited<ReturnType<typeof openReader>>) => Promise<T>,
): Promise<T> {
  await using database = await resolveDatabase(env)
  const client = await openReader({
    connectionString: database.url,
    applicationName: 'db-migrations',
  })
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

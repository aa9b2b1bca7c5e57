import { type Env, exitCode, formatCount, notice, type OutputOptions, print } from 'cli-kit'
import { readLedger } from '../ledger.ts'
import { listMigrationFiles } from '../migration-files.ts'
import { type PlannedMigration, planMigrations } from '../plan/plan-migrations.ts'
import { openReader } from '../run/session.ts'
import { describeStaleFile } from '../schema-docs/stale-files.ts'
import { type Verification, verifyDatabase } from '../verify/verify.ts'
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
      const extent = size && `${formatCount(Math.round(size.rows))} rows, ${megabytes(size.bytes)}`
      return `-- locks ${relation}: ${[mode, ...costs, extent].filter(Boolean).join(', ')}`
    }),
    sql,
  ])
  return [head, ...(usesTransaction ? ['BEGIN;', ...body, 'COMMIT;'] : body)].join('\n')
}

const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`

/** `verify`: compares the files with the ledger, and the database with the schema. `--sql`: only the SQL that fixes it. */
export async function verify(options: OutputOptions & { sql?: boolean }, env: Env): Promise<number> {
  const result = await withSession(env, (client) => verifyDatabase(client))
  if (options.sql) for (const line of mendingScript(result)) print(line)
  else if (options.json) print(JSON.stringify(result))
  else {
    for (const { migration, problem } of result.checksums) print(`${checksumTexts[problem]}: ${migration}`)
    if (result.unrecorded.length > 0) {
      print(`Applied without a checksum, by psql or the stock CLI: ${result.unrecorded.join(', ')}`)
    }
    for (const file of result.stale) print(`stale: ${describeStaleFile(file)}`)
    if (result.drift === null) print(`Not compared with the schema: ${whyNotCompared(result)}.`)
    for (const { kind, name, problem, expected, found, mend } of [
      ...result.access,
      ...(result.drift ?? []),
    ]) {
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

function whyNotCompared({ pending, checksums }: Verification): string {
  if (pending.length > 0) return `${pending.length} migration(s) are pending`
  if (checksums.some(({ problem }) => problem === 'deleted')) return 'an applied migration has no file'
  return 'schema/catalog.json is not that of the migrations'
}

/** SQL that fixes the differences, in order. What would drop an object is a comment: review it first. */
function mendingScript(result: Verification): string[] {
  const { access, drift } = result
  const mends = [...access, ...(drift ?? [])].map(({ kind, problem, mend }) =>
    problem === 'unexpected' && kind !== 'grant' ? mend.replaceAll(/^/gm, '-- ') : mend,
  )
  const note = drift === null ? [`-- Not compared with the schema: ${whyNotCompared(result)}.`] : []
  return [...note, ...mends]
}

const checksumTexts = {
  deleted: 'applied, but the file is missing',
  sql: 'applied, but the file now produces different SQL',
  file: 'note: the file changed, its SQL did not',
} as const

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

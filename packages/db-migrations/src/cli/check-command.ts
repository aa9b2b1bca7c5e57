import { exitCode, notice, type OutputOptions, print } from 'cli-kit'
import { startTemporaryPostgres } from 'local-postgres/testing'
import { checkMigrations } from '../check/check-migrations.ts'
import type { Finding } from '../check/finding.ts'
import { findLosses } from '../check/losses.ts'
import { tryWayBack } from '../check/way-back.ts'
import { readExpectedCatalog } from '../schema-docs/expected-catalog.ts'

type CheckOptions = OutputOptions & {
  /** Start no PostgreSQL: only read the SQL. */
  readonly offline?: boolean
}

/**
 * `check`: lints the migrations, and tries their way back in a temporary PostgreSQL. What it deletes is shown of the
 * migrations that `docs` has not seen, those that are being written; of all of them with `--json`.
 */
export async function check(options: CheckOptions): Promise<number> {
  const findings = [...(await checkMigrations()), ...(options.offline ? [] : await wayBackFindings())]
  const losses = await findLosses()
  if (options.json) print(JSON.stringify({ ok: findings.length === 0, findings, losses }))
  else {
    if (findings.length === 0) print('No findings.')
    for (const { migration, rule, message, sql } of findings) {
      print(`${migration}: ${message} (${rule})`)
      if (sql) print(`  ${sql.trim().split('\n').slice(0, 3).join('\n  ')}`)
    }
    const known = (await readExpectedCatalog())?.migration ?? ''
    for (const { migration, objects } of losses)
      if (migration > known) print(`note: reverting ${migration} deletes ${objects.join(', ')}`)
  }
  if (findings.length > 0) {
    notice(
      `error: ${findings.length} finding(s). Fix them, or export \`allow\` from the migration with a reason; a way back that cannot be is \`down = false\`.`,
    )
  }
  return findings.length > 0 ? exitCode.findings : exitCode.done
}

async function wayBackFindings(): Promise<Finding[]> {
  await using server = await startTemporaryPostgres({ inMemory: true })
  return await tryWayBack(server.url) // before the server stops
}

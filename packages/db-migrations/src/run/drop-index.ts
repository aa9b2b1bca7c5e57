import type { Run } from './run.ts'
import { runStatement } from './run-statement.ts'

/** DROP INDEX CONCURRENTLY, which an interrupted run may have done already. */
export async function dropIndex(run: Run, index: number, name: string, interrupted: boolean): Promise<void> {
  const { client, plan } = run
  if (interrupted) {
    const { rows } = await client.query<{ gone: boolean }>('SELECT to_regclass($1) IS NULL AS gone', [name])
    if (rows[0]?.gone) return
  }
  await runStatement(run, index, () => client.query(plan.statements[index] ?? ''))
}

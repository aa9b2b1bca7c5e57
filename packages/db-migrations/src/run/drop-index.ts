import type { Run } from './run.ts'
import { runStatement } from './run-statement.ts'

/** Runs DROP INDEX CONCURRENTLY, unless an interrupted run has completed it. */
export async function dropIndex(run: Run, index: number, name: string, interrupted: boolean): Promise<void> {
  const { client, plan } = run
  if (interrupted) {
    const { rows } = await client.query<{ dropped: boolean }>('SELECT to_regclass($1) IS NULL AS dropped', [
      name,
    ])
    if (rows[0]?.dropped) return
  }
  await runStatement(run, index, () => client.query(plan.statements[index] ?? ''))
}

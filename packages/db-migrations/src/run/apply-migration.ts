import { backendPid } from 'cli-kit/postgres'
import { Migration } from 'node-pg-migrate'
import type pg from 'pg'
import { MigrationError } from '../errors.ts'
import { type MigrationPlan, silentLogger } from '../plan/migration-plan.ts'
import { ledger } from '../protocol/ledger.ts'
import { checksumStatement } from '../verify/checksums.ts'
import type { ApplyOptions, Run } from './run.ts'
import { runOutsideTransaction } from './run-outside-transaction.ts'
import { runStatement } from './run-statement.ts'
import { statementKind } from './statement-kind.ts'
import { inTransaction } from './transaction.ts'

/**
 * Runs a migration and records it in the ledger: in one transaction, rolled back on failure; or, with
 * `noTransaction()`, statement by statement, so that the next run resumes after the last completed statement.
 * @throws {MigrationError} `MIGRATION_FAILED` with PostgreSQL's error as its cause, `UNFINISHED`
 */
export async function applyMigration(
  client: pg.Client,
  plan: MigrationPlan,
  options: ApplyOptions = {},
): Promise<void> {
  refuseTransactionControl(plan)
  const { migration, direction } = plan
  const run: Run = {
    client,
    pid: await backendPid(client),
    plan,
    record: await ledgerStatement(plan),
    options,
    async reach(point, statement) {
      if (point !== 'recorded' && point !== 'committed') options.signal?.throwIfAborted()
      await options.failpoint?.({ name: migration.name, direction, point, statement }, client)
    },
  }
  await (plan.usesTransaction ? runInTransaction(run) : runOutsideTransaction(run))
}

async function runInTransaction(run: Run): Promise<void> {
  const { client, record } = run
  const { migration, statements } = run.plan
  await run.reach('before', 0)
  await inTransaction(client, async () => {
    for (const [index, sql] of statements.entries()) {
      if (index > 0) await run.reach('before', index)
      await runStatement(run, index, () => client.query(sql))
      if (client.getTransactionStatus() !== 'T') {
        throw new MigrationError(
          'MIGRATION_FAILED',
          `${migration.name} ended its transaction in statement ${index + 1} of ${statements.length}. Leave BEGIN and COMMIT to the migrator; check what was committed before running it again.`,
          { migration: migration.name, sql },
        )
      }
    }
    await run.reach('before', statements.length)
    await client.query(record)
    await run.reach('recorded', statements.length)
  })
  await run.reach('committed', statements.length)
}

function refuseTransactionControl({ migration, statements }: MigrationPlan): void {
  for (const [index, sql] of statements.entries()) {
    const kind = statementKind(sql)
    if (kind.kind !== 'refused') continue
    throw new MigrationError(
      'INVALID_FILES',
      `${migration.name} cannot run statement ${index + 1} of ${statements.length} safely. ${kind.advice}`,
      { migration: migration.name, sql },
    )
  }
}

/** The ledger statement of node-pg-migrate itself, and the statement that records the checksum. */
async function ledgerStatement(plan: MigrationPlan): Promise<string> {
  const { migration, direction } = plan
  const recorded: string[] = []
  const db = { query: async (sql: string) => void recorded.push(sql) }
  const unit = new Migration(
    db as never,
    migration.path,
    { up: migration.up, down: migration.down },
    { migrationsTable: ledger.table, migrationsSchema: ledger.schema } as never,
    undefined,
    silentLogger,
  )
  await unit.markAsRun(direction)
  return [...recorded, await checksumStatement(plan)].join('\n')
}

import type pg from 'pg'
import { MigrationError } from '../errors.ts'
import { ensureLedger } from '../ledger.ts'
import { listMigrationFiles, loadMigration } from '../migration-files.ts'
import { planMigration } from '../plan/migration-plan.ts'
import { ledgerName } from '../protocol/ledger.ts'
import { type FoundTable, holdingSchema } from './inspect.ts'
import { findTouchFunctions } from './obstacles.ts'
import { bookkeepingMigration } from './old-tables.ts'
import type { AdoptionStep } from './recognise.ts'
import { conversionOf, sourceOf } from './survey.ts'

/** Result of converting a table: `rows` = `kept` + `quarantined`. */
export interface ConvertedRows {
  readonly table: string
  readonly rows: number
  readonly kept: number
  readonly quarantined: number
  /** Kept rows whose full_data is no JSON object and was quarantined. */
  readonly setAside: number
}

/**
 * Runs one step in the caller's transaction, which has locked the old table.
 * @throws {MigrationError} `MIGRATION_FAILED` if the counts show a missing row
 * @throws {pg.DatabaseError} from any statement
 */
export async function runStep(
  client: pg.Client,
  { migration, action, table }: AdoptionStep,
  { now, hasBookkeeping }: { readonly now: Date; readonly hasBookkeeping: boolean },
): Promise<ConvertedRows | undefined> {
  await ensureLedger(client)
  if (!hasBookkeeping) await run(client, await statementsOf(bookkeepingMigration))
  let converted: ConvertedRows | undefined
  if (table) converted = await convert(client, table, await statementsOf(migration), now)
  else if (action === 'create') await run(client, await statementsOf(migration))
  if (migration === bookkeepingMigration) {
    for (const name of await findTouchFunctions(client)) await client.query(`DROP FUNCTION ${name}`)
  }
  await client.query(`INSERT INTO ${ledgerName} (name, run_on) VALUES ($1, now())`, [migration])
  return converted
}

/**
 * Moves the old table and its indexes to another schema, creates the new table as its migration does, and builds keys
 * and indexes after the rows are inserted, which takes a fraction of the time.
 */
async function convert(
  client: pg.Client,
  table: FoundTable,
  statements: readonly string[],
  now: Date,
): Promise<ConvertedRows> {
  const firstIndex = statements.findIndex((sql) => /^(?:ALTER TABLE|CREATE INDEX)/.test(sql))
  await client.query(`CREATE SCHEMA ${holdingSchema}`)
  await client.query(`ALTER TABLE raw.${table.name} SET SCHEMA ${holdingSchema}`)
  await run(client, statements.slice(0, firstIndex))
  const { rows } = await client.query<Omit<ConvertedRows, 'table'> & { entries: number }>(
    conversionOf(table.name).convert(sourceOf(table, holdingSchema)),
    [now],
  )
  const { entries, ...counts } = rows[0] as (typeof rows)[number]
  if (counts.kept + counts.quarantined !== counts.rows || entries !== counts.quarantined + counts.setAside) {
    throw new MigrationError(
      'MIGRATION_FAILED',
      `raw.${table.name} has ${counts.rows} rows, of which ${counts.kept} were kept and ${entries} quarantined; the table was not changed. Please report this.`,
    )
  }
  await run(client, statements.slice(firstIndex))
  await run(client, table.grants)
  // Without CASCADE: a dependent object that was not found before aborts the transaction.
  await client.query(`DROP TABLE ${holdingSchema}.${table.name}`)
  await client.query(`DROP SCHEMA ${holdingSchema}`)
  await client.query(`ANALYZE raw.${table.name}`)
  return { table: table.name, ...counts }
}

/** The SQL of a migration without CREATE SCHEMA: raw exists. */
async function statementsOf(name: string): Promise<string[]> {
  const file = (await listMigrationFiles()).find((migration) => migration.name === name)
  if (!file) throw new MigrationError('INVALID_FILES', `The migration ${name} is missing; restore its file.`)
  const { statements } = await planMigration(await loadMigration(file), 'up')
  return statements.filter((sql) => !/^CREATE SCHEMA/.test(sql))
}

async function run(client: pg.Client, statements: readonly string[]): Promise<void> {
  for (const sql of statements) await client.query(sql)
}

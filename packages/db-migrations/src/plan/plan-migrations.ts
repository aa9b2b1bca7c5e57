import type pg from 'pg'
import { type Direction, loadMigration, type MigrationFile } from '../migration-files.ts'
import { createdRelations, forecastLocks, type LockForecast } from './lock-forecast.ts'
import { planMigration } from './migration-plan.ts'

/** Size of a table in the connected database. */
interface TableSize {
  /** The planner's estimate. */
  readonly rows: number
  /** Bytes on disk, indexes included. */
  readonly bytes: number
}

interface PlannedStatement {
  readonly sql: string
  /** Locks on tables that exist before the migration, with their size if a database is connected. */
  readonly locks: readonly (LockForecast & { readonly size?: TableSize })[]
}

export interface PlannedMigration {
  readonly name: string
  readonly direction: Direction
  /** False: each statement commits on its own. */
  readonly usesTransaction: boolean
  readonly statements: readonly PlannedStatement[]
}

/**
 * Plans migrations: their SQL, transaction boundaries, and the locks of each statement.
 * @param client to read the sizes of existing tables; nothing is changed
 */
export async function planMigrations(
  files: readonly MigrationFile[],
  direction: Direction,
  client?: pg.ClientBase,
): Promise<PlannedMigration[]> {
  const planned: PlannedMigration[] = []
  // Tables created by an earlier statement of the plan are empty, and locking them blocks no one.
  const created = new Set<string>()
  for (const file of files) {
    const { statements, usesTransaction } = await planMigration(await loadMigration(file), direction)
    const withLocks: PlannedStatement[] = []
    for (const sql of statements) {
      for (const relation of await createdRelations(sql)) created.add(relation)
      withLocks.push({ sql: sql.trim(), locks: await sized(client, await forecastLocks(sql, created)) })
    }
    planned.push({ name: file.name, direction, usesTransaction, statements: withLocks })
  }
  return planned
}

async function sized(client: pg.ClientBase | undefined, locks: readonly LockForecast[]) {
  const result: (LockForecast & { size?: TableSize })[] = []
  for (const lock of locks) {
    const size = client && (await readSize(client, lock.relation))
    result.push(size ? { ...lock, size } : lock)
  }
  return result
}

async function readSize(client: pg.ClientBase, relation: string): Promise<TableSize | undefined> {
  const { rows } = await client.query<TableSize>(
    `SELECT greatest(reltuples, 0)::float8 AS rows, pg_total_relation_size(oid)::float8 AS bytes
       FROM pg_class WHERE oid = to_regclass($1)`,
    [relation],
  )
  return rows[0]
}

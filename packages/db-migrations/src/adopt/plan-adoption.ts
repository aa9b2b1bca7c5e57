import { createHash } from 'node:crypto'
import { pinSettings } from 'cli-kit/postgres'
import pg from 'pg'
import { MigrationError } from '../errors.ts'
import { sortColumns } from './extra-columns.ts'
import type { FoundTable } from './inspect.ts'
import { findTouchFunctions } from './obstacles.ts'
import { adoptedTables, columnType, rowColumns } from './old-tables.ts'
import { type Recognition, recognise } from './recognise.ts'
import { conversionOf, sourceOf, type TableSurvey } from './survey.ts'

/** The adoption of one table, in one transaction, under an ACCESS EXCLUSIVE lock. */
export interface TableAdoption extends TableSurvey {
  /** Name in schema raw. */
  readonly table: string
  readonly migration: string
  /** Size of the old table and its indexes; the new table needs about as much in addition until COMMIT. */
  readonly bytes: number
  /** Columns whose type changes. */
  readonly converted: readonly { readonly column: string; readonly from: string; readonly to: string }[]
  /** Time columns without a time zone, read as UTC. */
  readonly readAsUtc: readonly string[]
  /** Fields excluded from full_data, as in the sync. */
  readonly droppedFields: readonly string[]
  /** Columns of such fields, which are not stored. */
  readonly excludedColumns: readonly string[]
  /** Indexes, checks, triggers, defaults, NOT NULLs, expressions and comments dropped with the old table. */
  readonly removed: readonly string[]
  /** SQL that grants SELECT on the new table to the roles that have it on the old one. */
  readonly grants: readonly string[]
  /** Privileges that are not granted on the new table. */
  readonly lostGrants: readonly string[]
}

/** Why a database cannot be adopted. */
interface RefusedAdoption {
  readonly kind: 'refused'
  /** Everything that prevents it, one line per difference, naming the object. */
  readonly differences: readonly string[]
  /** What adoption would keep elsewhere or lose once they are resolved, one line each. */
  readonly besides: readonly string[]
}

export type AdoptionPlan =
  | { readonly kind: 'nothing'; readonly reason: string }
  | RefusedAdoption
  | {
      readonly kind: 'adopt'
      /** Whether it resumes an interrupted adoption. */
      readonly resumed: boolean
      readonly tables: readonly TableAdoption[]
      /** Migrations to record in the ledger, in order. `convert`: the table is filled from the old one. */
      readonly migrations: readonly {
        readonly name: string
        readonly action: 'convert' | 'create' | 'record'
      }[]
      /** Migrations left to the ordinary migrator. */
      readonly pending: readonly string[]
      /** Trigger functions in schema raw dropped with the last old table. */
      readonly removedFunctions: readonly string[]
      /** Hash of the tables' columns, to detect changes since the plan. */
      readonly fingerprint: string
    }

/**
 * Plans what {@link adopt} would do. Reads every row of the old tables once, in a read-only transaction.
 * @throws {MigrationError} `UNLEDGERED_SCHEMA` if the tables cannot be read, `INVALID_FILES`
 */
export async function planAdoption(client: pg.Client): Promise<AdoptionPlan> {
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`)
  try {
    await pinTransaction(client)
    const found = await recognise(client)
    if (found.kind !== 'adopt') return found
    const tables: TableAdoption[] = []
    for (const { table, migration } of found.steps) {
      if (table) tables.push(await planTable(client, table, migration))
    }
    return {
      kind: 'adopt',
      resumed: found.recorded.length > 0,
      tables,
      migrations: found.steps.map(({ migration, action }) => ({ name: migration, action })),
      pending: found.pending,
      removedFunctions: await findTouchFunctions(client),
      fingerprint: fingerprintOf(found),
    }
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    throw new MigrationError(
      'UNLEDGERED_SCHEMA',
      `The tables of schema raw cannot be read: ${error.message}.`,
      {
        cause: error,
      },
    )
  } finally {
    await client.query('ROLLBACK').catch(() => undefined) // a lost connection has ended the transaction
  }
}

/** Pins the settings until the transaction ends. The hand-run scripts read dates with the year first. */
export async function pinTransaction(client: pg.Client, lockTimeoutMs = 2_000): Promise<void> {
  const settings = { DateStyle: 'ISO, YMD', lock_timeout: `${lockTimeoutMs}ms` }
  await pinSettings(client, settings, { isLocal: true })
}

export function fingerprintOf({ steps }: Extract<Recognition, { kind: 'adopt' }>): string {
  const shape = steps.map(({ migration, action, table }) => [migration, action, table?.columns])
  return createHash('sha256').update(JSON.stringify(shape)).digest('hex')
}

async function planTable(client: pg.Client, table: FoundTable, migration: string): Promise<TableAdoption> {
  const adopted = adoptedTables.find(({ name }) => name === table.name)
  const types: Readonly<Record<string, string>> = adopted
    ? {
        ...Object.fromEntries(adopted.columns.map(({ name, reader }) => [name, columnType(reader)])),
        ...rowColumns,
      }
    : { tenant_id: 'bigint', table_name: 'text', last_error: 'text', records_synced: 'bigint' }
  const sorted = sortColumns(table)
  const columns = Object.entries(sorted.types)
  return {
    table: table.name,
    migration,
    bytes: table.bytes,
    ...(await conversionOf(table.name).survey(client, sourceOf(table))),
    converted: columns.flatMap(([column, from]) => {
      const to = types[column]
      return to === undefined || to === from ? [] : [{ column, from, to }]
    }),
    readAsUtc: columns.filter(([, type]) => /^timestamp.* without /.test(type)).map(([column]) => column),
    droppedFields: adopted?.droppedFields ?? [],
    excludedColumns: sorted.excluded,
    removed: [...table.attachments, 'column id'],
    grants: table.grants,
    lostGrants: table.lostGrants,
  }
}

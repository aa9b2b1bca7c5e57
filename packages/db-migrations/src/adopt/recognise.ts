import type pg from 'pg'
import { type AppliedMigration, readLedger } from '../ledger.ts'
import { listMigrationFiles, loadMigration } from '../migration-files.ts'
import { planMigration } from '../plan/migration-plan.ts'
import { compareTable, hasNewSchema } from './compare-table.ts'
import { sortColumns } from './extra-columns.ts'
import { type FoundTable, holdingSchema, inspectSchema, inspectTables } from './inspect.ts'
import { findObstacles } from './obstacles.ts'
import { adoptedTables, bookkeepingMigration, syncState } from './old-tables.ts'

/**
 * What one transaction does. `convert`: creates the migration's table and fills it from the old one; `create`: runs the
 * migration; `record`: only records it, since its objects exist.
 */
export interface AdoptionStep {
  readonly migration: string
  readonly action: 'convert' | 'create' | 'record'
  /** The old table, for `convert`. */
  readonly table?: FoundTable
}

/** How a database can be adopted. */
export type Recognition =
  | { readonly kind: 'nothing'; readonly reason: string }
  | {
      readonly kind: 'refused'
      readonly differences: readonly string[]
      /** What adoption would keep elsewhere or lose besides, one line each. */
      readonly besides: readonly string[]
    }
  | {
      readonly kind: 'adopt'
      readonly steps: readonly AdoptionStep[]
      /** Migrations recorded by an earlier, interrupted adoption. */
      readonly recorded: readonly string[]
      /** Whether the tables of the bookkeeping migration exist. */
      readonly hasBookkeeping: boolean
      /** Migrations left to the ordinary migrator. */
      readonly pending: readonly string[]
    }

const nothing = (reason: string) => ({ kind: 'nothing', reason }) as const
const oldNames: readonly string[] = [syncState.name, ...adoptedTables.map(({ name }) => name)]
const tableOf = new Map([syncState, ...adoptedTables].map(({ migration, name }) => [migration, name]))

/**
 * Inspects the system catalog and the ledger, not the rows. Reads only.
 * @throws {MigrationError} `INVALID_FILES`
 */
export async function recognise(client: pg.Client): Promise<Recognition> {
  const schema = await inspectSchema(client)
  if (!schema.exists) return nothing('There is no schema raw: nothing to adopt. Run migrate.')
  const files = await listMigrationFiles()
  const applied = await readLedger(client)
  const tables = await inspectTables(client)
  const hasBookkeeping = tables.some(({ name }) => name === 'quarantine')
  const finished = alreadyMigrated(applied, tables)
  if (finished) return finished
  if (tables.length === 0) {
    return nothing('Schema raw has no tables: nothing to adopt. DROP SCHEMA raw; and run migrate.')
  }

  const end = files.findIndex(({ name }) => name === bookkeepingMigration) + 1
  const recorded = new Set(applied.map(({ name }) => name))
  const differences: string[] = []
  if (schema.ledgersElsewhere.length > 0 && applied.length === 0) {
    differences.push(
      `a ledger (pgmigrations) in schema ${schema.ledgersElsewhere.join(', ')}, and none in public`,
    )
  }
  for (const [index, { name }] of applied.entries()) {
    const expected = files[index]?.name
    if (name !== expected) differences.push(`${name} in the ledger where ${expected} is expected`)
  }
  const steps: AdoptionStep[] = []
  for (const { name: migration } of files.slice(0, end)) {
    const name = tableOf.get(migration)
    const table = tables.find((found) => found.name === name)
    if (recorded.has(migration)) {
      if (table && !hasNewSchema(table))
        differences.push(`raw.${name}: recorded as migrated, but has the old schema`)
      continue
    }
    if (table) steps.push({ migration, action: 'convert', table })
    // Its tables are created in the first step, since conversions write to the quarantine.
    else steps.push({ migration, action: migration === bookkeepingMigration ? 'record' : 'create' })
  }
  const old = steps.flatMap(({ table }) => table ?? [])
  const known = [...oldNames, ...(applied.length > 0 ? await tablesCreatedBy(files.slice(0, end)) : [])]
  differences.push(
    ...permissions(schema, old),
    ...old.flatMap(compareTable),
    ...(await findObstacles(client, { old: old.map(({ name }) => name), known })),
  )
  if (differences.length > 0) return { kind: 'refused', differences, besides: old.flatMap(besides) }
  return {
    kind: 'adopt',
    steps,
    recorded: applied.map(({ name }) => name),
    hasBookkeeping,
    pending: files.slice(end).map(({ name }) => name),
  }
}

/**
 * With a ledger and no old table there is nothing to do, unless an adoption was interrupted before its last step: then
 * the bookkeeping tables exist and their migration is not recorded.
 */
function alreadyMigrated(applied: readonly AppliedMigration[], tables: readonly FoundTable[]) {
  const last = applied.at(-1)?.name
  const isOld = ({ name, columns }: FoundTable) => oldNames.includes(name) && columns.id === 'uuid'
  if (last === undefined || tables.some(isOld)) return undefined
  const complete = applied.some(({ name }) => name === bookkeepingMigration)
  if (!complete && tables.some(({ name }) => name === 'quarantine')) return undefined
  return nothing(`The database has a ledger (last: ${last}): nothing to adopt. Run migrate.`)
}

/** What adoption would not convert of a table. */
function besides(table: FoundTable): string[] {
  const at = `raw.${table.name}`
  const { extra, excluded } = sortColumns(table)
  const removed = table.attachments.filter((line) => !/^index |^check /.test(line))
  return [
    ...extra.map(({ name, type }) => `${at}.${name} (${type}): kept in raw.adopted_columns`),
    ...excluded.map((name) => `${at}.${name}: not stored, as in the sync`),
    ...[...removed, ...table.lostGrants].map((line) => `${at}: ${line}: lost`),
  ]
}

function permissions(
  schema: Awaited<ReturnType<typeof inspectSchema>>,
  old: readonly FoundTable[],
): string[] {
  const found: string[] = []
  const owned = (what: string, owner: string) =>
    `no permission: ${what} belongs to ${owner}; connect as ${owner} or as a superuser`
  if (!schema.mine) found.push(owned('schema raw', schema.owner))
  for (const { name, owner, mine } of old) if (!mine) found.push(owned(`raw.${name}`, owner))
  if (!schema.mayCreateSchema) found.push('no permission: CREATE on the database is needed')
  if (!schema.mayCreateLedger) found.push('no permission: CREATE on schema public is needed for the ledger')
  if (schema.holdingSchemaTaken) found.push(`schema ${holdingSchema} exists; adoption needs that name`)
  return found
}

async function tablesCreatedBy(files: Awaited<ReturnType<typeof listMigrationFiles>>): Promise<string[]> {
  const names: string[] = []
  for (const file of files) {
    const { statements } = await planMigration(await loadMigration(file), 'up')
    for (const sql of statements) {
      const name = /^CREATE TABLE "raw"\."(\w+)"/.exec(sql)?.[1]
      if (name !== undefined) names.push(name)
    }
  }
  return names
}

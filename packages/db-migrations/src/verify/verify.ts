import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { type CatalogObject, readCatalogObjects } from '../catalog.ts'
import { readLedger } from '../ledger.ts'
import { listMigrationFiles, loadMigration, type MigrationFile } from '../migration-files.ts'
import { planMigration } from '../plan/migration-plan.ts'
import { type Checksum, checksumOf, readChecksums } from './checksums.ts'
import { type Difference, findDrift } from './drift.ts'

/** An applied migration that has changed since. */
interface ChecksumProblem {
  readonly migration: string
  /**
   * deleted: no file has this name; sql: its SQL has changed; file: the file has changed but not its SQL
   * (harmless, such as a comment).
   */
  readonly problem: 'deleted' | 'sql' | 'file'
}

export interface Verification {
  /** No drift, and no applied migration deleted or with changed SQL. */
  readonly ok: boolean
  readonly checksums: readonly ChecksumProblem[]
  /** Applied migrations without a recorded checksum: psql or the stock CLI applied them. */
  readonly unrecorded: readonly string[]
  readonly pending: readonly string[]
  /** Null while migrations are pending: only the schema of the newest one can be compared. */
  readonly drift: readonly Difference[] | null
}

/** The catalog that all migrations produce, written by `db-migrations docs`. */
const catalogFile = new URL('../../schema/catalog.json', import.meta.url)

/** Compares the files with the ledger, and the database with the schema of the migrations. Reads only. */
export async function verifyDatabase(client: pg.Client, dir?: string): Promise<Verification> {
  const files = await listMigrationFiles(dir)
  const applied = (await readLedger(client)).map(({ name }) => name)
  const recorded = await readChecksums(client)
  const checksums: ChecksumProblem[] = []
  for (const name of applied) {
    const problem = await compare(
      files.find((file) => file.name === name),
      recorded.get(name),
    )
    if (problem) checksums.push({ migration: name, problem })
  }
  const pending = files.filter(({ name }) => !applied.includes(name)).map(({ name }) => name)
  const drift = pending.length > 0 ? null : await readSchemaDrift(client)
  return {
    ok: checksums.every(({ problem }) => problem === 'file') && (drift ?? []).length === 0,
    checksums,
    unrecorded: applied.filter((name) => !recorded.has(name)),
    pending,
    drift,
  }
}

/**
 * The differences between the database and the schema that all migrations produce; none must be pending. Reads only,
 * and needs no privileges.
 * @example
 * ```ts
 * const differences = await readSchemaDrift(client)
 * if (differences.length > 0) console.error('The schema differs; run `db-migrations verify`.')
 * ```
 */
export async function readSchemaDrift(client: pg.ClientBase): Promise<Difference[]> {
  return findDrift(await readExpected(), await readCatalogObjects(client))
}

async function compare(
  file: MigrationFile | undefined,
  recorded: Checksum | undefined,
): Promise<ChecksumProblem['problem'] | undefined> {
  if (!file) return 'deleted'
  if (!recorded) return undefined
  const now = await checksumOf(await planMigration(await loadMigration(file), 'up'))
  if (now.sql !== recorded.sql) return 'sql'
  const [extension] = now.file.split(':')
  return recorded.file.startsWith(`${extension}:`) && recorded.file !== now.file ? 'file' : undefined
}

async function readExpected(): Promise<CatalogObject[]> {
  return JSON.parse(await readFile(catalogFile, 'utf8')) as CatalogObject[]
}

import type pg from 'pg'

import { readCatalogObjects } from '../catalog.ts'

import { readLedger } from '../ledger.ts'
import {
  defaultMigrationsDir,
  listMigrationFiles,
  loadMigration,
  type MigrationFile,
} from '../migration-files.ts'
import { planMigration } from '../plan/migration-plan.ts'
import { readExpectedCatalog } from '../schema-docs/expected-catalog.ts'
import { findStaleFiles, type StaleFile } from '../schema-docs/stale-files.ts'
import { isSameStamp, stampOf } from '../schema-docs/stamp.ts'
import { type Checksum, checksumOf, readChecksums } from './checksums.ts'
import { type Difference, findDrift } from './drift.ts'
import { readFunctionOwners } from './function-owners.ts'
import { readAccess } from './read-access.ts'

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
  /** No drift, no stale file, and no applied migration deleted or with changed SQL. */
  readonly ok: boolean
  readonly checksums: readonly ChecksumProblem[]
  /** Applied migrations without a recorded checksum: psql or the stock CLI applied them. */
  readonly unrecorded: readonly string[]
  readonly pending: readonly string[]
  /** Generated files that are older than the migrations. */
  readonly stale: readonly StaleFile[]
  /** Missing roles, other owners and the like, which a copy of the database on another server has; mended before drift. */
  readonly access: readonly Difference[]
  /**
   * Null while migrations are pending, have no file, or are newer than the expected catalog: only the schema of the
   * newest one can be compared, and SQL that makes it an older one would drop what migrations created.
   */
  readonly drift: readonly Difference[] | null
}

/**
 * Compares the files with the ledger, the generated files with the migrations, and the database with the schema of the
 * migrations. Reads only.
 * @param dir the migrations folder, next to which the generated files are
 * @throws {MigrationError} `INVALID_FILES`
 */
export async function verifyDatabase(client: pg.Client, dir = defaultMigrationsDir): Promise<Verification> {
  const files = await listMigrationFiles(dir)
  const entries = await readLedger(client)
  const applied = entries.map(({ name }) => name)
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
  const access = await readAccess(client, entries)
  const stale = await findStaleFiles(dir)
  const isComparable = pending.length === 0 && checksums.every(({ problem }) => problem !== 'deleted')
  const schemaDrift = isComparable ? await readSchemaDrift(client, dir) : null
  const drift = schemaDrift && [...schemaDrift, ...(await readFunctionOwners(client))]
  return {
    ok:
      checksums.every(({ problem }) => problem === 'file') &&
      stale.length === 0 &&
      access.length === 0 &&
      (drift ?? []).length === 0,
    checksums,
    unrecorded: applied.filter((name) => !recorded.has(name)),
    pending,
    stale,
    access,
    drift,
  }
}

/**
 * The differences between the database and the schema that all migrations produce; none must be pending. Reads only,
 * and needs no privileges.
 * @returns null if `schema/catalog.json` is not that of the migrations, so that there is nothing to compare with
 * @example
 * ```ts
 * const differences = await readSchemaDrift(client)
 * if (differences?.length !== 0) console.error('The schema differs; run `db-migrations verify`.')
 * ```
 */
export async function readSchemaDrift(
  client: pg.ClientBase,
  dir = defaultMigrationsDir,
): Promise<Difference[] | null> {
  const expected = await readExpectedCatalog(dir)
  if (!expected || !isSameStamp(expected, await stampOf(dir))) return null
  return findDrift(expected.objects, await readCatalogObjects(client))
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

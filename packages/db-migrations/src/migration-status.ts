import type pg from 'pg'
import { type AppliedMigration, readLedger } from './ledger.ts'
import type { MigrationFile } from './migration-files.ts'
import { readUnfinished, type UnfinishedMigration } from './run/progress-ledger.ts'

export interface MigrationStatus {
  readonly applied: readonly AppliedMigration[]
  /** Names of unapplied files. */
  readonly pending: readonly string[]
  /** Names in the ledger without a file. */
  readonly unknown: readonly string[]
  /** Applied migrations whose file now produces other SQL. */
  readonly changed: readonly string[]
  /** Interrupted outside a transaction; the next run in the same direction resumes them. */
  readonly unfinished: readonly UnfinishedMigration[]
}

/** The status as the ledger and the file names tell it: without loading a file. Reads only. */
export async function readStatus(
  client: pg.Client,
  files: readonly MigrationFile[],
): Promise<Omit<MigrationStatus, 'changed'>> {
  const applied = await readLedger(client)
  const appliedNames = names(applied)
  const fileNames = names(files)
  return {
    applied,
    pending: files.filter(({ name }) => !appliedNames.has(name)).map(({ name }) => name),
    unknown: applied.filter(({ name }) => !fileNames.has(name)).map(({ name }) => name),
    unfinished: await readUnfinished(client),
  }
}

/** The files of applied migrations. */
export function appliedFiles(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): MigrationFile[] {
  const appliedNames = names(applied)
  return files.filter(({ name }) => appliedNames.has(name))
}

export function names(list: readonly { readonly name: string }[]): Set<string> {
  return new Set(list.map(({ name }) => name))
}

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheTableOf, findResource, resources } from 'catalog'
import { MigrationError } from '../errors.ts'
import {
  defaultMigrationsDir,
  listMigrationFiles,
  loadMigration,
  nextMigrationPath,
} from '../migration-files.ts'
import { planMigration } from '../plan/migration-plan.ts'
import { migrationText } from './migration-text.ts'
import { queryText } from './query-text.ts'

/**
 * Writes the files of a new catalog resource: its migration with the next number, and the queries of its own indexes,
 * if any, in `../test/index-queries/`.
 * @param name as in the catalog, such as `job-types`
 * @param dir the migrations folder
 * @returns the paths written, the migration first
 * @throws {MigrationError} `USAGE` if the resource is unknown, or a migration creates its table already
 */
export async function createResourceFiles(name: string, dir = defaultMigrationsDir): Promise<string[]> {
  const resource = findResource(name)
  if (!resource) {
    throw new MigrationError(
      'USAGE',
      `The catalog has no resource ${JSON.stringify(name)}. Write packages/catalog/src/resources/<name>.ts and run: pnpm --filter catalog generate. Known resources: ${resources
        .map((known) => known.name)
        .toSorted()
        .join(', ')}.`,
    )
  }
  const table = cacheTableOf(resource)
  const existing = await readCacheTables(dir)
  const creator = existing.get(table)
  if (creator !== undefined) {
    throw new MigrationError(
      'USAGE',
      `${creator} creates raw.${table} already. To change it, write a migration: pnpm --filter db-migrations new <name>.`,
    )
  }
  const migration = await nextMigrationPath(`create_${table}`, dir)
  const files = new Map([[migration, migrationText(resource, [...existing.keys()])]])
  if (Object.keys(resource.indexes).length > 0) {
    const folder = join(dir, '..', 'test', 'index-queries')
    await mkdir(folder, { recursive: true })
    files.set(join(folder, `${name}.ts`), queryText(resource))
  }
  for (const [path, text] of files) await writeFile(path, text, { flag: 'wx' })
  return [...files.keys()]
}

/** Every cache table that the migrations in `dir` create, in order, with the migration's name. */
async function readCacheTables(dir: string): Promise<Map<string, string>> {
  const tables = new Map<string, string>()
  for (const file of await listMigrationFiles(dir)) {
    const { statements } = await planMigration(await loadMigration(file), 'up')
    for (const sql of statements) {
      const table = /^\s*CREATE TABLE "raw"\."(st_\w+)"/.exec(sql)?.[1]
      if (table !== undefined) tables.set(table, file.name)
    }
  }
  return tables
}

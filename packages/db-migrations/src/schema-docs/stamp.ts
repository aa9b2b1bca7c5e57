import { createHash } from 'node:crypto'
import { defaultMigrationsDir, listMigrationFiles, loadMigration } from '../migration-files.ts'
import { planMigration } from '../plan/migration-plan.ts'

/** The migrations from which a file was generated, so that a file that is older than they are can be recognised. */
export interface Stamp {
  /** The newest migration; null: there is none. */
  readonly migration: string | null
  /** Hash of the SQL of all of them. */
  readonly sql: string
}

const stamps = new Map<string, Promise<Stamp>>()

/**
 * The stamp of the migrations in `dir`. Computed once per process and folder, as modules are loaded once too.
 * @throws {MigrationError} `INVALID_FILES`
 */
export function stampOf(dir = defaultMigrationsDir): Promise<Stamp> {
  const known = stamps.get(dir)
  if (known) return known
  const stamp = readStamp(dir)
  stamps.set(dir, stamp)
  return stamp
}

async function readStamp(dir: string): Promise<Stamp> {
  const files = await listMigrationFiles(dir)
  const hash = createHash('sha256')
  for (const file of files) {
    const { statements } = await planMigration(await loadMigration(file), 'up')
    hash.update(`${file.name}\n${statements.map((sql) => sql.trim()).join('\n')}\n`)
  }
  return { migration: files.at(-1)?.name ?? null, sql: hash.digest('hex') }
}

/** Whether two stamps are of the same migrations with the same SQL. */
export const isSameStamp = (a: Stamp, b: Stamp): boolean => a.migration === b.migration && a.sql === b.sql

/** A stamp as the first line of a generated TypeScript file. */
export const stampLine = ({ migration, sql }: Stamp): string =>
  `// Written at ${migration ?? 'no migration'}, SQL ${sql}\n`

/** The stamp of a text that begins with {@link stampLine}; undefined without one. */
export function readStampLine(text: string): Stamp | undefined {
  const groups = /^\/\/ Written at (?<migration>\w+), SQL (?<sql>[0-9a-f]{64})\n/.exec(text)?.groups
  return groups?.migration && groups.sql ? { migration: groups.migration, sql: groups.sql } : undefined
}

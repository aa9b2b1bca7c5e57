import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { differentSql, exportSql } from '../export/export-sql.ts'
import { defaultMigrationsDir } from '../migration-files.ts'
import { catalogPath, readExpectedCatalog } from './expected-catalog.ts'
import { isSameStamp, readStampLine, type Stamp, stampOf } from './stamp.ts'

/** A generated file, or folder, that is not that of the current migrations. */
export interface StaleFile {
  /** In the package's folder. */
  readonly path: string
  /** The newest migration when it was written; null: it does not say, or cannot be read. */
  readonly writtenAt: string | null
  /** The newest migration now. */
  readonly newest: string | null
  /** The command that writes it. */
  readonly command: 'docs' | 'types' | 'export-sql'
}

export const typesPath = join('src', 'generated', 'database-types.ts')

/**
 * The generated files that are older than the migrations in `dir`, next to which they are. Needs no database. Only the
 * catalog must exist: a deployed package has no others.
 * @throws {MigrationError} `INVALID_FILES`
 */
export async function findStaleFiles(dir = defaultMigrationsDir): Promise<StaleFile[]> {
  const root = dirname(dir)
  const current = await stampOf(dir)
  const stale: StaleFile[] = []
  const compare = (path: string, found: Stamp | undefined, command: StaleFile['command']) => {
    if (found && isSameStamp(found, current)) return
    stale.push({ path, writtenAt: found?.migration ?? null, newest: current.migration, command })
  }
  compare(catalogPath, await readExpectedCatalog(dir), 'docs')
  const types = await readFile(join(root, typesPath), 'utf8').catch(() => undefined)
  if (types !== undefined) compare(typesPath, readStampLine(types), 'types')
  const sql = join(root, 'sql')
  if (await isFolder(sql)) {
    const different = await differentSql(sql, await exportSql(dir))
    if (different.length > 0) compare('sql', undefined, 'export-sql')
  }
  return stale
}

/** A stale file in words, with the command that writes it. */
export function describeStaleFile({ path, writtenAt, newest, command }: StaleFile): string {
  const written =
    path === 'sql'
      ? 'is not what the migrations export'
      : writtenAt === null
        ? 'does not say at which migration it was written'
        : writtenAt === newest
          ? `was written before ${writtenAt} or an earlier migration changed`
          : `was written at ${writtenAt}, and the newest migration is ${newest}`
  return `${path} ${written}. Run: pnpm --filter db-migrations run ${command}`
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

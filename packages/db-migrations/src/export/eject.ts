import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrationError } from '../errors.ts'
import { listMigrationFiles, loadMigration } from '../migration-files.ts'
import { planMigration } from '../plan/migration-plan.ts'

/**
 * Writes a directory for the stock node-pg-migrate CLI alone: the migrations as SQL files of the same names, so that
 * the ledger stays valid.
 * @returns the paths written
 * @throws {MigrationError} `USAGE` if the directory is not empty
 */
export async function eject(out: string, dir?: string): Promise<string[]> {
  const present = await readdir(out).catch(() => [])
  if (present.length > 0) throw new MigrationError('USAGE', `${out} is not empty; name a new directory.`)
  const migrationsDir = join(out, 'migrations')
  await mkdir(migrationsDir, { recursive: true })
  const written: string[] = []
  const write = async (path: string, text: string) => {
    await writeFile(path, text, { flag: 'wx' })
    written.push(path)
  }
  for (const file of await listMigrationFiles(dir)) {
    const migration = await loadMigration(file)
    const up = (await planMigration(migration, 'up')).statements
    const down = migration.down === false ? [] : (await planMigration(migration, 'down')).statements
    const parts = ['-- Up Migration', ...up, '-- Down Migration', ...down].map((sql) => sql.trim())
    await write(join(migrationsDir, `${migration.name}.sql`), `${parts.join('\n\n')}\n`)
  }
  await write(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return written
}

const manifest = {
  name: 'migrations',
  private: true,
  scripts: { migrate: 'node-pg-migrate up', rollback: 'node-pg-migrate down' },
  dependencies: { 'node-pg-migrate': '^9.0.0', pg: '^8.23.1' },
}

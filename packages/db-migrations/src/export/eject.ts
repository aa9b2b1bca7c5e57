import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrationError } from '../errors.ts'
import { listMigrationFiles, loadMigration } from '../migration-files.ts'
import { type MigrationPlan, planMigration } from '../plan/migration-plan.ts'

/**
 * Writes a directory for the stock node-pg-migrate CLI alone: the migrations as files of the same names, so that the
 * ledger stays valid: SQL, or code for those that run outside a transaction.
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
    const up = await planMigration(migration, 'up')
    const down = migration.down === false ? null : await planMigration(migration, 'down')
    const inTransaction = up.usesTransaction && (down?.usesTransaction ?? true)
    const path = join(migrationsDir, migration.name)
    if (inTransaction) await write(`${path}.sql`, sqlOf(up, down))
    else await write(`${path}.js`, codeOf(up, down))
  }
  await write(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return written
}

function sqlOf(up: MigrationPlan, down: MigrationPlan | null): string {
  const parts = ['-- Up Migration', ...up.statements, '-- Down Migration', ...(down?.statements ?? [])]
  return `${parts.map((sql) => sql.trim()).join('\n\n')}\n`
}

/** The stock CLI sends a SQL file in one message, which PostgreSQL runs in a transaction; code sends each statement. */
function codeOf(up: MigrationPlan, down: MigrationPlan | null): string {
  const action = (name: string, { statements, usesTransaction }: MigrationPlan) =>
    [
      `exports.${name} = (pgm) => {`,
      ...(usesTransaction ? [] : ['  pgm.noTransaction()']),
      ...statements.map((sql) => `  pgm.sql(${JSON.stringify(sql.trim())})`),
      '}',
    ].join('\n')
  const parts = [action('up', up), down ? action('down', down) : 'exports.down = false']
  return `${parts.join('\n\n')}\n`
}

const manifest = {
  name: 'migrations',
  private: true,
  scripts: { migrate: 'node-pg-migrate up', rollback: 'node-pg-migrate down' },
  dependencies: { 'node-pg-migrate': '^9.0.0', pg: '^8.23.1' },
}

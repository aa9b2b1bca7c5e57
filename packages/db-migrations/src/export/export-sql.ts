import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate'
import {
  type Direction,
  type LoadedMigration,
  listMigrationFiles,
  loadMigration,
} from '../migration-files.ts'
import { planMigration } from '../plan/migration-plan.ts'
import { ledgerName } from '../protocol/ledger.ts'

/** An SQL file, with its path relative to the output folder. */
export interface SqlFile {
  readonly path: string
  readonly text: string
}

/**
 * The migrations as files for psql alone: one by one, in a loop, or all through a pipe. Each raises an error if run
 * twice or out of order, and writes its ledger row, so that psql and the migrator can continue each other's work.
 */
export async function exportSql(dir?: string): Promise<SqlFile[]> {
  const migrations = await Promise.all((await listMigrationFiles(dir)).map(loadMigration))
  const files: SqlFile[] = []
  for (const [index, migration] of migrations.entries()) {
    files.push({
      path: `${migration.name}.sql`,
      text: await render(migration, 'up', migrations[index - 1]?.name),
    })
    if (migration.down !== false) {
      const text = await render(migration, 'down', migrations[index - 1]?.name)
      files.push({ path: join('down', `${migration.name}.down.sql`), text })
    }
  }
  return files
}

/** Writes the files and removes those of deleted migrations. */
export async function writeSql(out: string, files: readonly SqlFile[]): Promise<void> {
  await mkdir(join(out, 'down'), { recursive: true })
  for (const path of await staleSql(out, files)) await rm(join(out, path))
  for (const { path, text } of files) await writeFile(join(out, path), text)
}

/** The files in `out` that are missing, different or unexpected; empty if current. */
export async function differentSql(out: string, files: readonly SqlFile[]): Promise<string[]> {
  const different: string[] = await staleSql(out, files)
  for (const { path, text } of files) {
    const current = await readFile(join(out, path), 'utf8').catch(() => undefined)
    if (current !== text) different.push(path)
  }
  return different.sort()
}

async function staleSql(out: string, files: readonly SqlFile[]): Promise<string[]> {
  const known = new Set(files.map(({ path }) => path))
  const present = await readdir(out, { recursive: true }).catch(() => [])
  return present.filter((path) => path.endsWith('.sql') && !known.has(path))
}

async function render(
  migration: LoadedMigration,
  direction: Direction,
  previous: string | undefined,
): Promise<string> {
  const { statements, usesTransaction } = await planMigration(migration, direction)
  const { name } = migration
  const record =
    direction === 'up'
      ? `INSERT INTO ${ledgerName} (name, run_on) VALUES ('${name}', now() AT TIME ZONE 'UTC');`
      : `DELETE FROM ${ledgerName} WHERE name = '${name}';`
  const guard = direction === 'up' ? upGuard(name, previous) : downGuard(name)
  const body = [...statements.map((sql) => sql.trim()), record]
  const parts = usesTransaction
    ? ['BEGIN;', lock, guard, ...body, 'COMMIT;']
    : [guard, '-- Not in a transaction: each statement stands by itself.', ...body]
  const verb = direction === 'up' ? 'Applies' : 'Reverts'
  return `-- ${verb} ${name}. Made by \`db-migrations export-sql\`; change the migration, not this file.\n\n${parts.join('\n\n')}\n`
}

/** Takes node-pg-migrate's lock for the transaction, so that psql and migrators exclude each other. */
const lock = `SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(${PG_MIGRATE_LOCK_ID});`

function upGuard(name: string, previous: string | undefined): string {
  const create = `CREATE TABLE IF NOT EXISTS ${ledgerName} (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);\n`
  const last = `(SELECT name FROM ${ledgerName} ORDER BY run_on DESC, id DESC LIMIT 1)`
  const expected = previous === undefined ? 'NULL' : `'${previous}'`
  const before = previous === undefined ? 'no migration' : previous
  return `${previous === undefined ? create : ''}DO $$
BEGIN
  IF ${last} IS DISTINCT FROM ${expected} THEN
    RAISE EXCEPTION '${name} comes after ${before}, but the ledger ends with %', coalesce(${last}, 'no migration');
  END IF;
END $$;`
}

function downGuard(name: string): string {
  const last = `(SELECT name FROM ${ledgerName} ORDER BY run_on DESC, id DESC LIMIT 1)`
  return `DO $$
BEGIN
  IF ${last} IS DISTINCT FROM '${name}' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not ${name}', coalesce(${last}, 'none');
  END IF;
END $$;`
}

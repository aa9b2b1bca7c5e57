import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { listMigrationFiles, loadMigration } from '../src/migration-files.ts'
import { type MigrationPlan, planMigration } from '../src/plan/migration-plan.ts'
import frozen from './frozen.json' with { type: 'json' }

const root = fileURLToPath(new URL('..', import.meta.url))
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const read = (file: string) => readFileSync(`${root}${file}`, 'utf8').replaceAll('\r\n', '\n')
const filesBelow = (folder: string) =>
  globSync(`${folder}/**/*.ts`, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()

/** All that a file imports, `import('…')` and `require('…')` included. */
const importsOf = (file: string) =>
  [...read(file).matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"])([^'"\n]+)\1/g)].map(
    (match) => match[2] ?? '',
  )
const foreign = (files: readonly string[], isAllowed: (imported: string, file: string) => boolean) =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => !isAllowed(imported, file))
      .map((imported) => `${basename(file)} imports ${imported}`),
  )

const isBeside = (imported: string) => /^\.\/[\w-]+\.ts$/.test(imported)

test('authoring/v1 is as it was when migrations were made with it', () => {
  const now = Object.fromEntries(filesBelow('src/authoring/v1').map((file) => [file, sha256(read(file))]))
  expect(
    now,
    'authoring/v1 is frozen: migrations that are applied already were made with it. Restore it, and put the change into authoring/v2.',
  ).toEqual(frozen.authoring)
})

test('authoring/v1 imports nothing that may change, but node-pg-migrate', () => {
  const files = filesBelow('src/authoring/v1')
  expect(foreign(files, (imported) => imported === 'node-pg-migrate' || isBeside(imported))).toEqual([])
})

// Its SQL is a text of pg-boss, which it reads from a file.
const exceptions: Record<string, readonly string[]> = { '014_create_queue.ts': ['node:fs/promises'] }

test('migrations import authoring helpers of a version, node-pg-migrate and what stands beside them', () => {
  const isAllowed = (imported: string, file: string) =>
    imported === 'node-pg-migrate' ||
    isBeside(imported) ||
    /^\.\.\/src\/authoring\/v\d+\/[\w-]+\.ts$/.test(imported) ||
    exceptions[basename(file)]?.includes(imported) === true
  expect(foreign(filesBelow('migrations'), isAllowed)).toEqual([])
  for (const [file, packages] of Object.entries(exceptions)) {
    expect(importsOf(`migrations/${file}`)).toEqual(expect.arrayContaining([...packages]))
  }
})

test('migrations import of node-pg-migrate its types alone', () => {
  const withValues = filesBelow('migrations').filter((file) =>
    /^import (?!type\b)[^;']*? from 'node-pg-migrate'/m.test(read(file)),
  )
  expect(withValues).toEqual([])
})

test('each frozen migration makes the SQL that it made, up and down', async () => {
  const sqlOf = ({ statements }: MigrationPlan) => sha256(statements.map((sql) => sql.trim()).join('\n'))
  const now: Record<string, { up: string; down: string }> = {}
  for (const file of await listMigrationFiles()) {
    if (!(file.name in frozen.migrations)) continue
    const migration = await loadMigration(file)
    now[file.name] = {
      up: sqlOf(await planMigration(migration, 'up')),
      down: sqlOf(await planMigration(migration, 'down')),
    }
  }
  expect(
    now,
    'A merged migration is frozen: databases have what it made. Restore it, and put the change into a new migration.',
  ).toEqual(frozen.migrations)
})

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

/** Everything that a file imports, including `import('…')` and `require('…')`. */
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

const isSibling = (imported: string) => /^\.\/[\w-]+\.ts$/.test(imported)

test('authoring/v1 is unchanged since migrations used it', () => {
  const now = Object.fromEntries(filesBelow('src/authoring/v1').map((file) => [file, sha256(read(file))]))
  expect(
    now,
    'authoring/v1 is frozen: applied migrations use it. Restore it, and put the change into authoring/v2.',
  ).toEqual(frozen.authoring)
})

test('authoring/v1 imports only node-pg-migrate and itself', () => {
  const files = filesBelow('src/authoring/v1')
  expect(foreign(files, (imported) => imported === 'node-pg-migrate' || isSibling(imported))).toEqual([])
})

// It reads its SQL, a schema of pg-boss, from a file.
const exceptions: Record<string, readonly string[]> = { '014_create_queue.ts': ['node:fs/promises'] }

test('migrations import only versioned authoring helpers, node-pg-migrate and siblings', () => {
  const isAllowed = (imported: string, file: string) =>
    imported === 'node-pg-migrate' ||
    isSibling(imported) ||
    /^\.\.\/src\/authoring\/v\d+\/[\w-]+\.ts$/.test(imported) ||
    exceptions[basename(file)]?.includes(imported) === true
  expect(foreign(filesBelow('migrations'), isAllowed)).toEqual([])
  for (const [file, packages] of Object.entries(exceptions)) {
    expect(importsOf(`migrations/${file}`)).toEqual(expect.arrayContaining([...packages]))
  }
})

test('migrations import only types of node-pg-migrate', () => {
  const withValues = filesBelow('migrations').filter((file) =>
    /^import (?!type\b)[^;']*? from 'node-pg-migrate'/m.test(read(file)),
  )
  expect(withValues).toEqual([])
})

test('the SQL of frozen migrations is unchanged, up and down', async () => {
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
    'A merged migration is frozen: databases have its result. Restore it, and put the change into a new migration.',
  ).toEqual(frozen.migrations)
})

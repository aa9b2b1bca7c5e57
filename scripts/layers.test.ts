import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isTest as isTestFile, readImportGraph } from './import-graph.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The packages and apps that each of them may import; data flows one way (docs/decisions.md, 1). Only tests and demos
 * may import `tests`. A name with a path allows only that path.
 */
const layers: Record<string, { may: string[]; tests?: string[] }> = {
  'packages/catalog': { may: [] },
  'packages/cli-kit': { may: [] },
  'packages/local-postgres': { may: ['cli-kit'] },
  'packages/db-migrations': { may: ['catalog', 'cli-kit', 'local-postgres'] },
  'packages/records': { may: ['catalog', 'cli-kit', 'db-migrations'] },
  'packages/analytics': { may: ['records'], tests: ['db-migrations'] },
  'packages/servicetitan': { may: ['catalog'] },
  'packages/servicetitan-sandbox': { may: ['cli-kit'] },
  'apps/sync': {
    may: ['analytics', 'catalog', 'cli-kit', 'db-migrations', 'local-postgres', 'records', 'servicetitan'],
    tests: ['servicetitan-sandbox'],
  },
  'apps/api': { may: ['analytics', 'catalog', 'cli-kit', 'db-migrations', 'local-postgres', 'records'] },
  // No package may import an app, except for the API's typed client.
  'apps/console': { may: ['api/client'], tests: ['db-migrations', 'local-postgres'] },
}

interface InnerLayer {
  /** A folder or file of the workspace package. */
  readonly part: string
  /** The parts of the same package that it may import, besides itself. @default all */
  readonly mayImport?: readonly string[]
  /** The parts that it may not import. */
  readonly mayNotImport?: readonly string[]
  /** The only parts, besides itself, that may import it. */
  readonly importedOnlyBy?: readonly string[]
  /** The only file of it that other parts may import. @default any */
  readonly entryPoint?: string
}

/** The subfolders of a folder, as parts of its package. */
const parts = (folder: string) =>
  globSync(`${folder}/*/`, { cwd: root }).map((path) =>
    path.replace(/^[^/]+\/[^/]+\//, '').replace(/\/$/, ''),
  )

/** Features of the API may read each other's data, but not import each other's routes. */
const routesOfTheApi = globSync('src/**/*-routes.ts', {
  cwd: fileURLToPath(new URL('../apps/api', import.meta.url)),
})
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.startsWith('src/docs/'))

/** The parts that each part of a folder may import. Tests may import everything of their own package. */
const innerLayers: Record<string, readonly InnerLayer[]> = {
  'packages/records': [{ part: 'src/merge', mayImport: ['src/fields'] }],
  'apps/api': [
    { part: 'src/limits', mayImport: [] },
    { part: 'src/tenant', mayImport: ['src/database.ts'] },
    // The only access to a tenant's rows; the benchmark explains statements in its own transactions.
    { part: 'src/tenant/in-tenant.ts', importedOnlyBy: ['src/tenant', 'src/database.ts', 'bench'] },
    { part: 'src/keys', mayImport: ['src/limits', 'src/tenant'] },
    { part: 'src/http', mayImport: ['src/keys', 'src/limits', 'src/tenant'] },
    { part: 'src/resource-definition', mayImport: ['src/http/values.ts'] },
    {
      part: 'src/cached-filters',
      mayImport: ['src/resource-definition'],
      importedOnlyBy: ['src/generated'],
    },
    {
      part: 'src/record-filters',
      mayImport: ['src/generated', 'src/resource-definition'],
      importedOnlyBy: ['src/records'],
    },
    {
      part: 'src/records',
      mayImport: ['src/generated', 'src/http', 'src/record-filters', 'src/resource-definition', 'src/tenant'],
    },
    ...routesOfTheApi.map((part) => ({ part, importedOnlyBy: ['src/routes.ts'] })),
  ],
  'apps/sync': [
    { part: 'src/postgres', mayImport: [] },
    { part: 'src/cache', mayImport: ['src/postgres'] },
    { part: 'src/page', mayImport: ['src/cache', 'src/postgres'] },
    { part: 'src/page/records', mayImport: ['src/postgres'] },
    { part: 'src/page/sql', mayImport: ['src/cache', 'src/postgres'] },
    {
      part: 'src/page/first-pass',
      importedOnlyBy: ['src/run/page-writer.ts'],
      entryPoint: 'src/page/first-pass/first-pass.ts',
    },
    { part: 'src/run', mayImport: ['src/cache', 'src/page', 'src/postgres', 'src/tenants/tenants.ts'] },
  ],
  'packages/db-migrations': [{ part: 'src/adopt', importedOnlyBy: ['src/cli/adopt-command.ts'] }],
  'apps/console': [
    { part: 'src/session', mayImport: [] },
    { part: 'src/time', mayImport: ['src/session'] },
    { part: 'src/data', mayImport: ['src/session'] },
    { part: 'src/components', mayImport: ['src/session'] },
    { part: 'src/records', mayImport: ['src/components', 'src/data', 'src/session', 'src/time'] },
    { part: 'src/reports', mayImport: ['src/components', 'src/data', 'src/session', 'src/time'] },
    { part: 'src/sync', mayImport: ['src/components', 'src/data', 'src/session', 'src/time'] },
    { part: 'src/shell', mayImport: ['src/components', 'src/data', 'src/session', 'src/time'] },
    ...parts('apps/console/src/pages').map((part) => ({
      part,
      mayImport: ['components', 'data', 'records', 'reports', 'session', 'sync', 'time'].map(
        (folder) => `src/${folder}`,
      ),
      importedOnlyBy: ['src/app.tsx', 'src/routes.tsx'],
    })),
  ],
}

const packages = globSync('{packages,apps}/*/package.json', { cwd: root }).map((file) =>
  file.replace('/package.json', ''),
)
const ours = packages.map((folder) => folder.replace(/^.*\//, ''))

const roomOf = (name: string) => name.split('/')[0] ?? ''

test('the table lists every package and app', () => {
  expect(packages.toSorted()).toEqual(Object.keys(layers).toSorted())
})

test.each(packages)('%s imports only allowed packages', (folder) => {
  const { may, tests = [] } = layers[folder] ?? { may: [] }
  const self = folder.replace(/^.*\//, '')
  const manifest = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8'))
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  const mayDeclare = [...may, ...tests].map(roomOf)
  expect(declared.filter((name) => ours.includes(name) && !mayDeclare.includes(name))).toEqual([])

  for (const file of globSync(`${folder}/{src,client,test,scripts,migrations,bench}/**/*.{ts,tsx}`, {
    cwd: root,
  })) {
    const isTest = /\.test\.ts$|\/(test|testing|demo|bench|scripts)\//.test(file)
    const source = readFileSync(`${root}${file}`, 'utf8')
    const imported = [...source.matchAll(/(?:from|import)\s*\(?\s*'([^'.][^']*)'/g)].map(
      (match) => match[1] ?? '',
    )
    const ofOthers = imported.filter((name) => ours.includes(roomOf(name)) && roomOf(name) !== self)
    const allowed = isTest ? [...may, ...tests] : may
    const forbidden = ofOthers.filter((name) => !allowed.includes(name) && !allowed.includes(roomOf(name)))
    expect({ file, forbidden }).toEqual({ file, forbidden: [] })
    const reaching = [...source.matchAll(/from '(\.\.\/[^']*)'/g)].map(
      (match) => new URL(match[1] ?? '', `file:///${file}`).pathname,
    )
    const outside = reaching.filter(
      (path) => !path.startsWith(`/${folder}/`) && !/\/vitest\.(base|config)\.ts$/.test(path),
    )
    expect({ file, outside }).toEqual({ file, outside: [] })
  }
})

test.each(Object.keys(innerLayers))('the parts of %s import only allowed parts', (folder) => {
  const isIn = (file: string, part: string) =>
    part === '' || file === `${folder}/${part}` || file.startsWith(`${folder}/${part}/`)
  const graph = [...readImportGraph(root, folder)].filter(([file]) => !isTestFile(file))
  const isInOne = (file: string, parts: readonly string[]) => parts.some((part) => isIn(file, part))
  const forbidden = (innerLayers[folder] ?? []).flatMap((layer) => {
    const { part, mayImport = [''], mayNotImport = [], importedOnlyBy, entryPoint } = layer
    const isForbidden = (file: string, target: string) => {
      if (isIn(file, part) === isIn(target, part)) return false
      if (isIn(file, part)) return !isInOne(target, mayImport) || isInOne(target, mayNotImport)
      if (entryPoint !== undefined && target !== `${folder}/${entryPoint}`) return true
      return importedOnlyBy !== undefined && !isInOne(file, importedOnlyBy)
    }
    return graph.flatMap(([file, imported]) =>
      imported.filter((target) => isForbidden(file, target)).map((target) => `${file} imports ${target}`),
    )
  })
  expect(forbidden).toEqual([])
  // A rule about a part that does not exist would have no effect.
  const missing = (innerLayers[folder] ?? []).filter(({ part }) => !graph.some(([file]) => isIn(file, part)))
  expect(missing).toEqual([])
})

test('db-migrations uses the catalog to generate a migration, and not to run one', () => {
  const folder = 'packages/db-migrations'
  const files = globSync(`${folder}/{src,migrations}/**/*.ts`, { cwd: root })
  const importing = files.filter((file) => /'catalog'/.test(readFileSync(`${root}${file}`, 'utf8')))
  expect(importing.filter((file) => !file.startsWith(`${folder}/src/new-resource/`))).toEqual([])
  const { dependencies } = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8'))
  expect(Object.keys(dependencies)).not.toContain('catalog')
})

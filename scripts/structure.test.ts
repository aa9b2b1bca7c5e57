import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { resources } from 'catalog'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
const resourceNames = resources.map(({ name }) => name)
const textOf = (file: string) => readFileSync(join(root, file), 'utf8')
const isHandWritten = (file: string) => /\.(ts|tsx)$/.test(file) && !/\/generated\//.test(file)

/** Folders that hold one file per resource or per page. */
const dataFolders = [/\/resources$/, /\/pages$/]

test('no folder of src except data folders has more than 20 files', () => {
  const counts = new Map<string, number>()
  for (const file of tracked.filter((path) => /^(apps|packages)\/[^/]+\/src\//.test(path))) {
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
  }
  const crowded = [...counts].filter(
    ([folder, count]) => count > 20 && !dataFolders.some((data) => data.test(folder)),
  )
  expect(crowded).toEqual([])
})

test('no hand-written source file has more than 250 lines', () => {
  const long = tracked
    .filter((file) => isHandWritten(file) && /\/src\//.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => ({ file, lines: textOf(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > 250)
  expect(long).toEqual([])
})

// A resource is defined once. The sandbox is written from the vendor's documents, and migrations are frozen: both name
// resources independently.
const mayNameResources =
  /^packages\/(catalog|servicetitan-sandbox)\/|^packages\/db-migrations\/migrations\/|\.test\.tsx?$|\/test\//

/** The resources that a file names in string literals, such as `'jobs'` or `"raw.st_jobs"`. */
function namedResources(source: string): string[] {
  const words = new Set([...source.matchAll(/['"`](?:raw\.)?([a-z_-]+)['"`]/g)].map(([, word = '']) => word))
  return resourceNames.filter((name) => words.has(name) || words.has(`st_${name.replaceAll('-', '_')}`))
}

test('no hand-written source file names more than half of the resources', () => {
  const lists = tracked
    .filter((file) => isHandWritten(file) && !mayNameResources.test(file))
    .map((file) => ({ file, named: namedResources(textOf(file)).length }))
    .filter(({ named }) => named > resourceNames.length / 2)
  expect(lists).toEqual([])
})

test('no text states the number of resources', () => {
  const numbers = '\\d+|sixteen|seventeen|eighteen|nineteen|twenty|two dozen'
  const count = new RegExp(
    `\\b(?:${numbers})\\s+(?:cached |ServiceTitan )?(?:resources|cache tables)\\b`,
    'i',
  )
  const counting = tracked
    .filter((file) => /\.(ts|tsx|md|json|yaml|yml)$/.test(file) && !file.endsWith('pnpm-lock.yaml'))
    .filter((file) => file !== 'scripts/structure.test.ts' && count.test(textOf(file)))
  expect(counting).toEqual([])
})

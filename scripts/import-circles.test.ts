import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { findFileCircles, findFolderCircles, graphOf, readImportGraph } from './import-graph.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const packages = globSync('{packages,apps}/*/package.json', { cwd: root }).map((file) =>
  file.replaceAll('\\', '/').replace('/package.json', ''),
)

test.each(packages)('no files and no folders of %s import each other in a circle', (folder) => {
  const graph = readImportGraph(root, folder)
  expect(graph.size).toBeGreaterThan(0)
  expect({ files: findFileCircles(graph), folders: findFolderCircles(graph) }).toEqual({
    files: [],
    folders: [],
  })
})

describe('the search for circles', () => {
  const graph = (files: Record<string, string>) => graphOf(new Map(Object.entries(files)))

  test('finds files that import each other, including types, re-exports and dynamic imports', () => {
    const found = graph({
      'a/one.ts': `import type { Two } from './two.ts'`,
      'a/two.ts': `export { three } from '../b/three.tsx'`,
      'b/three.tsx': `const one = await import('../a/one.ts')`,
      'b/four.ts': `import { one } from '../a/one.ts'\nimport 'node:fs'`,
    })
    expect(findFileCircles(found)).toEqual([['a/one.ts', 'a/two.ts', 'b/three.tsx']])
  })

  test('finds a file that imports itself, and two separate circles', () => {
    const found = graph({
      'a.ts': `import {\n  a,\n} from './a.ts'`,
      'b.ts': `import './c.ts'`,
      'c.ts': `import './b.ts'`,
    })
    expect(findFileCircles(found)).toEqual([['a.ts'], ['b.ts', 'c.ts']])
  })

  test('finds folders that import each other when none of their files do', () => {
    const found = graph({
      'src/page/write.ts': `import '../run/state.ts'`,
      'src/run/state.ts': '',
      'src/run/start.ts': `import '../page/read.ts'`,
      'src/page/read.ts': '',
    })
    expect(findFileCircles(found)).toEqual([])
    expect(findFolderCircles(found)).toEqual([
      {
        members: ['src/page', 'src/run'],
        imports: ['src/page/write.ts imports src/run/state.ts', 'src/run/start.ts imports src/page/read.ts'],
      },
    ])
  })

  test('finds a folder and a sibling file that import each other', () => {
    const found = graph({
      'src/events.ts': `import type { Run } from './run/run.ts'`,
      'src/run/run.ts': '',
      'src/run/engine.ts': `import '../events.ts'`,
    })
    expect(findFolderCircles(found).map(({ members }) => members)).toEqual([['src/events.ts', 'src/run']])
  })

  test('finds no circle when only one imports the other, or when a test closes it', () => {
    const found = graph({
      'src/run/start.ts': `import '../page/write.ts'`,
      'src/page/write.ts': `import './read.ts'`,
      'src/page/read.ts': '',
      'src/page/write.test.ts': `import '../run/start.ts'`,
    })
    expect([findFileCircles(found), findFolderCircles(found)]).toEqual([[], []])
  })
})

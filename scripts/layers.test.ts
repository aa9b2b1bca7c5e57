import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** Who may import whom; data flows one way (docs/decisions.md, 1). `tests` may be imported by tests and demos only. */
const layers: Record<string, { may: string[]; tests?: string[] }> = {
  'packages/local-postgres': { may: [] },
  'packages/db-migrations': { may: ['local-postgres'] },
  'packages/servicetitan': { may: [] },
  'packages/servicetitan-sandbox': { may: [] },
  'apps/sync': { may: ['db-migrations', 'local-postgres', 'servicetitan'], tests: ['servicetitan-sandbox'] },
}
const root = fileURLToPath(new URL('..', import.meta.url))
const rooms = globSync('{packages,apps}/*/package.json', { cwd: root }).map((file) =>
  file.replace('/package.json', ''),
)
const ours = rooms.map((room) => room.replace(/^.*\//, ''))

test('every room is in the table', () => {
  expect(rooms.toSorted()).toEqual(Object.keys(layers).toSorted())
})

test.each(rooms)('%s imports only what it may', (room) => {
  const { may, tests = [] } = layers[room] ?? { may: [] }
  const self = room.replace(/^.*\//, '')
  const manifest = JSON.parse(readFileSync(`${root}${room}/package.json`, 'utf8'))
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  expect(declared.filter((name) => ours.includes(name) && ![...may, ...tests].includes(name))).toEqual([])

  for (const file of globSync(`${room}/{src,test,scripts,migrations,bench}/**/*.{ts,tsx}`, { cwd: root })) {
    const isTest = /\.test\.ts$|\/(test|testing|demo|bench|scripts)\//.test(file)
    const source = readFileSync(`${root}${file}`, 'utf8')
    const imported = [...source.matchAll(/(?:from|import)\s*\(?\s*'([^'.][^']*)'/g)].map(
      (match) => match[1] ?? '',
    )
    const names = imported
      .map((name) => name.split('/')[0] ?? '')
      .filter((name) => ours.includes(name) && name !== self)
    const allowed = isTest ? [...may, ...tests] : may
    expect({ file, forbidden: names.filter((name) => !allowed.includes(name)) }).toEqual({
      file,
      forbidden: [],
    })
    const reaching = [...source.matchAll(/from '(\.\.\/[^']*)'/g)].map(
      (match) => new URL(match[1] ?? '', `file:///${file}`).pathname,
    )
    const outside = reaching.filter(
      (path) => !path.startsWith(`/${room}/`) && !/\/vitest\.(base|config)\.ts$/.test(path),
    )
    expect({ file, outside }).toEqual({ file, outside: [] })
  }
})

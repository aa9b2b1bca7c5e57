import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/**
 * Who may import whom; data flows one way (docs/decisions.md, 1). `tests` may be imported by tests and demos only. A name
 * with a path lets that path be imported, and nothing else of the room.
 */
const layers: Record<string, { may: string[]; tests?: string[] }> = {
  'packages/cli-kit': { may: [] },
  'packages/local-postgres': { may: ['cli-kit'] },
  'packages/db-migrations': { may: ['cli-kit', 'local-postgres'] },
  'packages/servicetitan': { may: [] },
  'packages/servicetitan-sandbox': { may: ['cli-kit'] },
  'apps/sync': {
    may: ['cli-kit', 'db-migrations', 'local-postgres', 'servicetitan'],
    tests: ['servicetitan-sandbox'],
  },
  'apps/api': { may: ['cli-kit', 'db-migrations', 'local-postgres'] },
  // Apps are leaves: all that may be imported of one is the client that the API is made with.
  'apps/console': { may: ['api/client'], tests: ['db-migrations', 'local-postgres'] },
}
const root = fileURLToPath(new URL('..', import.meta.url))
const rooms = globSync('{packages,apps}/*/package.json', { cwd: root }).map((file) =>
  file.replace('/package.json', ''),
)
const ours = rooms.map((room) => room.replace(/^.*\//, ''))

const roomOf = (name: string) => name.split('/')[0] ?? ''

test('every room is in the table', () => {
  expect(rooms.toSorted()).toEqual(Object.keys(layers).toSorted())
})

test.each(rooms)('%s imports only what it may', (room) => {
  const { may, tests = [] } = layers[room] ?? { may: [] }
  const self = room.replace(/^.*\//, '')
  const manifest = JSON.parse(readFileSync(`${root}${room}/package.json`, 'utf8'))
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  const mayDeclare = [...may, ...tests].map(roomOf)
  expect(declared.filter((name) => ours.includes(name) && !mayDeclare.includes(name))).toEqual([])

  for (const file of globSync(`${room}/{src,client,test,scripts,migrations,bench}/**/*.{ts,tsx}`, {
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
      (path) => !path.startsWith(`/${room}/`) && !/\/vitest\.(base|config)\.ts$/.test(path),
    )
    expect({ file, outside }).toEqual({ file, outside: [] })
  }
})

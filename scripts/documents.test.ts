import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
// The changelog may name files that no longer exist.
const documents = tracked.filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md')
const textOf = (file: string) => readFileSync(join(root, file), 'utf8')

const fileName = /`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|tsx|css|sql|json|mjs|cjs|sh|yaml|md))`/g

/** The tracked files that a name in a document may refer to: their path ends with it. */
function filesNamed(name: string): string[] {
  return tracked.filter((file) => file === name || file.endsWith(`/${name}`))
}

describe.each(documents)('%s', (document) => {
  test('names only files that exist exactly once', () => {
    const names = [...textOf(document).matchAll(fileName)].map(([, name = '']) => name)
    const wrong = names.filter((name) => filesNamed(name).length !== 1)
    expect(wrong.map((name) => ({ name, files: filesNamed(name) }))).toEqual([])
  })

  test('links only to files that exist', () => {
    const links = [...textOf(document).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(
      ([, to = '']) => to,
    )
    expect(links.filter((to) => !existsSync(join(root, dirname(document), to)))).toEqual([])
  })
})

test('README.md fits on one page', () => {
  expect(textOf('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(100)
})

test('decisions are numbered in order and have at most five lines each', () => {
  const [, ...records] = textOf('docs/decisions.md').split(/^## /m)
  const numbers = records.map((record) => Number.parseInt(record, 10))
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  const lengths = records.map((record) => {
    const [title, ...lines] = record.split('\n')
    return {
      title,
      lines: lines.filter((line) => line.trim()).length,
      longest: Math.max(...lines.map((line) => line.length)),
    }
  })
  expect(lengths.filter(({ lines, longest }) => lines > 5 || longest > 120)).toEqual([])
})

test('every cited decision exists', () => {
  const last = textOf('docs/decisions.md').match(/^## \d+/gm)?.length ?? 0
  const cited = tracked
    .filter((file) => /\.(ts|tsx|yaml|cjs|md)$/.test(file))
    .flatMap((file) =>
      [...textOf(file).matchAll(/decisions\.md, (\d+)/g)].map(([, number]) => ({
        file,
        number: Number(number),
      })),
    )
  expect(cited.length).toBeGreaterThan(0)
  expect(cited.filter(({ number }) => number < 1 || number > last)).toEqual([])
})

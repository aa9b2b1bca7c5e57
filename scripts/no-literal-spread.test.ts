import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const rule = fileURLToPath(new URL('no-literal-spread.grit', import.meta.url))
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')

/** The lines of a source that violate the rule. */
function findLiteralSpreads(source: string): number[] {
  const directory = mkdtempSync(join(tmpdir(), 'literal-spread-'))
  try {
    writeFileSync(join(directory, 'biome.json'), JSON.stringify({ root: true, plugins: [rule] }))
    writeFileSync(join(directory, 'example.ts'), source)
    const { stdout } = spawnSync(process.execPath, [biome, 'lint', '--reporter=github'], {
      cwd: directory,
      encoding: 'utf8',
    })
    return [...stdout.matchAll(/,line=(\d+),.*::A literal is spread into a literal\./g)].map((match) =>
      Number(match[1]),
    )
  } finally {
    rmSync(directory, { recursive: true })
  }
}

test('the rule finds every notation of a literal that is spread into a literal', () => {
  const source = [
    'export const of = (a: object, b: number[]) => [',
    '  { ...{ x: 1 } },',
    '  { ...({ x: 1 }) },',
    '  { ...({ x: 1 } as const) },',
    '  { ...({ x: 1 } satisfies object) },',
    '  { a, ...{',
    '    x: 1 } },',
    '  [...[1, 2]],',
    '  Math.max(...[1, 2]),',
    '  { ...a, ...(b.length > 0 && { x: 1 }) },',
    '  [...b, ...[1].map(String), ...(b.length > 0 ? [1] : [])],',
    '  "...{ x: 1 }",',
    ']',
  ]
  expect(findLiteralSpreads(source.join('\n'))).toEqual([2, 3, 4, 5, 6, 8, 9])
})

import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Arithmetic on the value of a sub-select, outside of it. Under row-level security PostgreSQL 15.20 uses no index for
 * `start_time >= (SELECT …) - interval '7 days'`, so a statement reads a tenant's whole history; inside the sub-select it
 * does.
 */
const outside = /\(\s*SELECT\b(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*[-+*]\s*(?:interval\b|'|\d|\$)/gi

test.each([
  [`a >= (SELECT range_from FROM range) - interval '7 days'`, 1],
  [`a >= (SELECT max(at) FROM range WHERE b IN (1, 2)) + $1`, 1],
  [`a >= (SELECT range_from - interval '7 days' FROM range)`, 0],
  [`a >= now() - interval '7 days' AND b = (SELECT 1)`, 0],
])('the pattern finds arithmetic outside of a sub-select only: %s', (sql, count) => {
  expect([...sql.matchAll(outside)]).toHaveLength(count)
})

test('no statement of sync and API has arithmetic outside of a sub-select on its value', () => {
  const found = globSync('apps/{sync,api}/src/**/*.ts', { cwd: root }).flatMap((file) =>
    [...readFileSync(`${root}${file}`, 'utf8').matchAll(outside)].map(([sql]) => ({ file, sql })),
  )
  expect(found).toEqual([])
})

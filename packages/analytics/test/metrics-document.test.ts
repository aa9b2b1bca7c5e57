import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { metrics } from '../src/metrics.ts'
import { metricsDocument } from '../src/metrics-document.ts'

test('docs/metrics.md is what the metrics say: pnpm --filter analytics generate', () => {
  const file = new URL('../../../docs/metrics.md', import.meta.url)
  expect(readFileSync(file, 'utf8')).toBe(metricsDocument())
})

test('every metric has a name of its own, and words for each part of its definition', () => {
  expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length)
  for (const { words, formula, edgeCases, source } of metrics) {
    for (const text of [words, formula, edgeCases, source]) expect(text.trim().length).toBeGreaterThan(10)
    for (const sentence of [words, edgeCases]) expect(sentence).toMatch(/\.$/)
  }
})

import { expect, test } from 'vitest'
import { tableOf } from '../cache/tables.ts'
import { type RunProgress, startProgress } from '../run/progress.ts'
import { createProgressView } from './progress.ts'

const jobs = tableOf('jobs')

const progress = (fetched: number, more: Partial<RunProgress> = {}): RunProgress => ({
  ...startProgress(jobs, { kind: 'full', runId: '1' }),
  pages: 1,
  elapsedMs: 2_000,
  fetched,
  inserted: fetched - 2,
  updated: 1,
  quarantined: 1,
  ...more,
})

function record(terminal: { isTTY: boolean; columns: number }) {
  const written: string[] = []
  const view = createProgressView({ ...terminal, write: (text) => written.push(text) })
  return { view, written }
}

test('a terminal shows one line that is overwritten until the run ends', () => {
  const { view, written } = record({ isTTY: true, columns: 60 })
  view.show(progress(1_000))
  view.done(progress(2_000))
  expect(written).toEqual([
    `\r\u001b[K${'… jobs                     full         1,000 records, 998 new, 1 changed'.slice(0, 60)}`,
    '\r\u001b[K',
    '✓ jobs                     full         2,000 records, 1,998 new, 1 changed, 1 in quarantine, 1,000/s\n',
  ])
})

test('a terminal of unknown width shows progress', () => {
  const { view, written } = record({ isTTY: true, columns: 0 })
  view.show(progress(1_000))
  expect(written.join('')).toContain('1,000 records')
})

test('other streams get a line every 10,000 records and one per run', () => {
  const { view, written } = record({ isTTY: false, columns: 0 })
  for (const fetched of [4_000, 8_000, 12_000, 16_000, 24_000]) view.show(progress(fetched))
  view.failed('jobs', 'the reason')
  expect(written.map((line) => line.slice(0, 50).trimEnd())).toEqual([
    '… jobs                     full         12,000 rec',
    '… jobs                     full         24,000 rec',
    '✗ jobs                     the reason',
  ])
})

test('the remaining time is estimated when the total is known', () => {
  const { view, written } = record({ isTTY: true, columns: 200 })
  view.show(progress(1_000, { total: 4_000 }))
  view.show(progress(1_000, { total: 1_000_000 }))
  view.show(progress(1_000, { total: 1_000 }))
  expect(written.map((line) => /\d+ %, .*/.exec(line)?.[0])).toEqual([
    '25 %, 6 s left',
    '0 %, 33 min left',
    undefined,
  ])
})

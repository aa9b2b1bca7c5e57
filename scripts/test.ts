// Runs every test through turbo; the last line of the output has the totals of all packages.

import { spawnSync } from 'node:child_process'
import { globSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numFailedTestSuites: number
}

const root = fileURLToPath(new URL('..', import.meta.url))
const reportOf = (folder: string) => `${folder}.vitest/report.json`
const folders = [
  '',
  ...globSync('{packages,apps}/*/vitest.config.ts', { cwd: root }).map((file) =>
    file.replace('vitest.config.ts', ''),
  ),
]
for (const folder of folders) rmSync(`${root}${reportOf(folder)}`, { force: true })

// Three packages at a time on two cores: the tests of the console mostly wait for its browser. With four, each took so
// much longer that all took 2,271 s in place of 1,765 s.
const { status } = spawnSync(
  'turbo',
  ['run', 'test', 'test:repo', '--concurrency=3', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  },
)

const totals = { passed: 0, failed: 0, skipped: 0 }
for (const folder of folders) {
  const report = readReport(folder)
  totals.passed += report?.numPassedTests ?? 0
  totals.skipped += report?.numPendingTests ?? 0
  // A package without a report, or a file that could not be loaded, is a failure too.
  totals.failed += report ? report.numFailedTests : 1
  if (report && report.numFailedTests === 0 && report.numFailedTestSuites > 0) totals.failed += 1
}
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`)
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : (status ?? 1)

function readReport(folder: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(`${root}${reportOf(folder)}`, 'utf8')) as Report
  } catch {
    return undefined
  }
}

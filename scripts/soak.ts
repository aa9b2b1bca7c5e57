// `pnpm test:soak [minutes] [--seed n]`: runs the fault suite and the models of the sync with larger numbers, in rounds with new
// seeds, until the time is up (10 minutes). It exits at the first failure and prints the seed that reproduces it.
//
// `pnpm test:soak hybrid [seeds] [--seed n] [--true-waits]`: plays so many seeds (200) of the whole model of hybrid sync, with
// the waits of a hundredth; with --true-waits one seed with those of ServiceTitan's API, which takes minutes.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, 'true-waits': { type: 'boolean', default: false } },
})
const isHybrid = positionals[0] === 'hybrid'
const [amount, ...others] = isHybrid ? positionals.slice(1) : positionals
const minutes = isHybrid ? Number.POSITIVE_INFINITY : Number(amount ?? 10)
const seeds = Number(isHybrid ? (amount ?? (values['true-waits'] || values.seed ? 1 : 200)) : 1)
const firstSeed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const isWrong = others.length > 0 || (values['true-waits'] && !isHybrid)
if (!(minutes > 0 && seeds > 0) || !Number.isInteger(seeds) || !Number.isInteger(firstSeed) || isWrong) {
  process.stderr.write(
    'error: Usage: pnpm test:soak [minutes] [--seed <whole number>], or hybrid [seeds] [--seed <whole number>] [--true-waits].\n',
  )
  process.exit(2)
}

const cwd = fileURLToPath(new URL('../apps/sync', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'soak-'))
const totalsFile = join(directory, 'totals')
const until = Date.now() + minutes * 60_000
let rounds = 0
let failedSeed: number | undefined
try {
  do {
    const seed = firstSeed + rounds
    rounds += 1
    process.stdout.write(`Round ${rounds}, seed ${seed}\n`)
    if (!passesRound(seed)) failedSeed = seed
  } while (!isHybrid && failedSeed === undefined && values.seed === undefined && Date.now() < until)
  printTotals()
} finally {
  rmSync(directory, { recursive: true })
}
if (failedSeed !== undefined) {
  process.stdout.write(
    isHybrid
      ? 'FAILED. The failure names the seed. Reproduce: pnpm test:soak hybrid --seed <seed>\n'
      : `FAILED with seed ${failedSeed}. Reproduce: pnpm test:soak ${minutes} --seed ${failedSeed}\n`,
  )
  process.exitCode = 1
}

function passesRound(seed: number): boolean {
  const ofSync = [
    'test/faults/',
    'test/invariants',
    'test/analytics/facts-model',
    'test/analytics/labor-model',
  ]
  const suites = isHybrid ? ['test/hybrid/'] : ofSync
  const args = ['run', ...suites, '--bail=1', '--testTimeout=0', '--reporter=default']
  const { status } = spawnSync('vitest', args, {
    cwd,
    stdio: 'inherit',
    env: {
      ...process.env,
      SOAK: '1',
      SOAK_SEED: String(seed),
      SOAK_UNTIL: String(until),
      SOAK_TOTALS: totalsFile,
      ...(isHybrid && { HYBRID_SEEDS: String(seeds) }),
      ...(values['true-waits'] && { HYBRID_TRUE_WAITS: '1' }),
    },
  })
  return status === 0
}

function printTotals(): void {
  const totals = new Map<string, number>()
  for (const line of readTotals()) {
    const [name, count] = JSON.parse(line) as [string, number]
    totals.set(name, (totals.get(name) ?? 0) + count)
  }
  process.stdout.write(`${rounds} round(s)\n`)
  for (const [name, count] of totals) process.stdout.write(`${String(count).padStart(8)} ${name}\n`)
}

function readTotals(): string[] {
  try {
    return readFileSync(totalsFile, 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}

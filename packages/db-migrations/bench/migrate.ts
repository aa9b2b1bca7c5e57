// `migrate` with nothing pending, compared with the stock node-pg-migrate CLI on the same directory and database, in
// alternating rounds. Bar: at most 1.3 times the stock CLI.

import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createMigrator } from 'db-migrations'
import { startTemporaryPostgres } from 'local-postgres/testing'

const rounds = Number(process.argv[2] ?? 15)
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const stockCli = join(
  dirname(createRequire(import.meta.url).resolve('node-pg-migrate')),
  '..',
  '..',
  'bin',
  'node-pg-migrate.js',
)

await using server = await startTemporaryPostgres()
await createMigrator({ connectionString: server.url }).up()

const commands = {
  stock: [stockCli, 'up', '-m', here('../migrations/')],
  ours: [here('../src/cli/main.ts'), 'migrate'],
}
const times: Record<keyof typeof commands, number[]> = { stock: [], ours: [] }
for (let round = -1; round < rounds; round++) {
  for (const command of ['stock', 'ours'] as const) {
    const started = performance.now()
    const { status, stderr } = spawnSync(process.execPath, commands[command], {
      env: { ...process.env, ENV_FILE: '', DATABASE_URL: server.url, DATABASE_DIRECT_URL: '' },
    })
    if (status !== 0) throw new Error(`${command} failed: ${stderr}`)
    // The first round warms the file system cache.
    if (round >= 0) times[command].push(performance.now() - started)
  }
}
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number
const ratio = median(times.ours) / median(times.stock)
process.stdout.write(
  `migrate with nothing pending, median of ${rounds}: stock ${median(times.stock).toFixed(0)} ms, ours ${median(times.ours).toFixed(0)} ms, ratio ${ratio.toFixed(2)} (bar: at most 1.30)\n`,
)
process.exitCode = ratio <= 1.3 ? 0 : 1

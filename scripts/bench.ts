// `pnpm bench <name>`: runs one benchmark, or all. Each compares alternatives within one run and prints ratios.

import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const benchmarks = new Map(
  globSync('{packages,apps}/*/bench/*.ts', { cwd: root }).map(
    (file) => [basename(file, '.ts'), file] as const,
  ),
)
const [name, ...rest] = process.argv.slice(2)
if (name !== undefined && !benchmarks.has(name)) {
  process.stderr.write(
    `error: there is no benchmark ${name}. Choose from: ${[...benchmarks.keys()].join(', ')}.\n`,
  )
  process.exit(2)
}
for (const [benchmark, file] of benchmarks) {
  if (name !== undefined && benchmark !== name) continue
  const { status } = spawnSync(process.execPath, [file, ...rest], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exitCode = name === undefined ? 1 : (status ?? 1)
}

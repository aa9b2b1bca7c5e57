import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const consoleRoot = join(root, 'apps', 'console')
const sources = [
  'apps/console/{src,public}/**/*',
  'apps/console/*.{html,ts,json}',
  'apps/api/{client,src}/**/*.ts',
  'pnpm-lock.yaml',
]

// A separate folder: concurrent builds and tests of the console empty and fill `dist`.
const directory = join(root, '.data', 'console')

/**
 * Builds the console, unless the built files are newer than all sources.
 * @returns the folder of the built files @throws the output of vite
 */
export async function buildConsole(signal: AbortSignal, onNotice: (line: string) => void): Promise<string> {
  if (builtAt() > changedAt()) return directory
  onNotice('Building the console …')
  const vite = join(consoleRoot, 'node_modules', 'vite', 'bin', 'vite.js')
  const child = spawn(
    process.execPath,
    [vite, 'build', '--outDir', directory, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: consoleRoot,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`The console could not be built:\n${(await output).join('')}`)
  return directory
}

function builtAt(): number {
  return statSync(join(directory, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function changedAt(): number {
  const times = globSync(sources, { cwd: root }).map((file) => statSync(join(root, file)).mtimeMs)
  return Math.max(...times)
}

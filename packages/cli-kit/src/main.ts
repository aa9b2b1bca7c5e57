import { readFileSync } from 'node:fs'
import { enableCompileCache, findPackageJSON } from 'node:module'
import type { CommandLine } from './run-command-line.ts'

/**
 * Runs a command line as the process: reads the environment, sets the exit code. Everything but this file is loaded
 * behind the compile cache.
 * @param mainUrl the `import.meta.url` of the app's main file; the nearest package.json has its version
 * @param load imports the command line
 * @example
 * await runMain(import.meta.url, async () => (await import('./cli/program.ts')).commandLine)
 */
export async function runMain(mainUrl: string, load: () => Promise<CommandLine>): Promise<void> {
  // Types are stripped from every file at every start; the cache spares that from the second start on.
  enableCompileCache()
  // A reader that has seen enough, such as `head`, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
  const { readEnvironment } = await import('./environment/environment.ts')
  const { runCommandLine } = await import('./run-command-line.ts')
  const commandLine = await load()
  const version = packageVersion(mainUrl)
  const argv = process.argv.slice(2)
  process.exitCode = await runCommandLine(commandLine, { argv, env: readEnvironment, version })
}

/**
 * The version of the package that a module belongs to, from source as when built or deployed.
 * @param moduleUrl the `import.meta.url` of the module
 * @throws Error when there is no package.json above it
 * @example
 * const version = packageVersion(import.meta.url)
 */
export function packageVersion(moduleUrl: string): string {
  const path = findPackageJSON(moduleUrl)
  if (path === undefined) throw new Error(`No package.json was found above ${moduleUrl}.`)
  return String(JSON.parse(readFileSync(path, 'utf8')).version)
}

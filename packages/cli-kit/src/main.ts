import { readFileSync } from 'node:fs'
import { enableCompileCache, findPackageJSON } from 'node:module'
import type { CommandLine } from './run-command-line.ts'

/**
 * Runs a command line as the process: reads the environment, sets the exit code. Everything except this file is loaded
 * through the compile cache.
 * @param mainUrl the `import.meta.url` of the app's main file; its version is read from the nearest package.json
 * @param load imports the command line
 * @example
 * await runMain(import.meta.url, async () => (await import('./cli/program.ts')).commandLine)
 */
export async function runMain(mainUrl: string, load: () => Promise<CommandLine>): Promise<void> {
  // Without the cache, Node strips the types of every file at every start.
  enableCompileCache()
  const { allowClosedOutput } = await import('./output.ts')
  allowClosedOutput()
  const { readEnvironment } = await import('./environment/environment.ts')
  const { runCommandLine } = await import('./run-command-line.ts')
  const commandLine = await load()
  const version = packageVersion(mainUrl)
  const argv = process.argv.slice(2)
  process.exitCode = await runCommandLine(commandLine, { argv, env: readEnvironment, version })
}

/**
 * The version of a module's package; works from source, built or deployed.
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

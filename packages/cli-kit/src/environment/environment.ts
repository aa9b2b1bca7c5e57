import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readEnvFile } from './env-file.ts'
import { repositoryRoot } from './repository-root.ts'

/** The variables of a configuration: `process.env`, completed by `.env`. */
export type Env = Readonly<Record<string, string | undefined>>

/**
 * The environment of a command: the process's own, completed by `.env` at the repository root. A variable that is
 * already set takes precedence. `ENV_FILE` names another file; if it is empty, no file is read.
 * @throws Error when the file that `ENV_FILE` names cannot be read
 * @throws {ConfigError} for a file that is not UTF-8, or has lines that are no assignment
 * @example
 * const env = readEnvironment()
 * const url = env.DATABASE_URL
 */
export function readEnvironment(): NodeJS.ProcessEnv {
  const file = environmentFile()
  if (file !== null) {
    for (const [variable, value] of Object.entries(readEnvFile(file))) process.env[variable] ??= value
  }
  return process.env
}

/**
 * The path of the file that completes the environment; null if there is none. The file that `ENV_FILE` names may be
 * missing.
 * @example
 * const file = environmentFile() // '/srv/lazi/.env'
 */
export function environmentFile(env: Env = process.env): string | null {
  const name = env.ENV_FILE
  const root = repositoryRoot() ?? process.cwd()
  if (name !== undefined) return name ? resolve(root, name) : null
  const file = join(root, '.env')
  return existsSync(file) ? file : null
}

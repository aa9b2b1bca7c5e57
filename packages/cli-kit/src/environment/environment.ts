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
  const name = process.env.ENV_FILE
  const root = repositoryRoot() ?? process.cwd()
  const file = name === undefined ? join(root, '.env') : name && resolve(root, name)
  if (file && (name || existsSync(file))) {
    for (const [variable, value] of Object.entries(readEnvFile(file))) process.env[variable] ??= value
  }
  return process.env
}

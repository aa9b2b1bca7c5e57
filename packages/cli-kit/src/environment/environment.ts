import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { loadEnvFile } from 'node:process'
import { repositoryRoot } from './repository-root.ts'

/** What configuration is read from: `process.env`, with `.env` below it. */
export type Env = Readonly<Record<string, string | undefined>>

/**
 * The environment that a command works with: the process's own, and what `.env` at the repository root adds.
 * A variable that is set already wins. `ENV_FILE` names another file; empty, it means none.
 * @throws Error when the file that `ENV_FILE` names cannot be read
 * @example
 * const env = readEnvironment()
 * const url = env.DATABASE_URL
 */
export function readEnvironment(): NodeJS.ProcessEnv {
  const name = process.env.ENV_FILE
  const root = repositoryRoot() ?? process.cwd()
  const file = name === undefined ? join(root, '.env') : name && resolve(root, name)
  if (file && (name || existsSync(file))) loadEnvFile(file)
  return process.env
}

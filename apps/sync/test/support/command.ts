import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { runInProcess } from 'cli-kit/testing'
import { commandLine } from '../../src/cli/program.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export interface CommandResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts `sync …` as a process whose environment has only the PATH of this process, and without a .env file. */
export function startCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): { readonly child: ChildProcess; readonly result: Promise<CommandResult> } {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ENV_FILE: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const result = once(child, 'close').then(([code, signal]) => ({ code, signal, stdout, stderr }))
  return { child, result }
}

export function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  return startCommand(args, env).result
}

/** Runs `sync …` in the process of the test, which takes less CPU; the environment has only these variables. */
export const runHere = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  runInProcess(commandLine, args, env)

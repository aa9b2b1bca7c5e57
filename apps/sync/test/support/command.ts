import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type CommandResult, runInProcess } from 'cli-kit/testing'
import { commandLine } from '../../src/cli/program.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export type { CommandResult }

/** The code is null if a signal ended the process. */
export interface ProcessResult extends Omit<CommandResult, 'code'> {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** Starts `sync …` as a process whose environment has only the PATH of this process, and without a .env file. */
export function startCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): { readonly child: ChildProcess; readonly result: Promise<ProcessResult> } {
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
): Promise<ProcessResult> {
  return startCommand(args, env).result
}

/**
 * Runs `sync …` in the process of the test, which takes less CPU; the environment has only these variables. A command
 * whose log is tested, and the worker, need a process: {@link runCommand}.
 */
export const runHere = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  runInProcess(commandLine, args, env)

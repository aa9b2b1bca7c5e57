import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { runInProcess } from 'cli-kit/testing'
import { commandLine } from '../src/cli/program.ts'

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

// A process that a shell starts has none; pnpm sets it for this one.
delete process.env.INIT_CWD

/** Runs a command in this process, with only the given environment, and no .env. */
export const runCli = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  runInProcess(commandLine, args, env)

/**
 * Runs a command in its own process, with only PATH and the given environment, and no .env.
 * @param program the command line's file; another one for a copy of the package
 */
export async function startCli(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  program: string = main,
) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ENV_FILE: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { code: code as number, stdout, stderr }
}

export const lastLine = (output: string) => output.trimEnd().split('\n').at(-1)

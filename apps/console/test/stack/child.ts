import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

export type Env = Readonly<Record<string, string>>

/** Runs a command of the repository to its end. @returns what it printed @throws its output, when it failed */
export async function run(command: readonly string[], env: Env): Promise<string> {
  const child = start(command, env)
  let printed = ''
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    printed += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${output}${printed}`)
  return printed
}

export interface Service extends AsyncDisposable {
  /** The line of JSON that it printed when it was ready; empty where it prints none. */
  readonly ready: Readonly<Record<string, unknown>>
}

/**
 * Starts a command that stays up until it is disposed of.
 * @param isTalking whether it reports in a line of JSON that it is ready
 * @throws its output, when it ends before
 */
export async function serve(command: readonly string[], env: Env, isTalking = true): Promise<Service> {
  const child = start(command, env)
  let output = ''
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  const ended = once(child, 'close')
  const ready = isTalking ? await Promise.race([firstLine(child), ended.then(() => undefined)]) : '{}'
  if (ready === undefined) throw new Error(`${command.join(' ')} ended immediately:\n${output}`)
  return {
    ready: JSON.parse(ready),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function start(command: readonly string[], env: Env): ChildProcess {
  return spawn(process.execPath, [...command], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ENV_FILE: '', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('Expected a process with an output.')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  child.stdout.resume()
  return line
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

export type Env = Readonly<Record<string, string>>

/** Runs a command of the repository until it exits. @returns its standard output @throws with its output if it fails */
export async function run(command: readonly string[], env: Env): Promise<string> {
  const child = start(command, env)
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command.join(' ')} exited with code ${code}:\n${stderr}${stdout}`)
  return stdout
}

export interface Service extends AsyncDisposable {
  /** The line of JSON that the command printed when it was ready; empty if it prints none. */
  readonly ready: Readonly<Record<string, unknown>>
  /** Stops the process as it is: its connections stay open, and it responds to nothing until it resumes. */
  readonly pause: () => void
  readonly resume: () => void
}

/**
 * Starts a command that runs until the service is disposed of.
 * @param reportsReady whether the command prints a line of JSON when it is ready
 * @throws with its output if it exits before that
 */
export async function serve(command: readonly string[], env: Env, reportsReady = true): Promise<Service> {
  const child = start(command, env)
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const ended = once(child, 'close')
  const ready = reportsReady ? await Promise.race([firstLine(child), ended.then(() => undefined)]) : '{}'
  if (ready === undefined) throw new Error(`${command.join(' ')} exited before it was ready:\n${stderr}`)
  return {
    ready: JSON.parse(ready),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      // A paused process ends only once it runs again.
      child.kill('SIGCONT')
      await ended
    },
  }
}

function start(command: readonly string[], env: Env): ChildProcess {
  return spawn(process.execPath, [...command], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      ENV_FILE: '',
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('Expected a process with a standard output.')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  child.stdout.resume()
  return line
}

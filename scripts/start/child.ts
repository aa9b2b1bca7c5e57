import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export type Env = Readonly<Record<string, string | undefined>>

export interface ChildOptions {
  /** The prefix of each of its output lines. */
  readonly name: string
  /** The script and its arguments, from the root of the repository. */
  readonly command: readonly string[]
  readonly env: Env
  /** Stops the process when it aborts. */
  readonly signal: AbortSignal
  /** Called with each line that the process writes to stderr. */
  readonly onLine?: (line: string) => void
}

export interface Service {
  /** The line of JSON that it printed on stdout when it was ready. */
  readonly ready: Record<string, unknown>
  /** Rejects when it ends without being stopped. */
  readonly died: Promise<never>
  /** Stops the process, by force if it does not stop in time. */
  stop(): Promise<void>
}

/** Runs a command with these arguments to its end. @returns its stdout */
export type Run = (args: readonly string[], options?: Pick<ChildOptions, 'onLine'>) => Promise<string>

const root = fileURLToPath(new URL('../..', import.meta.url))
const withParent = new URL('with-parent.ts', import.meta.url).href

/** The apps stop within ten seconds. */
const STOP_WITHIN_MS = 12_000

/** Runs a command to its end. @returns its stdout @throws an error with its stderr, if it failed */
export async function runCommand(options: ChildOptions): Promise<string> {
  const { child, lines } = start(options)
  const stop = () => child.kill('SIGTERM')
  options.signal.addEventListener('abort', stop, { once: true })
  let stdout = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  const [code] = await once(child, 'close')
  options.signal.removeEventListener('abort', stop)
  options.signal.throwIfAborted()
  if (code !== 0) throw failure(options, `ended with ${code}`, lines)
  return stdout
}

/** Starts a long-running process, and waits until it is ready. @throws an error with its stderr, if it ends before */
export async function startService(
  options: ChildOptions & { readonly isReadyImmediately?: boolean },
): Promise<Service> {
  const { child, lines } = start(options)
  let isStopping = false
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal)
  const died = ended.then((how): never => {
    if (isStopping) throw new Error('was stopped')
    throw failure(options, `ended unexpectedly (${how})`, lines)
  })
  died.catch(() => undefined)
  const stop = async () => {
    isStopping = true
    child.kill('SIGTERM')
    const timer = new AbortController()
    const late = sleep(STOP_WITHIN_MS, undefined, { signal: timer.signal }).then(
      () => child.kill('SIGKILL'),
      () => undefined,
    )
    await ended
    timer.abort()
    await late
  }
  try {
    const ready = options.isReadyImmediately
      ? {}
      : await Promise.race([firstLine(child, options.signal), died])
    // It has reported why it cannot start, and ends.
    if (ready.ok === false) await died
    return { ready, died, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function start({ command, env, onLine }: ChildOptions) {
  // In its own process group: Ctrl-C reaches only the parent, which stops all in order.
  const child = spawn(process.execPath, ['--import', withParent, ...command], {
    cwd: root,
    env: env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const lines: string[] = []
  if (child.stderr)
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line)
      if (lines.length > 20) lines.shift()
      onLine?.(line)
    })
  return { child, lines }
}

async function firstLine(child: ChildProcess, signal: AbortSignal): Promise<Record<string, unknown>> {
  if (!child.stdout) throw new Error('Expected a process with stdout.')
  const reader = createInterface({ input: child.stdout })
  const [line] = await once(reader, 'line', { signal })
  // Later output is discarded; unread, it would block the process.
  child.stdout.resume()
  return JSON.parse(line)
}

function failure({ name, command }: ChildOptions, how: string, lines: readonly string[]): Error {
  const output = lines.length > 0 ? `:\n${lines.map((line) => `  ${line}`).join('\n')}` : '.'
  return new Error(`${name} ${how} (node ${command.join(' ')})${output}`)
}

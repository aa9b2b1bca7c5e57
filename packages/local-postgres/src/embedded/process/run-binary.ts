import { spawn } from 'node:child_process'
import type { ServerUser } from '../home/server-user.ts'

export type RunOptions = {
  /** A directory that `user` may enter: PostgreSQL's programs refuse to run in any other. */
  cwd: string
  user: ServerUser | undefined
  signal?: AbortSignal | undefined
}

/** Runs one of PostgreSQL's programs to its end and returns its exit code and output. */
export async function runBinary(
  file: string,
  args: string[],
  options: RunOptions,
): Promise<{ code: number; output: string }> {
  options.signal?.throwIfAborted()
  return await new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: childEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(options.user && { uid: options.user.uid, gid: options.user.gid }),
      ...(options.signal && { signal: options.signal }),
    })
    let output = ''
    const collect = (chunk: Buffer): void => {
      output += chunk.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', (error) => reject(options.signal?.aborted ? options.signal.reason : error))
    child.once('close', (code) => resolve({ code: code ?? -1, output: output.trim() }))
  })
}

/**
 * The environment without variables that change the server (PGDATA, PGPORT, PGOPTIONS …), and with English messages,
 * because failures are classified by them.
 */
export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(PG|LC_|LANG|TZ$)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', LANG: 'C' }
}

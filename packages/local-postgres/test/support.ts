import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { onTestFinished } from 'vitest'
import { resetEmbeddedServer } from '../src/embedded/control.ts'
import { parsePostmasterFile } from '../src/embedded/process/postmaster.ts'

export const isRoot = process.getuid?.() === 0

/** A directory that is deleted after the test. Root's server user may enter it, unless `mode` prevents it. */
export async function temporaryDirectory(mode = 0o711): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'local-postgres-test-'))
  await chmod(directory, mode)
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }))
  return directory
}

/** A data directory that does not exist yet; its server is stopped and deleted after the test. */
export async function temporaryDataDir(): Promise<string> {
  const dataDir = join(await temporaryDirectory(), 'home')
  onTestFinished(async () => {
    await resetEmbeddedServer(dataDir, () => {})
  })
  return dataDir
}

export async function query<T extends Record<string, unknown>>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

export async function postmasterPid(dataDir: string): Promise<number> {
  const file = parsePostmasterFile(await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8'))
  if (file === undefined) throw new Error('no postmaster.pid')
  return file.pid
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Waits for a condition that another process fulfils. The deadline only ends a hang. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Timed out while waiting until ${what}.`)
    await sleep(10)
  }
}

export type Fixture = {
  child: ChildProcess
  output(): string
  ended: Promise<NodeJS.Signals | number | null>
}

/** Runs a TypeScript file in a new Node process, which is killed after the test. */
export function runFixture(name: string, args: string[], env: NodeJS.ProcessEnv = process.env): Fixture {
  const child = spawn(process.execPath, [join(import.meta.dirname, name), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  const ended = once(child, 'close').then(([code, signal]) => {
    if (code !== 0 && signal === null) throw new Error(`${name} failed: ${errors}`)
    return (signal ?? code) as NodeJS.Signals | number | null
  })
  ended.catch(() => {})
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await ended.catch(() => {})
  })
  return { child, output: () => output, ended }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const fixture = join(import.meta.dirname, 'command-fixture.ts')

function start(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [fixture, ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ENV_FILE: '', ...env },
  })
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  return { child, closed }
}

async function run(args: readonly string[], env?: Record<string, string>) {
  const { child, closed } = start(args, env)
  child.stdin.end()
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { code, stdout, stderr }
}

/** Starts the command `serve`, and reads its lines one by one. */
async function serve(...args: string[]) {
  const { child, closed } = start(['serve', ...args])
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const nextLine = async () => (await lines.next()).value
  expect(await nextLine()).toBe('serving')
  return { child, closed, nextLine, stderr: text(child.stderr) }
}

test.each([0, 1, 2, 3, 4, 5, 6])(
  'runMain ends the process with the exit code of the command: %d',
  async (code) => {
    expect(await run(['end', String(code)])).toEqual({ code, stdout: '', stderr: '' })
  },
)

test("--version prints the version of the main file's package", async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'))
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
})

test('--help prints to stdout and exits with 0, for the program and for each command', async () => {
  expect(await run(['--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Exit codes: all.'),
  })
  const { code, stdout } = await run(['end', '--help'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/--json .*--verbose .*Examples:\n {2}\$ fixture end/s)
})

test.each([[['nonsense']], [['end']], [['end', '1', '--what']], [[]]])(
  'a usage error exits with 2 and leaves stdout empty: %j',
  async (args) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).not.toBe('')
  },
)

test("a configuration error exits with 2, an app's own error with the app's code", async () => {
  expect(await run(['misconfigured'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: A is not set; B is not a number. See .env.example.\n',
  })
  const { code, stdout } = await run(['busy', '--json'])
  expect(code).toBe(5)
  expect(JSON.parse(stdout)).toEqual({
    ok: false,
    error: { code: 'ERROR', message: 'another process is running' },
  })
})

test('a missing environment file that ENV_FILE names is reported in one line', async () => {
  const { code, stdout, stderr } = await run(['env', 'HOME'], { ENV_FILE: '/nowhere/missing.env' })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^error: .*missing\.env.*\n$/)
})

test('a command whose reader closes the pipe early finishes its work', async () => {
  const { child, closed } = start(['work'])
  await once(child.stdout, 'data')
  child.stdout.destroy()
  child.stdin.end()
  const [stderr, [code]] = await Promise.all([text(child.stderr), closed])
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'finished, output closed: true\n' })
})

test('a reader that closes the pipe early causes no error', async () => {
  const { child, closed } = start(['lines'])
  await once(child.stdout, 'data')
  child.stdout.destroy()
  const stderr = await text(child.stderr)
  expect({ closed: await closed, stderr }).toEqual({ closed: [0, null], stderr: '' })
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s lets the command finish its current work', async (name) => {
  const { child, closed, nextLine } = await serve()
  child.kill(name)
  expect(await nextLine()).toBe(`Stopped by ${name}. Pages stay.`)
  child.stdin.end()
  expect(await nextLine()).toBe('drained')
  expect(await closed).toEqual([0, null])
})

test.each([
  ['SIGINT', 'SIGINT'],
  ['SIGTERM', 'SIGTERM'],
  ['SIGINT', 'SIGTERM'],
] as const)('%s and then %s end the process immediately', async (first, second) => {
  const { child, closed, nextLine } = await serve()
  child.kill(first)
  expect(await nextLine()).toContain(`Stopped by ${first}`)
  child.kill(second)
  expect(await closed).toEqual([null, second])
})

test('the deadline ends a process that does not stop, with exit code 1', async () => {
  const { child, closed, stderr } = await serve('--deadline', '50')
  child.kill('SIGTERM')
  expect(await closed).toEqual([1, null])
  expect(await stderr).toBe('error: not stopped within 0.05 s; exited with unfinished work\n')
})

test('the deadline does not keep a finished process alive', async () => {
  const { child, closed, nextLine } = await serve('--deadline', '3600000')
  child.kill('SIGTERM')
  await nextLine()
  child.stdin.end()
  expect(await closed).toEqual([0, null])
})

test('exitSoon ends a process with an open timer, with its exit code', async () => {
  expect(await run(['leak'])).toMatchObject({ code: 4 })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runCommand, startService } from './child.ts'

const sandbox = ['packages/servicetitan-sandbox/src/cli.ts', '--json', '--jobs', '30', '--port']
const options = () => ({ name: 'sandbox', env: process.env, signal: new AbortController().signal })
const isUp = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  )

test('a service is reachable when it reports that it is ready, and unreachable after it was stopped', async () => {
  const service = await startService({ ...options(), command: [...sandbox, '0'] })
  const url = String(service.ready.url)
  expect(await isUp(url)).toBe(true)
  await service.stop()
  expect(await isUp(url)).toBe(false)
})

test('a service or command that cannot start reports the reason', async () => {
  const wrong = [...sandbox, 'x']
  await expect(startService({ ...options(), command: wrong })).rejects.toThrow(
    /sandbox ended unexpectedly \(2\) .*:\n {2}error: .*whole number/s,
  )
  await expect(runCommand({ ...options(), command: wrong })).rejects.toThrow(/ended with 2 .*whole number/s)
  expect(await runCommand({ ...options(), command: [sandbox[0] ?? '', '--help'] })).toContain(
    'Usage: sandbox',
  )
})

test('a starting service and a running command end when the signal aborts', async () => {
  const stop = new AbortController()
  const waiting = ['--eval', 'setInterval(() => undefined, 1000); console.error("here")']
  const printed = Promise.withResolvers<void>()
  const both = { ...options(), signal: stop.signal, command: waiting, onLine: () => printed.resolve() }
  const ended = [startService(both), runCommand(both)].map((one) => one.catch((error) => error.name))
  await printed.promise
  stop.abort()
  expect(await Promise.all(ended)).toEqual(['AbortError', 'AbortError'])
})

test('a service ends when its parent is killed', async () => {
  const parent = spawn(process.execPath, [fileURLToPath(new URL('child-fixture.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = await once(createInterface({ input: parent.stdout }), 'line')
  expect(await isUp(url)).toBe(true)
  parent.kill('SIGKILL')
  await expect.poll(() => isUp(url)).toBe(false)
})

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runFixture, temporaryDirectory, until } from '../../../test/support.ts'
import { withLock } from './lock.ts'

test('withLock runs one function at a time within one process', async () => {
  const file = join(await temporaryDirectory(), 'lock')
  let holders = 0
  let most = 0
  const work = async (): Promise<void> => {
    most = Math.max(most, ++holders)
    await new Promise((resolve) => setImmediate(resolve))
    holders--
  }
  await Promise.all(Array.from({ length: 8 }, () => withLock(file, work)))
  expect(most).toBe(1)
})

test('withLock waits for another process until that is killed', async () => {
  const file = join(await temporaryDirectory(), 'lock')
  const holder = runFixture('lock-fixture.ts', [file])
  await until('the lock is held', () => holder.output() === 'locked')
  let waited = false
  const got = withLock(file, async () => 'got it', {
    onWait: () => {
      waited = true
      holder.child.kill('SIGKILL')
    },
  })
  expect(await got).toBe('got it')
  expect(waited).toBe(true)
})

test('withLock releases the lock after an error', async () => {
  const file = join(await temporaryDirectory(), 'lock')
  await expect(withLock(file, () => Promise.reject(new Error('work failed')))).rejects.toThrow('work failed')
  expect(await withLock(file, async () => 1)).toBe(1)
})

test('withLock stops waiting when the signal aborts', async () => {
  const file = join(await temporaryDirectory(), 'lock')
  const abort = new AbortController()
  await withLock(file, async () => {
    const waiting = withLock(file, async () => {}, { signal: abort.signal, onWait: () => abort.abort() })
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })
})

test('withLock reports in one line a lock file that cannot be created', async () => {
  await expect(
    withLock(join(await temporaryDirectory(), 'missing', 'lock'), async () => {}),
  ).rejects.toMatchObject({
    name: 'PostgresUnavailableError',
    message: expect.stringMatching(/^Could not lock [^\n]+$/),
  })
})

import { expect, test } from 'vitest'
import { readPatiently } from '../../src/changes/read-patiently.ts'
import { BusyError } from '../../src/tenant/shares.ts'

/** Fails with the errors, one after another, and then returns. */
const failing = (...errors: Error[]) => {
  const left = [...errors]
  return async () => {
    const error = left.shift()
    if (error) throw error
    return 'page'
  }
}
const never = new AbortController().signal

test('a stream waits while its tenant uses its share, and ends for any other reason', async () => {
  expect(await readPatiently(failing(new BusyError('1'), new BusyError(null)), never)).toBe('page')
  await expect(readPatiently(failing(new Error('no')), never)).rejects.toThrow('no')
  await expect(readPatiently(failing(new BusyError('1')), AbortSignal.abort())).rejects.toThrow('share')
})

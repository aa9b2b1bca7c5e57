import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { listenError } from './listen-error.ts'

test('a port in use is explained, and other errors are returned as they are', async () => {
  const first = createServer().listen(0, '127.0.0.1')
  await once(first, 'listening')
  const { port } = first.address() as AddressInfo
  const second = createServer().listen(port, '127.0.0.1')
  const [error] = await once(second, 'error')
  expect(listenError(error, { port, host: '127.0.0.1' }).message).toContain(`Port ${port} is in use`)
  const other = new Error('other')
  expect(listenError(other, { port, host: '127.0.0.1' })).toBe(other)
  first.close()
})

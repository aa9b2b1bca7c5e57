import http from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startApi } from '../../test/api-server.ts'
import { createTestClient, rejection, resource } from '../../test/create-test-client.ts'
import { NetworkError } from './errors.ts'

test('the error of a proxy that requires authentication says so', async () => {
  const proxy = createServer((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void proxy.close())
  const { port } = proxy.address() as AddressInfo
  onTestFinished(http.setGlobalProxyFromEnv({ https_proxy: `http://127.0.0.1:${port}` }))
  await using api = await startApi()
  const error = await rejection(
    createTestClient(api, { authUrl: 'https://auth.example.test' }).exportPages(resource('jobs')).next(),
  )
  expect(error).toBeInstanceOf(NetworkError)
  expect(error).toMatchObject({ message: expect.stringContaining('407') })
})

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import type { Wire } from './http/fault-response.ts'

/** A sandbox that is reachable over HTTP. */
export type Listening = {
  /** Origin of the API and of the token endpoint, without a trailing slash. */
  url: string
  /** Stops listening and closes open connections immediately, including hanging ones. */
  close: () => Promise<void>
  [Symbol.asyncDispose]: () => Promise<void>
}

/** @throws the server's error when the port cannot be opened (`code` is `EADDRINUSE` if it is in use). */
export const listen = async (
  handle: (request: Request, wire: Wire, closed: AbortSignal) => Promise<Response>,
  { port, host }: { port: number; host: string },
): Promise<Listening> => {
  const closing = new AbortController()
  const server = createAdaptorServer({
    fetch: (request, env) => handle(request, env as HttpBindings, closing.signal),
    // Does not replace the process's global Request and Response.
    overrideGlobalObjects: false,
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address() as AddressInfo
  const hostText = address.family === 'IPv6' ? `[${address.address}]` : address.address
  const close = async (): Promise<void> => {
    closing.abort()
    if (!server.listening) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  return { url: `http://${hostText}:${address.port}`, close, [Symbol.asyncDispose]: close }
}

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { listenError } from 'cli-kit'
import type { Api } from './http/context.ts'

export interface RunningServer {
  readonly port: number
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string
  /** Stops accepting requests, waits for those in flight, and drops their connections after `graceMs`. */
  readonly close: (graceMs: number) => Promise<void>
}

/** Starts to listen. @param port 0: any free port @throws when the port is in use */
export async function startServer(
  app: Api,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<RunningServer> {
  const server = await listen(app, port, host)
  // Slow senders occupy a connection; they may not keep it forever.
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  // Proxies close idle connections after a minute. If the server closed them first, it could close one that the proxy
  // is just using.
  server.keepAliveTimeout = 65_000
  const actual = (server.address() as AddressInfo).port
  return {
    port: actual,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: (graceMs) =>
      new Promise((resolve) => {
        const timeout = setTimeout(() => server.closeAllConnections(), graceMs)
        server.close(() => {
          clearTimeout(timeout)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

function listen(app: Api, port: number, hostname: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => reject(listenError(error, { port, host: hostname }))
    const server = serve({ fetch: app.fetch, port, hostname }, () => {
      server.off('error', onError)
      resolve(server)
    }) as Server
    server.once('error', onError)
  })
}

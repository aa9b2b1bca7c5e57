import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Api } from './http/context.ts'

export interface RunningServer {
  readonly port: number
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string
  /** Takes no more requests, waits for those under way, and gives up on them after `graceMs`. */
  readonly close: (graceMs: number) => Promise<void>
}

/** Listens. @param port 0: any that is free @throws when the port is taken */
export async function startServer(
  app: Api,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<RunningServer> {
  const server = await listen(app, port, host)
  // Slow senders hold a connection, not a worker; still they may not hold it for ever.
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  // Longer than proxies keep an idle connection (a minute): who ends it first is never in the middle of using it.
  server.keepAliveTimeout = 65_000
  const actual = (server.address() as AddressInfo).port
  return {
    port: actual,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close: (graceMs) =>
      new Promise((resolve) => {
        const giveUp = setTimeout(() => server.closeAllConnections(), graceMs)
        server.close(() => {
          clearTimeout(giveUp)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

function listen(app: Api, port: number, hostname: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname }, () => {
      server.off('error', reject)
      resolve(server)
    }) as Server
    server.once('error', reject)
  })
}

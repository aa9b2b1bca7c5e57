import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { listenError } from 'cli-kit'
import type { Hono } from 'hono'
import type { ApiEnv } from './http/context.ts'

export interface RunningServer {
  readonly port: number
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string
  /** Stops accepting requests, waits for those in flight, and drops their connections after `graceMs`. */
  readonly close: (graceMs: number) => Promise<void>
}

export interface ServerOptions {
  /** 0: any free port. */
  readonly port: number
  readonly host: string
  /** Maximum number of open connections; further ones are closed. @default 5_000 */
  readonly maxConnections?: number
  /** How long a client may take to send the headers of a request, in milliseconds. @default 10_000 */
  readonly headersTimeoutMs?: number
  /** How long a client may take to send a whole request, in milliseconds. @default 30_000 */
  readonly requestTimeoutMs?: number
}

/** How often Node looks for slow senders, in milliseconds: so much later they are disconnected. */
const checkMs = 1_000

/** Starts to listen. @throws when the port is in use */
export async function startServer(app: Hono<ApiEnv>, options: ServerOptions): Promise<RunningServer> {
  const { host } = options
  const server = await listen(app, options)
  server.maxConnections = options.maxConnections ?? 5_000
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

function listen(app: Hono<ApiEnv>, options: ServerOptions): Promise<Server> {
  const { port, host, headersTimeoutMs = 10_000, requestTimeoutMs = 30_000 } = options
  const serverOptions = {
    // Slow senders occupy a connection; they may not keep it forever. Node's own interval makes 10 seconds 40.
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(checkMs, headersTimeoutMs),
    // Proxies close idle connections after a minute. If the server closed them first, it could close one that the
    // proxy is just using.
    keepAliveTimeout: 65_000,
  }
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => reject(listenError(error, { port, host }))
    const server = serve({ fetch: app.fetch, port, hostname: host, serverOptions }, () => {
      server.off('error', onError)
      resolve(server)
    }) as Server
    server.once('error', onError)
  })
}

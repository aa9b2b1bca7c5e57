import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listenError } from 'cli-kit'

export interface HttpServerOptions {
  /** 0: any free port. */
  readonly port: number
  readonly host: string
  readonly metrics: { readonly render: () => Promise<string>; readonly contentType: string }
  /** Reasons why the worker is not ready, one line each; empty: it is ready. */
  readonly findProblems: () => Promise<readonly string[]>
  /** What people should know of a worker that is ready, one line each. */
  readonly findNotes: () => Promise<readonly string[]>
}

export interface HttpServer extends AsyncDisposable {
  readonly port: number
}

/** Serves `/healthz` (liveness), `/readyz` (readiness) and `/metrics`. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server = createServer((request, response) => {
    respond(options, new URL(request.url ?? '/', 'http://localhost').pathname, response).catch(() => {
      // The cause is in the log; a scraper only needs the status.
      if (!response.headersSent) send(response, 503, 'not available\n')
    })
  })
  server.listen(options.port, options.host)
  await once(server, 'listening').catch((error: unknown) => {
    throw listenError(error, options)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function respond(options: HttpServerOptions, path: string, response: ServerResponse): Promise<void> {
  if (path === '/healthz') return send(response, 200, 'ok\n')
  if (path === '/readyz') {
    const problems = await options.findProblems()
    if (problems.length > 0) return send(response, 503, `${problems.join('\n')}\n`)
    return send(response, 200, `${['ready', ...(await options.findNotes())].join('\n')}\n`)
  }
  if (path === '/metrics') {
    return send(response, 200, await options.metrics.render(), options.metrics.contentType)
  }
  send(response, 404, 'Not found. Available: /healthz, /readyz and /metrics.\n')
}

function send(response: ServerResponse, status: number, body: string, contentType = 'text/plain'): void {
  response.writeHead(status, { 'content-type': contentType })
  response.end(body)
}

import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A received request. */
interface Received {
  readonly method: string
  readonly path: string
  /** As sent, undecoded, e.g. `?sort=%2BId`. */
  readonly search: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Reply = (response: ServerResponse, request: Received) => void

export interface ApiServer extends AsyncDisposable {
  readonly url: string
  readonly tokenRequests: readonly Received[]
  readonly requests: readonly Received[]
}

/** Replies in order, or one reply for every request. Requests after the last reply get a 400, which no test expects. */
export type Script = readonly Reply[] | Reply

/** A real HTTP server on a free port. The token endpoint grants `token-1`, `token-2` … by default. */
export async function startApi(scripts: { token?: Script; api?: Script } = {}): Promise<ApiServer> {
  const tokenRequests: Received[] = []
  const requests: Received[] = []
  const grant: Reply = (response, request) => grantToken(`token-${tokenRequests.length}`)(response, request)
  const server = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://localhost')
    incoming.setEncoding('utf8')
    let body = ''
    for await (const chunk of incoming) body += chunk
    const request: Received = {
      method: incoming.method ?? '',
      path: url.pathname,
      search: url.search,
      query: url.searchParams,
      headers: incoming.headers,
      body,
    }
    // Node's `Date` header would make every test depend on the time; a reply may set one.
    response.sendDate = false
    const isToken = url.pathname === '/connect/token'
    const received = isToken ? tokenRequests : requests
    received.push(request)
    const script = (isToken ? (scripts.token ?? grant) : scripts.api) ?? []
    const reply = typeof script === 'function' ? script : script[received.length - 1]
    ;(reply ?? json({ title: 'the test has no reply for this request' }, 400))(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokenRequests,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return text(JSON.stringify(body), status, { 'content-type': 'application/json', ...headers })
}

export function text(body: string | Buffer, status = 200, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, headers)
    response.end(body)
  }
}

export function grantToken(token: string, expiresInSeconds = 900): Reply {
  return json({ access_token: token, expires_in: expiresInSeconds, token_type: 'Bearer' })
}

/** Closes the connection without a response. */
export const reset: Reply = (response) => {
  response.socket?.destroy()
}

/** Never responds. */
export const hang: Reply = () => {}

/** Announces more bytes than it sends, then closes the connection. */
export function cutOff(body: string): Reply {
  return (response) => {
    response.writeHead(200, { 'content-length': String(Buffer.byteLength(body) + 100) })
    response.write(body, () => response.socket?.destroy())
  }
}

export function exportPage(
  continueFrom: string,
  hasMore: boolean,
  data: readonly unknown[] = [{ id: 1 }],
): Reply {
  return json({ hasMore, continueFrom, data })
}

export function listPage(page: number, hasMore: boolean, data: readonly unknown[] = [{ id: page }]): Reply {
  return json({ page, pageSize: 2, hasMore, totalCount: null, data })
}

import { Agent, request } from 'node:http'

/** A response, without its headers. */
export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly ms: number
}

export interface Sent {
  readonly method: 'POST' | 'PATCH'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

/** Sends requests to a server over connections that stay open: a client that costs less than fetch. */
export function createSender(url: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(url)
  return {
    close: () => agent.destroy(),
    send: ({ method, path, headers, body }: Sent) =>
      new Promise<Answer>((resolve, reject) => {
        const text = JSON.stringify(body)
        const began = performance.now()
        const options = {
          agent,
          hostname,
          port,
          method,
          path,
          headers: {
            ...headers,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          },
        }
        const sent = request(options, (response) => {
          let answer = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => {
            answer += part
          })
          response.on('end', () => {
            const ms = performance.now() - began
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(answer), ms })
          })
        })
        sent.on('error', reject)
        sent.end(text)
      }),
  }
}

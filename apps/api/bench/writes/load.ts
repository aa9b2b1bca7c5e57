import { Agent, request } from 'node:http'

/** A response, without its headers. */
export interface Answer {
  readonly status: number
  readonly text: string
  readonly ms: number
}

export interface Sent {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: object
  /** For a response that does not end: the text after which it is complete. @default its end */
  readonly until?: string
}

/** Sends requests to a server over connections that stay open: a client that costs less than fetch. */
export function createSender(url: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(url)
  return {
    close: () => agent.destroy(),
    send: ({ method, path, headers, body, until }: Sent) =>
      new Promise<Answer>((resolve, reject) => {
        const content = body === undefined ? undefined : JSON.stringify(body)
        const began = performance.now()
        const options = {
          agent,
          hostname,
          port,
          method,
          path,
          headers: {
            ...headers,
            ...(content !== undefined && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(content),
            }),
          },
        }
        const sent = request(options, (response) => {
          let text = ''
          const end = () => resolve({ status: response.statusCode ?? 0, text, ms: performance.now() - began })
          response.setEncoding('utf8')
          response.on('data', (part: string) => {
            text += part
            if (until === undefined || !text.includes(until)) return
            end()
            sent.destroy()
          })
          response.on('end', end)
        })
        sent.on('error', reject)
        sent.end(content)
      }),
  }
}

/** The JSON of a response. @throws when its status is none of these */
export function jsonOf(answer: Answer, ...statuses: readonly number[]): Readonly<Record<string, unknown>> {
  if (statuses.includes(answer.status)) return JSON.parse(answer.text)
  throw new Error(`Expected ${statuses.join(' or ')}, got ${answer.status}: ${answer.text}`)
}

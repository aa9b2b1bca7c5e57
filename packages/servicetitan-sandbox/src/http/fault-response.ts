import type { IncomingMessage, ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Fault } from '../settings/faults.ts'
import { json, problem, tooManyRequests } from './problem.ts'

/** The network connection of a request, if there is one. */
export type Wire = { incoming: IncomingMessage; outgoing: ServerResponse }

const HTML = (status: number): string =>
  `<!DOCTYPE html>\n<html><head><title>${status}</title></head><body><h1>${status}</h1><hr>gateway</body></html>\n`

/** Waits until the first of the signals. */
export const waitFor = (signals: AbortSignal[]): Promise<void> =>
  new Promise((resolve) => {
    const ended = AbortSignal.any(signals)
    if (ended.aborted) resolve()
    else ended.addEventListener('abort', () => resolve(), { once: true })
  })

const headersOf = ({ retryAfter }: Fault): Record<string, string> =>
  retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }

const errorOf = (fault: Fault, status: number, path: string): Response => {
  const headers = headersOf(fault)
  if (fault.html) {
    const text = typeof fault.html === 'string' ? fault.html : HTML(status)
    return new Response(text, { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } })
  }
  if (fault.body !== undefined) return json(fault.body, status, headers)
  if (path === '/connect/token') {
    return json(
      JSON.stringify({ error: status === 400 ? 'invalid_client' : 'server_error' }),
      status,
      headers,
    )
  }
  if (status === 429) return tooManyRequests(Number(fault.retryAfter) || 1, headers)
  return problem(status, undefined, {}, headers)
}

/** @throws the TypeError of `fetch` for a broken connection, if there is no network connection. */
const resetConnection = (wire: Wire | undefined): Response => {
  if (!wire) throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })
  wire.incoming.socket.resetAndDestroy()
  return RESPONSE_ALREADY_SENT
}

/**
 * The failure of a request that was processed, or undefined when the rule has none.
 *
 * @throws the TypeError of `fetch` for a broken connection, if there is no network connection.
 */
export const failAfter = ({ applyThenFail }: Fault, wire: Wire | undefined): Response | undefined => {
  if (applyThenFail === 'reset') return resetConnection(wire)
  if (!applyThenFail || applyThenFail === 'cut') return undefined
  return problem(applyThenFail === true ? 500 : applyThenFail)
}

/**
 * The response of a fault rule in place of the API's, or undefined when the rule has none.
 *
 * @throws the TypeError of `fetch` for a broken connection, if there is no network connection.
 */
export const answerWithFault = async (
  fault: Fault,
  options: { path: string; wire: Wire | undefined; signals: AbortSignal[]; cleared: AbortSignal },
): Promise<Response | undefined> => {
  if (fault.hang) {
    const { signals, cleared } = options
    await waitFor([...signals, cleared])
    return cleared.aborted ? undefined : problem(503, 'The sandbox is closed.')
  }
  if (fault.reset === true) return resetConnection(options.wire)
  const isAnswer = fault.status !== undefined || fault.html || fault.body !== undefined
  if (!isAnswer) return undefined
  return errorOf(fault, fault.status ?? (fault.html ? 502 : 200), options.path)
}

/** The way in which a response is cut. */
export type Cut = 'broken' | 'reset' | 'text' | { everyMs: number }

export const cutOf = ({ truncate, reset, dribble, applyThenFail }: Fault): Cut | undefined => {
  if (dribble) return { everyMs: dribble === true ? 50 : dribble }
  if (reset === 'body') return 'reset'
  if (applyThenFail === 'cut') return 'broken'
  if (truncate) return truncate === 'text' ? 'text' : 'broken'
  return undefined
}

/** Half of a body, followed by spaces without end. */
const dribbling = (
  half: Uint8Array,
  { everyMs, wire, signals }: { everyMs: number; wire: Wire | undefined; signals: AbortSignal[] },
): ReadableStream<Uint8Array> => {
  let timer: NodeJS.Timeout | undefined
  const stop = (): void => clearInterval(timer)
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(half)
      timer = setInterval(() => controller.enqueue(Buffer.from(' ')), everyMs)
      waitFor(signals).then(() => {
        stop()
        // A network connection is closed by its server.
        if (!wire) controller.error(new TypeError('terminated', { cause: { code: 'UND_ERR_SOCKET' } }))
      })
    },
    cancel: stop,
  })
}

/** The first half of a response: as a complete body, or followed by a broken connection. */
export const cutInHalf = async (
  response: Response,
  cut: Cut,
  { wire, signals }: { wire: Wire | undefined; signals: AbortSignal[] },
): Promise<Response> => {
  const bytes = Buffer.from(await response.arrayBuffer())
  const half = bytes.subarray(0, Math.floor(bytes.length / 2))
  const { status, headers } = response
  if (cut === 'text') return new Response(half, { status, headers })
  if (typeof cut === 'object')
    return new Response(dribbling(half, { ...cut, wire, signals }), { status, headers })
  if (wire) {
    // Announces the whole length, at least one byte, sends half of the body and closes the connection.
    wire.outgoing.writeHead(status, {
      ...Object.fromEntries(headers),
      'content-length': Math.max(1, bytes.length),
    })
    wire.outgoing.write(half, () => {
      if (cut === 'reset') wire.incoming.socket.resetAndDestroy()
      else wire.outgoing.destroy()
    })
    return RESPONSE_ALREADY_SENT
  }
  const code = cut === 'reset' ? 'ECONNRESET' : 'UND_ERR_SOCKET'
  const broken = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(half),
    pull: (controller) => controller.error(new TypeError('terminated', { cause: { code } })),
  })
  return new Response(broken, { status, headers })
}

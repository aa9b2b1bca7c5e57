import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Hono } from 'hono'
import type { AppBindings } from './http/app.ts'
import { answerWithFault, cutInHalf, cutOf, failAfter, type Wire, waitFor } from './http/fault-response.ts'
import type { RequestLog } from './http/request-log.ts'
import type { Clock } from './lib/clock.ts'
import type { Faults } from './settings/faults.ts'

/** Answers a request of a network connection, or of none. */
export type Handle = (request: Request, wire: Wire | undefined, closed: AbortSignal) => Promise<Response>

/** Logs each request, and answers it with the fault rules that apply to it. */
export const createHandle = (parts: {
  app: Hono<{ Bindings: AppBindings }>
  clock: Clock
  faults: Faults
  log: RequestLog
  closing: AbortSignal
  /** The response to a request for a page: pages are neither logged, nor do they have faults. */
  pages: (request: Request) => Promise<Response | undefined>
}): Handle => {
  const { app, clock, faults, log, closing, pages } = parts
  /** Sets `Date` to the sandbox's time, which clients may use instead of their own. */
  const dated = (response: Response): Response => {
    if (response !== RESPONSE_ALREADY_SENT) response.headers.set('date', new Date(clock.now()).toUTCString())
    return response
  }
  return async (request, wire, closed) => {
    const page = await pages(request)
    if (page) return dated(page)
    const { method, url } = request
    const { pathname: path, search, searchParams } = new URL(url)
    log.add({ method, path, query: Object.fromEntries(searchParams), time: clock.now() })
    const { cleared } = faults
    const matching = faults.match(method, path, search)
    const signals = [request.signal, closed, closing]
    for (const fault of matching) {
      const response = await answerWithFault(fault, { path, wire, signals, cleared })
      if (response) return dated(response)
    }
    const hold = (): Promise<void> => waitFor([...signals, cleared])
    const response = dated(await app.fetch(request, { faults: matching, hold }))
    for (const fault of matching) {
      const failure = failAfter(fault, wire)
      if (failure) return dated(failure)
    }
    const cut = matching.map(cutOf).find((found) => found !== undefined)
    return cut ? cutInHalf(response, cut, { wire, signals }) : response
  }
}

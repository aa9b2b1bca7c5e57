import { matchesPath } from '../settings/faults.ts'

/** A request that the sandbox received, without its body and headers, which contain credentials. */
export type LoggedRequest = {
  method: string
  path: string
  query: Record<string, string>
  /** Milliseconds since 1970, on the sandbox's clock. */
  time: number
}

/** The latest requests. */
export type RequestLog = {
  add: (request: LoggedRequest) => void
  all: () => readonly LoggedRequest[]
  /** Number of logged requests to a path, matched as in a fault rule. */
  count: (path?: string | RegExp) => number
}

export const createRequestLog = (limit: number): RequestLog => {
  let requests: LoggedRequest[] = []
  return {
    add: (request) => {
      requests.push(request)
      // Truncated only at twice the limit, so that truncation is rare.
      if (requests.length > 2 * limit) requests = requests.slice(-limit)
    },
    all: () => requests.slice(-limit),
    count: (path) => {
      const matching = requests
        .slice(-limit)
        .filter((request) => matchesPath(path, request.path, `?${new URLSearchParams(request.query)}`))
      return matching.length
    },
  }
}

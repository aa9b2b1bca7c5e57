import { createHeaders, lastDay, startLoad, startServerProcess } from './http.ts'
import { median, percentile } from './measure.ts'
import { firstIds, firstTenant } from './rows.ts'
import type { BenchDatabase } from './server.ts'

/** How many connections the greedy tenant uses. */
const GREEDY_CONNECTIONS = 20
/** Keys of the neighbour: each stays below the rate that a key may have. */
const NEIGHBOUR_KEYS = 50
/** The server's default. */
const REQUESTS_PER_MINUTE = 1_200

/** The neighbour's times alone, and beside the greedy tenant. */
export interface NeighbourRound {
  readonly quietP50Ms: number
  readonly quietP99Ms: number
  readonly besideP50Ms: number
  readonly besideP99Ms: number
  /** Responses to the greedy tenant per second, those over its limits included. */
  readonly greedyPerSecond: number
}

/**
 * One tenant's requests, one after another, while another tenant sends expensive requests with one key as fast as its
 * connections allow; in alternation with the same requests alone. All limits have their defaults.
 */
export async function measureNeighbour(
  database: BenchDatabase,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<NeighbourRound[]> {
  const [greedy = '', neighbour = ''] = [firstTenant + 60, firstTenant + 61].map(String)
  const [greedyHeaders] = await createHeaders(database, [greedy])
  const keys = await createHeaders(
    database,
    Array.from({ length: NEIGHBOUR_KEYS }, () => neighbour),
  )
  const server = await startServerProcess(database, { requestsPerMinute: REQUESTS_PER_MINUTE })
  const load = {
    url: server.url,
    connections: GREEDY_CONNECTIONS,
    seconds,
    requests: greedyPaths.map((path) => ({ path, ...(greedyHeaders && { headers: greedyHeaders }) })),
  }
  let next = 0
  /** The times of the neighbour's requests, in milliseconds, until `isOver`. */
  const ask = async (isOver: () => boolean) => {
    const times: number[] = []
    while (!isOver()) {
      const headers = keys[next % keys.length] ?? {}
      const path = neighbourPaths[next % neighbourPaths.length]
      next += 1
      const began = performance.now()
      const response = await fetch(`${server.url}${path}`, { headers })
      await response.arrayBuffer()
      times.push(performance.now() - began)
      if (!response.ok)
        throw new Error(`The neighbour's request of ${path} was answered with ${response.status}.`)
    }
    return times
  }
  try {
    const warmUntil = performance.now() + 2_000
    await ask(() => performance.now() > warmUntil)
    const results: NeighbourRound[] = []
    for (let round = 0; round < rounds; round++) {
      const quietUntil = performance.now() + seconds * 1_000
      const quiet = await ask(() => performance.now() > quietUntil)
      const { started, result } = startLoad(load)
      let isOver = false
      const over = result.finally(() => {
        isOver = true
      })
      await started
      const beside = await ask(() => isOver)
      results.push({
        quietP50Ms: median(quiet),
        quietP99Ms: percentile(quiet, 0.99),
        besideP50Ms: median(beside),
        besideP99Ms: percentile(beside, 0.99),
        greedyPerSecond: (await over).requestsPerSecond,
      })
    }
    return results
  } finally {
    await server.stop()
  }
}

const greedyPaths = [
  '/api/v2/schema',
  '/api/v2/sync',
  `/api/v2/technicians/availability?date=${lastDay}`,
  '/api/v2/jobs?limit=500',
  '/api/v2/search?q=C',
]

const neighbourPaths = [
  `/api/v2/schedule?date=${lastDay}`,
  `/api/v2/jobs/st:${firstIds.job + 1}?include=location,customer`,
  '/api/v2/customers?limit=50',
]

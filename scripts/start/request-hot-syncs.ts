import { setTimeout as sleep } from 'node:timers/promises'

/** What moves in the course of a day, as the API names it. */
const RESOURCES = [
  'appointments',
  'appointment-assignments',
  'jobs',
  'technicians',
  'customers',
  'locations',
  'customer-contacts',
  'location-contacts',
  'invoices',
  'payments',
]
const EVERY_MS = 12_000

/**
 * Requests hot runs from the API repeatedly until the signal aborts: they do not wait the quarter of an hour for which
 * the feeds hold changes back. A request that is still waiting is not repeated.
 */
export async function keepFresh({
  url,
  key,
  signal,
  onProblem,
}: {
  url: string
  /** With the scope `sync`. */
  key: string
  signal: AbortSignal
  onProblem: (problem: string) => void
}): Promise<void> {
  let lastProblem = ''
  while (!signal.aborted) {
    for (const resource of RESOURCES) {
      const problem = await ask(`${url}/api/v2/sync/${resource}`, key, signal)
      if (problem && problem !== lastProblem && !signal.aborted) onProblem(problem)
      lastProblem = problem
    }
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** @returns what went wrong; empty: nothing did */
async function ask(url: string, key: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      signal,
      body: JSON.stringify({ kind: 'hot' }),
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    })
    const text = await response.text()
    return response.ok ? '' : `${response.status} ${text}`
  } catch (error) {
    return String(error)
  }
}

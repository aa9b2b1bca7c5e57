import { setTimeout as sleep } from 'node:timers/promises'

/** The resources whose records change during a business day. */
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
 * Requests hot runs from the API repeatedly until the signal aborts: they include the changes that the feeds withhold
 * for 15 minutes. A pending request is not repeated.
 */
export async function requestHotSyncs({
  url,
  key,
  signal,
  onProblem,
}: {
  url: string
  /** A key with the scope `sync`. */
  key: string
  signal: AbortSignal
  onProblem: (problem: string) => void
}): Promise<void> {
  let lastProblem = ''
  while (!signal.aborted) {
    for (const resource of RESOURCES) {
      const problem = await requestHotRun(`${url}/api/v2/sync/${resource}`, key, signal)
      if (problem && problem !== lastProblem && !signal.aborted) onProblem(problem)
      lastProblem = problem
    }
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** @returns the error; empty: none */
async function requestHotRun(url: string, key: string, signal: AbortSignal): Promise<string> {
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

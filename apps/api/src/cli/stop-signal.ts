/**
 * Aborts on the first SIGINT or SIGTERM: requests under way are answered. A second one ends the process at once.
 */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => stop.abort(new Error(`Stopped by ${name}.`)))
  }
  return stop.signal
}

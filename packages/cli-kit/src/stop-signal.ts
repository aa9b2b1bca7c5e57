/**
 * Aborts on the first SIGINT or SIGTERM: the page under way is finished. A second one ends the process at
 * once, which loses nothing that was committed.
 */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      stop.abort(new Error(`Stopped by ${name}. The next run goes on from the last page that was written.`))
    })
  }
  return stop.signal
}

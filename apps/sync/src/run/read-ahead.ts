/**
 * Requests the next page while the previous one is being written. At most two pages are in memory.
 * @param open opens the source; its signal aborts when the consumer stops early, which cancels the pending request
 */
export async function* readAhead<T>(
  open: (signal: AbortSignal) => AsyncGenerator<T, void, undefined>,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const stop = new AbortController()
  const source = open(AbortSignal.any([signal, stop.signal]))
  try {
    let next = source.next()
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = source.next()
      // Awaited in the next iteration; until then a rejection must not count as unhandled.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    stop.abort()
  }
}

/**
 * Requests the next page while the last one is being written. At most two pages are in memory at a time.
 * @param open opens the source; its signal aborts when the reader stops early, so that no request is left open
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
      // It is awaited in the next round; until then a rejection is not unhandled.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    stop.abort()
  }
}

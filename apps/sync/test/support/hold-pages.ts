import { once } from 'node:events'
import type { ServiceTitanClient } from 'servicetitan'

/**
 * A client whose export pages wait for the promise of `until`. Pages are read ahead: once `until` returns a promise, a
 * run gets one more page before the promise is settled.
 */
export function holdPages(
  api: ServiceTitanClient,
  until: () => Promise<unknown> | undefined,
): ServiceTitanClient {
  return {
    ...api,
    async *exportPages(...options) {
      for await (const page of api.exportPages(...options)) {
        await until()
        yield page
      }
    },
  }
}

/** Options of a run that is stopped ("enough") when its first page is written, before it gets the second one. */
export function stopAfterFirstPage(api: ServiceTitanClient) {
  const stop = new AbortController()
  const stopped = once(stop.signal, 'abort')
  let pages = 0
  const untilStopped = () => {
    pages += 1
    return pages === 1 ? undefined : stopped
  }
  return {
    api: holdPages(api, untilStopped),
    signal: stop.signal,
    onProgress: () => stop.abort(new Error('enough')),
  }
}

import { once } from 'node:events'
import type { ServiceTitanClient } from 'servicetitan'

/**
 * The API, whose export pages wait for what `until` gives. One page is read ahead of the one that is written: once `until`
 * gives a promise, a run gets one page more before it is settled.
 */
export function holdPages(
  api: ServiceTitanClient,
  until: () => Promise<unknown> | undefined,
): ServiceTitanClient {
  return {
    ...api,
    async *exportPages(...asked) {
      for await (const page of api.exportPages(...asked)) {
        await until()
        yield page
      }
    },
  }
}

/** Options of a run that is asked to stop ("enough") when its first page is written; the second one comes after that. */
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

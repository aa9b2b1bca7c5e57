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

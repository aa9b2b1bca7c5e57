import { setTimeout as sleep } from 'node:timers/promises'
import type { Resource } from 'catalog'
import { createServiceTitanClient, type ServiceTitanClient } from 'servicetitan'
import { createSandbox, type Sizes, sandboxCredentials } from 'servicetitan-sandbox'

/** Resources of one tenant, as responses that were received before: reading them again costs next to nothing. */
export interface RecordedFeed {
  readonly tenantId: string
  readonly records: number
  /** The texts of the pages, in order. */
  readonly bodies: readonly string[]
  /** The sync's own client, whose responses come from memory. */
  readonly api: ServiceTitanClient
}

const RESPONSE_MS = 20

/** When the sandbox's data was made, and when a sync reads it: after the lag of the feeds. */
export const dataNow = Date.parse('2026-06-18T14:00:00Z')
export const syncNow = dataNow + 3_600_000

/** Numbers of the sandbox's base records such that `resource` has about `count`. */
export function sizesFor(resource: string, count: number): Partial<Sizes> {
  if (resource === 'jobs') return { jobs: count, locations: Math.ceil(count / 4), technicians: 100 }
  if (resource === 'locations') return { locations: count, jobs: 0, technicians: 100 }
  if (resource !== 'appointment-assignments') return { [resource]: count }
  // The sandbox makes 1.25 assignments for each appointment, and 1.3 appointments are a job's usual number.
  const appointments = Math.ceil(count / 1.25)
  return { appointments, jobs: Math.ceil(appointments / 1.3), locations: 1_000, technicians: 100 }
}

/**
 * Reads whole resources of a sandbox once, in this process, and keeps every response.
 * @param options.count the number of records of the first resource, or so
 */
export async function recordFeed(
  resources: readonly [Resource, ...Resource[]],
  options: { readonly tenantId: number; readonly count: number; readonly pageSize: number },
): Promise<RecordedFeed> {
  await using sandbox = createSandbox({
    now: syncNow,
    dataNow,
    tenants: [{ tenantId: options.tenantId, sizes: sizesFor(resources[0].name, options.count) }],
    exportPageSize: options.pageSize,
  })
  const responses = new Map<string, Uint8Array<ArrayBuffer>>()
  const clientOptions = {
    ...sandboxCredentials,
    tenantId: String(options.tenantId),
    now: () => syncNow,
    requestsPerSecond: null,
  }
  const recording = createServiceTitanClient({
    ...clientOptions,
    fetch: async (url, init) => {
      const response = await sandbox.fetch(url, init)
      responses.set(url, new Uint8Array(await response.clone().arrayBuffer()))
      return response
    },
  })
  const bodies: string[] = []
  let records = 0
  for (const resource of resources) {
    const pages =
      resource.exportPath === null ? recording.listPages(resource) : recording.exportPages(resource)
    for await (const { body, count } of pages) {
      bodies.push(body.toString())
      records += count
    }
  }
  const api = createServiceTitanClient({
    ...clientOptions,
    fetch: async (url) => {
      const text = responses.get(url)
      // Over a network a response arrives while PostgreSQL is at work, and is parsed then.
      await sleep(RESPONSE_MS)
      if (!text) throw new Error(`The feed was not read so when it was recorded: ${url}`)
      return new Response(text, { headers: { 'content-type': 'application/json' } })
    },
  })
  return { tenantId: clientOptions.tenantId, records, bodies, api }
}

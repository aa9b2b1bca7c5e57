import { type ResourceName, recordSources } from 'api/client'

/** How many resources are cached: the skeleton of their list has as many rows. */
export const resourceCount = Object.keys(recordSources).length

/** Resources small enough that all their names fit into one page. */
export type NamedResource = Extract<
  ResourceName,
  'business-units' | 'teams' | 'job-types' | 'campaigns' | 'zones'
>

import { type ResourceName, recordSources } from 'api/client'

/** The number of cached resources; the skeleton of their list has as many rows. */
export const resourceCount = Object.keys(recordSources).length

/** Resources so small that all their names fit into a few pages of the API. */
export type NamedResource = Extract<
  ResourceName,
  | 'business-units'
  | 'teams'
  | 'job-types'
  | 'campaigns'
  | 'zones'
  | 'technicians'
  | 'tag-types'
  | 'job-cancel-reasons'
  | 'job-hold-reasons'
>

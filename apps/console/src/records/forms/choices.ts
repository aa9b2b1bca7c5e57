import type { NamedResource } from '../../data/resources.ts'
import type { SearchedResource } from '../../data/use-title.ts'

/** The kinds of records that are chosen from a list of all names, by their table. */
export const namedTables: Readonly<Record<string, NamedResource>> = {
  business_units: 'business-units',
  job_types: 'job-types',
  campaigns: 'campaigns',
  zones: 'zones',
  technicians: 'technicians',
  tag_types: 'tag-types',
}

/** The kinds of records that are found by typing, by their table. */
export const searchedTables: Readonly<Record<string, SearchedResource>> = {
  customers: 'customers',
  locations: 'locations',
  jobs: 'jobs',
}

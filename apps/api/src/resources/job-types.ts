import { defineResource } from '../resource-definition/resource.ts'

export const jobTypes = defineResource({
  name: 'job-types',
  type: 'JobType',
  table: 'st_job_types',
  fields: {
    name: 'text',
    class: 'text',
    priority: 'text',
    /** In seconds, as ServiceTitan has it; it may be long. */
    duration: 'number',
    noCharge: 'boolean',
    soldThreshold: 'decimal',
    skills: 'texts',
    businessUnitIds: 'ids',
    tagTypeIds: 'ids',
  },
  paths: [],
  narrow: [],
  includes: {},
})

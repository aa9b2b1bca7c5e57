import { defineResource, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI jpm-v2: GET /tenant/{tenant}/job-types, ordered by `orderBy` and `orderByDirection`. There is no export feed.
 */
export const jobTypes = defineResource({
  name: 'job-types',
  type: 'JobType',
  comment: 'Job types.',
  module: 'jpm',
  listPath: 'job-types',
  exportPath: null,
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { orderBy: 'id', orderByDirection: 'asc' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'orderBy', 'orderByDirection'],
  exportParameters: [],
  scope: 'tn.jpm.jobtypes:r',
  exampleId: '2204',
  fields: {
    required: fieldNames(`
      id name businessUnitIds skills tagTypeIds priority duration class summary noCharge
      invoiceSignaturesRequired modifiedOn createdOn externalData active isSmartDispatched
      defaultEstimateSoldAction customFieldTypeIds
    `),
    optional: fieldNames('soldThreshold enforceRecurringServiceEventSelection'),
  },
  droppedPaths: [],
  columns: {
    name: { path: 'name', type: 'text', comment: 'Name of the job type (API: name).', api: 'text' },
    class: { path: 'class', type: 'text', comment: 'Group of job types (API: class).', api: 'text' },
    priority: {
      path: 'priority',
      type: 'text',
      comment: 'Priority of its jobs (API: priority).',
      api: 'text',
    },
    // The API documents a number, not an integer: it may exceed 32 bits.
    duration: {
      path: 'duration',
      type: 'bigint',
      comment: "Usual length of a job in the API's unit, seconds as its filters say (API: duration).",
      api: 'number',
    },
    sold_threshold: {
      path: 'soldThreshold',
      type: 'numeric',
      comment: 'Subtotal from which a job counts as sold (API: soldThreshold).',
      api: 'decimal',
    },
    no_charge: {
      path: 'noCharge',
      type: 'boolean',
      comment: 'Whether its jobs are free of charge (API: noCharge).',
      api: 'boolean',
    },
    business_unit_ids: {
      path: 'businessUnitIds',
      type: 'bigint[]',
      comment: 'Business units that do it (API: businessUnitIds).',
      api: 'ids',
    },
    tag_type_ids: {
      path: 'tagTypeIds',
      type: 'bigint[]',
      comment: 'Tags put on its jobs (API: tagTypeIds).',
      api: 'ids',
    },
    skills: { path: 'skills', type: 'text[]', comment: 'Skills that it takes (API: skills).', api: 'texts' },
  },
  derivedFields: {},
  indexes: {},
  relations: {},
  syncedAfter: ['business-units', 'tag-types'],
})

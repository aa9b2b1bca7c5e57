import { defineResource, exportParameters, fieldNames } from '../resource.ts'

/**
 * OpenAPI memberships-v2: GET /tenant/{tenant}/export/membership-status-changes. There is no list of all, and a record has
 * neither `modifiedOn` nor `active`.
 */
export const membershipStatusChanges = defineResource({
  name: 'membership-status-changes',
  type: 'MembershipStatusChange',
  comment: 'Changes of the status of memberships.',
  module: 'memberships',
  listPath: null,
  exportPath: 'export/membership-status-changes',
  listParams: {},
  exportParams: {},
  listOrder: {},
  listsInactive: true,
  listParameters: [],
  exportParameters,
  scope: 'tn.mem.memberships:r',
  exampleId: '250000036',
  fields: {
    required: fieldNames(`
      id oldStatus newStatus createdOn membershipId
    `),
    optional: fieldNames(`
      note createdById
    `),
  },
  droppedPaths: [],
  columns: {
    membership_id: {
      path: 'membershipId',
      type: 'bigint',
      comment: 'The membership (API: membershipId).',
      api: 'id',
    },
    old_status: {
      path: 'oldStatus',
      type: 'text',
      comment: 'The status before (API: oldStatus).',
      api: 'text',
    },
    new_status: {
      path: 'newStatus',
      type: 'text',
      comment: 'The status after (API: newStatus).',
      api: 'text',
    },
    note: { path: 'note', type: 'text', comment: 'Note (API: note).', api: 'text' },
    created_by_id: {
      path: 'createdById',
      type: 'bigint',
      comment: 'The user who changed it (API: createdById).',
      api: 'id',
    },
  },
  derivedFields: {},
  indexes: {
    st_membership_status_changes_membership_idx: {
      columns: ['tenant_id', 'membership_id', 'created_on'],
      queries: ['the status changes of a membership, in order'],
    },
  },
  relations: {
    membership: { one: 'memberships', by: 'membership_id' },
  },
  syncedAfter: ['memberships'],
})

import { defineResource, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI dispatch-v2: GET /tenant/{tenant}/technician-shifts, which has no `ids` parameter; there is no export feed.
 * `note` may say why a person is off and is excluded by default.
 */
export const technicianShifts = defineResource({
  name: 'technician-shifts',
  type: 'TechnicianShift',
  comment: 'When technicians work, are on call, or are off.',
  module: 'dispatch',
  listPath: 'technician-shifts',
  exportPath: null,
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', ...listParameters, 'sort'],
  exportParameters: [],
  scope: 'tn.dis.technicianshifts:r',
  exampleId: '41000002',
  fields: {
    required: fieldNames(`
      id shiftType title active technicianId start end createdOn modifiedOn
    `),
    optional: fieldNames(`
      note timesheetCodeId
    `),
  },
  droppedPaths: ['note'],
  columns: {
    technician_id: {
      path: 'technicianId',
      type: 'bigint',
      comment: 'The technician (API: technicianId).',
      api: 'id',
    },
    shift_type: {
      path: 'shiftType',
      type: 'text',
      comment: 'Normal, OnCall or TimeOff (API: shiftType).',
      api: 'text',
    },
    title: { path: 'title', type: 'text', comment: 'Title (API: title).', api: 'text' },
    starts_on: {
      path: 'start',
      type: 'timestamptz',
      comment: 'When it begins (API: start).',
      api: 'instant',
    },
    ends_on: { path: 'end', type: 'timestamptz', comment: 'When it ends (API: end).', api: 'instant' },
    timesheet_code_id: {
      path: 'timesheetCodeId',
      type: 'bigint',
      comment: 'The timesheet code (API: timesheetCodeId).',
      api: 'id',
    },
  },
  derivedFields: {},
  indexes: {
    st_technician_shifts_technician_idx: {
      columns: ['tenant_id', 'technician_id', 'starts_on'],
      queries: ['the shifts of a technician, in order'],
    },
  },
  relations: {
    technician: { one: 'technicians', by: 'technician_id' },
  },
  syncedAfter: ['technicians'],
})

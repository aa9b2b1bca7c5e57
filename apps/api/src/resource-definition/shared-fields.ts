import type { FieldKind } from './field-kinds.ts'

type Fields = Readonly<Record<string, FieldKind>>

/** The fields that every cached row has, around its own. */
export const cachedFields = {
  leading: { id: 'id', active: 'boolean' },
  trailing: { createdOn: 'instant', modifiedOn: 'instant', syncedAt: 'instant', deletedAt: 'instant' },
} as const satisfies Readonly<Record<string, Fields>>

export type SharedField = keyof typeof cachedFields.leading | keyof typeof cachedFields.trailing

/** The fields that every record in a table of schema `lazi` has, around its own. */
export const tableRecordFields = {
  leading: {
    id: 'uuid',
    serviceTitanId: 'id',
    source: 'text',
    version: 'integer',
    active: 'boolean',
    sync: 'sync',
  },
  trailing: {
    createdAt: 'instant',
    createdBy: 'text',
    updatedAt: 'instant',
    updatedBy: 'text',
    serviceTitanModifiedOn: 'instant',
    deletedAt: 'instant',
  },
} as const satisfies Readonly<Record<string, Fields>>

/** The fields that every record in a view of schema `lazi` has: it is ServiceTitan's, and has no version. */
export const viewRecordFields = {
  leading: { id: 'uuid', serviceTitanId: 'id', source: 'text', active: 'boolean', sync: 'sync' },
  trailing: {
    createdAt: 'instant',
    updatedAt: 'instant',
    serviceTitanModifiedOn: 'instant',
    deletedAt: 'instant',
  },
} as const satisfies Readonly<Record<string, Fields>>

/** The fields that are never null, of cached rows and of records. */
export const neverNull = {
  cached: ['active', 'syncedAt'],
  record: ['active', 'source', 'version', 'sync'],
} as const

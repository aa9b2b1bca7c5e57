import type { FieldKind } from './field-kinds.ts'

/** Fields of every resource. */
export const sharedFields = {
  id: 'id',
  active: 'boolean',
  createdOn: 'moment',
  modifiedOn: 'moment',
  syncedAt: 'moment',
  deletedAt: 'moment',
} as const satisfies Readonly<Record<string, FieldKind>>

export type SharedField = keyof typeof sharedFields

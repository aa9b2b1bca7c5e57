import type { FieldKind } from './field-kinds.ts'

/** Fields of every resource. */
export const sharedFields = {
  id: 'id',
  active: 'boolean',
  createdOn: 'instant',
  modifiedOn: 'instant',
  syncedAt: 'instant',
  deletedAt: 'instant',
} as const satisfies Readonly<Record<string, FieldKind>>

export type SharedField = keyof typeof sharedFields

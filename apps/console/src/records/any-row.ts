import type { Row } from 'api/client'

/** The fields that the records with a page of their own have. */
export type AnyRow = Pick<
  Row<'jobs'>,
  | 'id'
  | 'serviceTitanId'
  | 'version'
  | 'active'
  | 'sync'
  | 'createdAt'
  | 'updatedAt'
  | 'serviceTitanModifiedOn'
  | 'deletedAt'
>

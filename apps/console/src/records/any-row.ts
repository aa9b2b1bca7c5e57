import type { Row } from 'api/client'

/** The fields that the rows of all resources have. */
export type AnyRow = Pick<
  Row<'jobs'>,
  'id' | 'active' | 'createdOn' | 'modifiedOn' | 'syncedAt' | 'deletedAt'
>

import type { Row } from 'api/client'

/** The fields that the records with a page of their own have; those of accounting have no version. */
export type AnyRow = Partial<Pick<Row<'jobs'>, 'version'>> &
  Pick<
    Row<'jobs'>,
    | 'id'
    | 'serviceTitanId'
    | 'active'
    | 'sync'
    | 'createdAt'
    | 'updatedAt'
    | 'serviceTitanModifiedOn'
    | 'deletedAt'
  >

import type { Job } from 'api/client'

/** What the rows of all resources have. */
export type AnyRow = Pick<Job, 'id' | 'active' | 'createdOn' | 'modifiedOn' | 'syncedAt' | 'deletedAt'>

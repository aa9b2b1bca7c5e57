import { z } from '@hono/zod-openapi'
import { id, instant } from '../http/values.ts'
import { resourceName } from '../records/resource-name.ts'

/** One event of the change feed. */
export const change = z
  .object({
    seq: id,
    table: z.string(),
    resource: resourceName.nullable(),
    id: id
      .nullable()
      .openapi({ description: 'The row; null for a snapshot, which concerns the whole table.' }),
    op: z.enum(['insert', 'update', 'delete', 'restore', 'snapshot']),
    changedPaths: z.array(z.string()),
    at: instant,
  })
  .openapi('Change')

export type Change = z.infer<typeof change>

/** The requested changes were removed: read the tables again, and resume after `seq`. */
export interface Reset {
  readonly seq: string
}

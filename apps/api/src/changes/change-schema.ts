import { z } from '@hono/zod-openapi'
import { id, instant, recordId } from '../http/values.ts'
import { resourceName } from '../records/resource-name.ts'

const op = z.enum(['insert', 'update', 'delete', 'restore', 'snapshot'])
const position = z.string().openapi({
  description: 'Where to resume after this change: opaque text, for `after` and `Last-Event-ID`.',
})
const aboutTable = 'The row; null for a snapshot, which concerns the whole table.'

/** One event of the change feed of LAZI's records. */
export const change = z
  .object({
    position,
    seq: id.openapi({ description: 'The number of the change; unique only within its epoch.' }),
    table: z.string().openapi({ description: 'The table in schema lazi.', example: 'jobs' }),
    resource: resourceName.nullable(),
    id: recordId.nullable().openapi({ description: aboutTable }),
    op,
    changedFields: z.array(z.string()).openapi({ description: 'The fields that an update changed.' }),
    actor: z.string().openapi({
      description: 'Who made the change, as kind:id, or servicetitan.',
      example: 'servicetitan',
    }),
    requestId: z.string().nullable().openapi({ description: 'The request that made it, if one did.' }),
    causeSeq: id.nullable().openapi({
      description:
        "The seq up to which ServiceTitan's changes (`/servicetitan/changes`) are in it, if they caused it.",
    }),
    at: instant,
  })
  .openapi('Change')

export type Change = z.infer<typeof change>

/** One event of the change feed of what ServiceTitan has. */
export const cachedChange = z
  .object({
    position,
    seq: id.openapi({
      description: 'The number of the change in `raw.changes`; unique only within its epoch.',
    }),
    table: z.string().openapi({ description: 'The cache table in schema raw.', example: 'st_jobs' }),
    resource: resourceName.nullable(),
    id: id.nullable().openapi({ description: aboutTable }),
    op,
    changedPaths: z.array(z.string()),
    at: instant,
  })
  .openapi('ServiceTitanChange')

export type CachedChange = z.infer<typeof cachedChange>

/** The changes after the requested position are not available: read the tables again, and resume after this one. */
export interface Reset {
  readonly position: string
}

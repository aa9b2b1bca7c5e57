import { z } from '@hono/zod-openapi'
import { id, instant, recordId } from '../http/values.ts'

const table = z.string().openapi({ example: 'customers', description: 'The table in schema `lazi`.' })

export const conflicts = z
  .object({
    data: z.array(
      z
        .object({
          id: recordId,
          table,
          recordId,
          field: z
            .string()
            .nullable()
            .openapi({ example: 'name', description: 'Null: the record as a whole.' }),
          kind: z.string().openapi({ example: 'both-changed' }),
          base: z.unknown().openapi({ description: 'The value on which both sides agreed last.' }),
          laziValue: z.unknown(),
          servicetitanValue: z.unknown(),
          openedAt: instant,
        })
        .openapi('Conflict'),
    ),
  })
  .openapi('Conflicts')

export const decision = z.strictObject({
  take: z.enum(['lazi', 'servicetitan']).openapi({ description: 'Whose value stays.' }),
})

export const decided = z
  .object({ table, id: recordId, take: z.enum(['lazi', 'servicetitan']) })
  .openapi('DecidedConflict')

export const outbox = z
  .object({
    data: z.array(
      z
        .object({
          table,
          id: recordId,
          serviceTitanId: id.nullable(),
          op: z.enum(['create', 'update', 'delete']),
          state: z.enum(['pending', 'sending', 'unknown', 'blocked', 'failed']),
          fields: z
            .array(z.string())
            .openapi({ description: 'The fields that differ; `address` is several.' }),
          failedFields: z
            .record(z.string(), z.string())
            .openapi({ description: 'Why values were refused, by field.' }),
          blockedBy: z.string().nullable(),
          error: z.string().nullable(),
          errorStatus: z.int().nullable(),
          traceId: z.string().nullable().openapi({ description: "ServiceTitan's id of the failed request." }),
          attempts: z.int(),
          dueAt: instant.nullable(),
          since: instant,
        })
        .openapi('DifferingRecord'),
    ),
  })
  .openapi('Outbox')

export const retried = z.object({ table, id: recordId }).openapi('RetriedRecord')

export type Conflicts = z.infer<typeof conflicts>
export type Outbox = z.infer<typeof outbox>

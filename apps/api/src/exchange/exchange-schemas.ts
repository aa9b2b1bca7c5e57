import { z } from '@hono/zod-openapi'
import { sentTables } from 'records/synced'
import { id, instant, recordId } from '../http/values.ts'

/** The tag of all routes about the exchange. */
export const tag = 'Exchange with ServiceTitan'

export const limit = z.coerce.number().int().min(1).max(1_000).default(100)

export const syncedTable = z
  .enum(sentTables.map(({ record }) => record.name))
  .openapi({ example: 'customers', description: 'A table whose records both sides can change.' })

const title = z
  .string()
  .nullable()
  .openapi({ example: 'Ada Park', description: 'The name or number of the record; null: it has none.' })

const table = z.string().openapi({ example: 'customers', description: 'The table in schema `lazi`.' })

export const conflicts = z
  .object({
    data: z.array(
      z
        .object({
          id: recordId,
          table,
          recordId,
          title,
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
          title,
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

const sides = ['lazi', 'servicetitan'] as const

export const bulkDecision = z.strictObject({
  take: z.enum(sides).openapi({ description: 'Whose values stay.' }),
  table: z.string().max(100).optional().openapi({ description: 'Of this table only.', example: 'customers' }),
  field: z.string().max(200).optional().openapi({ description: 'Of this field only.', example: 'name' }),
})

export const bulkDecided = z
  .object({
    take: z.enum(sides),
    decided: z.int().openapi({ description: 'How many were decided: 100 at most in one request.' }),
    left: z.int().openapi({ description: 'How many of the selected ones are open still.' }),
  })
  .openapi('DecidedConflicts')

const policy = z.enum(['servicetitan', 'lazi', 'ask']).openapi({
  description: 'Whose value stays when both sides have changed a field. `ask`: a person decides.',
})

export const fieldRules = z
  .object({
    data: z.array(
      z
        .object({
          table,
          field: z.string().openapi({
            example: 'address',
            description: 'A field, or fields that are agreed upon together.',
          }),
          onConflict: policy,
          standard: policy.openapi({ description: 'Without a choice.' }),
          setAt: instant.nullable().openapi({ description: 'Null: it is the standard.' }),
          setBy: z.string().nullable(),
          openConflicts: z.int(),
        })
        .openapi('FieldRule'),
    ),
  })
  .openapi('FieldRules')

export const newFieldRule = z.strictObject({
  onConflict: policy.nullable().openapi({ description: 'Null: what is standard.' }),
})

export const retried = z.object({ table, id: recordId }).openapi('RetriedRecord')

export type Conflicts = z.infer<typeof conflicts>
export type FieldRules = z.infer<typeof fieldRules>
export type Outbox = z.infer<typeof outbox>

import { z } from '@hono/zod-openapi'
import { id, instant } from '../http/values.ts'
import { resourceName } from '../records/resource-name.ts'

const quarantineEntry = z
  .object({
    id,
    table: z.string(),
    resource: resourceName.nullable(),
    recordKey: z
      .string()
      .openapi({ description: "The record's id, or a hash of the received text if it has none." }),
    errorCode: z.string().nullable().openapi({ description: 'SQLSTATE, if PostgreSQL rejected the record.' }),
    error: z.string(),
    runId: id.nullable().openapi({ description: 'The last run that received the record.' }),
    attempts: z.int(),
    firstSeenAt: instant,
    lastSeenAt: instant,
    resolvedAt: instant
      .nullable()
      .openapi({ description: 'When the record was written or the entry was discarded.' }),
  })
  .openapi('QuarantineEntry')

export const quarantinePage = z
  .object({ data: z.array(quarantineEntry), nextCursor: z.string().nullable() })
  .openapi('QuarantinePage')

export const quarantineDetail = quarantineEntry
  .extend({
    payload: z
      .unknown()
      .openapi({ description: 'The record as received. Only for keys with scope `admin`.' }),
  })
  .openapi('QuarantineDetail')

const driftEntry = z
  .object({
    table: z.string(),
    resource: resourceName.nullable(),
    path: z
      .string()
      .openapi({ description: 'The path of the field in the record.', example: 'address.latitude' }),
    kind: z.enum(['unknown', 'missing', 'type']),
    detail: z.string().nullable().openapi({ description: 'What was expected; never a value of the record.' }),
    occurrences: z.int(),
    firstSeenAt: instant,
    lastSeenAt: instant,
  })
  .openapi('DriftEntry')

export const drift = z.object({ data: z.array(driftEntry) }).openapi('Drift')

export type QuarantineEntry = z.infer<typeof quarantineEntry>
/** `payload` is present only for keys with scope `admin`. */
export type QuarantineDetail = z.infer<typeof quarantineDetail>
export type DriftEntry = z.infer<typeof driftEntry>

import { z } from '@hono/zod-openapi'
import { id, moment } from '../http/values.ts'
import { resourceName } from '../records/resource-name.ts'

const quarantineEntry = z
  .object({
    id,
    table: z.string(),
    resource: resourceName.nullable(),
    recordKey: z
      .string()
      .openapi({ description: "The record's id, or a hash of what was received where it has none." }),
    errorCode: z
      .string()
      .nullable()
      .openapi({ description: 'SQLSTATE, where PostgreSQL refused the record.' }),
    error: z.string(),
    runId: id.nullable().openapi({ description: 'The run that met it last.' }),
    attempts: z.int(),
    firstSeenAt: moment,
    lastSeenAt: moment,
    resolvedAt: moment.nullable().openapi({ description: 'When it was written after all, or dropped.' }),
  })
  .openapi('QuarantineEntry')

export const quarantinePage = z
  .object({ data: z.array(quarantineEntry), nextCursor: z.string().nullable() })
  .openapi('QuarantinePage')

export const quarantineDetail = quarantineEntry
  .extend({
    payload: z
      .unknown()
      .openapi({ description: 'The record as it was received. Shown to keys with scope `admin`.' }),
  })
  .openapi('QuarantineDetail')

const driftEntry = z
  .object({
    table: z.string(),
    resource: resourceName.nullable(),
    path: z.string().openapi({ description: 'Where in the record.', example: 'address.latitude' }),
    kind: z.enum(['unknown', 'missing', 'type']),
    detail: z.string().nullable().openapi({ description: 'What was expected. Never a value.' }),
    occurrences: z.int(),
    firstSeenAt: moment,
    lastSeenAt: moment,
  })
  .openapi('DriftEntry')

export const drift = z.object({ data: z.array(driftEntry) }).openapi('Drift')

export type QuarantineEntry = z.infer<typeof quarantineEntry>
/** `payload` is there for keys with scope `admin`. */
export type QuarantineDetail = z.infer<typeof quarantineDetail>
export type DriftEntry = z.infer<typeof driftEntry>

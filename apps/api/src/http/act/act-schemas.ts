import { z } from '@hono/zod-openapi'
import { actorKinds, auditActions } from 'db-migrations/protocol'

/** What was done, as the audit log has it. */
export const action = z.enum(auditActions)

/** Who did it. */
export const actor = z
  .object({
    kind: z.enum(actorKinds).openapi({
      description: 'key: a key of the API; cli: a command that a person runs; system: the software itself.',
    }),
    id: z
      .string()
      .nullable()
      .openapi({ description: 'The id of the key, `user@host` of a command, the worker.', example: '3' }),
    name: z.string().nullable().openapi({ description: 'Its name at that time.', example: 'Dispatch board' }),
  })
  .openapi('AuditActor')

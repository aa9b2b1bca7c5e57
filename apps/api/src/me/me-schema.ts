import { z } from '@hono/zod-openapi'
import { id } from '../http/values.ts'
import { roleNames, scopes } from '../keys/scope.ts'

/** The key of the request. */
export const me = z
  .object({
    tenant: z.object({
      id,
      name: z.string(),
      timeZone: z.string().openapi({ description: 'IANA name.', example: 'America/Chicago' }),
    }),
    key: z.object({ id, name: z.string(), scopes: z.array(z.enum(scopes)) }),
    person: z
      .object({ id, name: z.string(), role: z.enum(roleNames) })
      .nullable()
      .openapi({ description: 'Whose key it is; null: that of an app.' }),
  })
  .openapi('Me')

export type Me = z.infer<typeof me>

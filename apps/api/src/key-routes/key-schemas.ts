import { z } from '@hono/zod-openapi'
import { id, instant } from '../http/values.ts'
import { scopes } from '../keys/scope.ts'

/** A key without its secret. */
export const key = z
  .object({
    id: id.openapi({ example: '3' }),
    name: z.string(),
    person: z
      .object({ id, name: z.string() })
      .nullable()
      .openapi({ description: 'Whose key it is; null: that of an app.' }),
    scopes: z
      .array(z.enum(scopes))
      .openapi({ description: "What it allows; of a person's key, by their role." }),
    createdAt: instant,
    expiresAt: instant.nullable().openapi({ description: 'Null: it does not expire.' }),
    revokedAt: instant.nullable(),
    lastUsedAt: instant.nullable().openapi({ description: 'To the minute.' }),
    status: z.enum(['valid', 'revoked', 'expired', 'deactivated']).openapi({
      description: 'deactivated: its person is.',
    }),
  })
  .openapi('Key')

export const keyPage = z.object({ data: z.array(key), nextCursor: z.string().nullable() }).openapi('KeyPage')

export type Key = z.infer<typeof key>

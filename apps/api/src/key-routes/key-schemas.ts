import { z } from '@hono/zod-openapi'
import { id, instant } from '../http/values.ts'
import { scopes } from '../keys/scope.ts'

/** A key without its secret. */
export const key = z
  .object({
    id: id.openapi({ example: '3' }),
    name: z.string(),
    scopes: z.array(z.enum(scopes)),
    createdAt: instant,
    expiresAt: instant.nullable().openapi({ description: 'Null: it does not expire.' }),
    revokedAt: instant.nullable(),
    lastUsedAt: instant.nullable().openapi({ description: 'To the minute.' }),
    status: z.enum(['valid', 'revoked', 'expired']),
  })
  .openapi('Key')

export const keyPage = z.object({ data: z.array(key), nextCursor: z.string().nullable() }).openapi('KeyPage')

export type Key = z.infer<typeof key>

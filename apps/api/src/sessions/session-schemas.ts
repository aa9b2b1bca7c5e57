import { z } from '@hono/zod-openapi'
import { id, instant } from '../http/values.ts'
import { me } from '../me/me-schema.ts'

/** A session of this browser, and what it gives access to. */
export const session = me
  .extend({ expiresAt: instant.openapi({ description: 'When the session expires.' }) })
  .openapi('Session')

/** A session of this browser that is no longer valid. */
const endedSession = z
  .object({ tenantId: id, reason: z.string().openapi({ description: 'Why it is not valid, for its user.' }) })
  .openapi('EndedSession')

export const sessions = z
  .object({ sessions: z.array(session), ended: z.array(endedSession) })
  .openapi('Sessions')

/** What a sign-in code gives access to. */
export const codeAccount = me
  .extend({ expiresAt: instant.openapi({ description: 'When the code expires.' }) })
  .openapi('SignInCode')

const code = z
  .string()
  .max(100)
  .openapi({ description: 'The code of a link from `api keys link`.', example: '1001001_5_…' })

export const signInBody = z.strictObject({
  code: code.optional(),
  remember: z.boolean().default(false).openapi({
    description:
      'Whether the browser keeps the session when it is closed: for 30 days, else for 12 hours at most.',
  }),
})

export const codeBody = z.strictObject({ code })

export type SignInBody = z.infer<typeof signInBody>
export type CodeBody = z.infer<typeof codeBody>
export type SessionBody = z.infer<typeof session>
export type EndedSession = z.infer<typeof endedSession>
export type Sessions = z.infer<typeof sessions>
export type SignInCode = z.infer<typeof codeAccount>

import { z } from '@hono/zod-openapi'
import { actorKinds } from 'db-migrations/protocol'
import { action, actor } from '../http/act/act-schemas.ts'
import { readUuid } from '../http/act/take-request-id.ts'
import { id, instant, instantParameter, text } from '../http/values.ts'
import { cursorParameter, limitParameter } from '../records/list-parameters.ts'

const change = z.object({ old: z.unknown().optional(), new: z.unknown().optional() })

export const auditEntry = z
  .object({
    seq: id.openapi({
      description: 'Number of the entry within the tenant, in the order of commits, without gaps.',
      example: '1',
    }),
    at: instant,
    actor,
    onBehalfOf: z
      .string()
      .nullable()
      .openapi({ description: 'For whom it acted, as it said itself (`X-On-Behalf-Of`).' }),
    dbUser: z.string().openapi({ description: 'The login of the database session, as PostgreSQL knows it.' }),
    action,
    entity: z.string().openapi({ description: 'The table of what changed.', example: 'api.keys' }),
    entityId: z
      .string()
      .openapi({ description: 'Which row of it; the parts of a composite id are joined by a colon.' }),
    requestId: z
      .uuid()
      .nullable()
      .openapi({ description: 'The request to the API that did it, if one did.' }),
    runId: id.nullable().openapi({ description: 'The run that did it, if one did.' }),
    reason: z.string().nullable().openapi({ description: 'Why, in the words of who did it (`X-Reason`).' }),
    changes: z
      .record(z.string(), change)
      .nullable()
      .openapi({ description: 'The fields that changed: `old`, unless there was none, and `new`.' }),
    isErased: z.boolean().openapi({ description: 'Whether the changes were emptied by an erasure.' }),
  })
  .openapi('AuditEntry')

export const auditPage = z
  .object({ data: z.array(auditEntry), nextCursor: z.string().nullable() })
  .openapi('AuditPage')

/** `kind`, or `kind:id`. */
const actorParameter = z
  .string()
  .max(300)
  .transform((value, context) => {
    const [kind = '', ...rest] = value.split(':')
    const actorId = rest.length > 0 ? rest.join(':') : undefined
    const known = actorKinds.find((each) => each === kind)
    if (known && actorId !== '' && !value.includes('\0')) return { kind: known, id: actorId }
    context.addIssue({
      code: 'custom',
      message: `Expected a kind (${actorKinds.join(', ')}), or a kind and an id such as key:3`,
    })
    return z.NEVER
  })
  .openapi({ type: 'string', description: 'A kind of actor, or a kind and an id.', example: 'key:3' })

const requestIdParameter = z
  .string()
  .max(100)
  .transform((value, context) => {
    const uuid = readUuid(value)
    if (uuid !== null) return uuid
    context.addIssue({ code: 'custom', message: 'Expected the id of a request: a UUID' })
    return z.NEVER
  })
  .openapi({ type: 'string', format: 'uuid', description: 'The `X-Request-Id` of a response.' })

export const auditQuery = z
  .strictObject({
    entity: text(200)
      .optional()
      .openapi({ description: 'The table of what changed, with its schema.', example: 'api.keys' }),
    entityId: text(500).optional().openapi({ description: 'With `entity`: which row of it.' }),
    actor: actorParameter.optional(),
    requestId: requestIdParameter.optional(),
    action: action.optional().openapi({ example: 'revoke' }),
    from: instantParameter.optional().openapi({ description: 'Entries from this time on.' }),
    before: instantParameter.optional().openapi({ description: 'Entries before this time.' }),
    limit: limitParameter,
    cursor: cursorParameter,
  })
  .refine(({ entity, actor, requestId }) => [entity, actor, requestId].filter(isGiven).length <= 1, {
    message: 'Expected at most one of `entity`, `actor` and `requestId`',
  })
  .refine(({ entity, entityId }) => entityId === undefined || entity !== undefined, {
    path: ['entityId'],
    message: 'Expected `entity` too',
  })

const isGiven = (value: unknown) => value !== undefined

/** Which entries a list has. */
export type AuditFilter = Omit<z.output<typeof auditQuery>, 'limit' | 'cursor'>
export type AuditEntry = z.infer<typeof auditEntry>

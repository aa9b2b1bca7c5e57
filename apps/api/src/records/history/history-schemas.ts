import { z } from '@hono/zod-openapi'
import { action, actor } from '../../http/act/act-schemas.ts'
import { id, instant } from '../../http/values.ts'

const op = z.enum(['insert', 'update', 'delete', 'restore']).openapi({
  description: 'What happened; `delete`: the record was found deleted, `restore`: it was found again.',
})
const seq = id.openapi({ description: 'The number of the change in the feed of the cache.' })
const at = instant.openapi({ description: 'When the change was written.' })
const runId = id.nullable().openapi({ description: 'The run that wrote it (`/sync/runs/{id}`), if one did.' })
const value = z.unknown()

/** One version of a cached row: what changed with it. */
const cachedVersion = z
  .object({
    seq,
    at,
    op,
    runId,
    changes: z
      .array(
        z.object({
          path: z.string().openapi({
            description: "A top-level field of ServiceTitan's record, or the field of a derived column.",
            example: 'status',
          }),
          old: value.optional().openapi({ description: 'The value before; absent: there was none.' }),
          new: value.optional().openapi({ description: 'The value after; absent: there was none.' }),
        }),
      )
      .nullable()
      .openapi({ description: 'What changed; null: it is not known.' }),
  })
  .openapi('ServiceTitanVersion')

const changes = z
  .array(z.object({ field: z.string().openapi({ example: 'status' }), old: value, new: value }))
  .nullable()
  .openapi({ description: 'The fields of the record that changed; null: they are not known.' })

/** A version of a record that came from ServiceTitan. */
const serviceTitanChange = z
  .object({
    by: z.literal('servicetitan').openapi({
      description:
        'ServiceTitan. An erasure is among the changes as if ServiceTitan had sent the record without the values; the entry `erase` of the audit log says who asked for it.',
    }),
    seq,
    at,
    op,
    runId,
    changes,
  })
  .openapi('ChangeByServiceTitan')

/** A change of a record that was made in LAZI. */
const personChange = z
  .object({
    by: z.literal('person').openapi({ description: 'A person, an app or a command, in LAZI.' }),
    seq: id.openapi({
      description: 'The number of its entry in the audit log (`/audit/{seq}`, for administrators).',
    }),
    at: instant.openapi({ description: 'When it was made.' }),
    actor,
    action: action.openapi({ description: 'What was done.', example: 'reschedule' }),
    entity: z.string().openapi({
      description: 'The table of the record that was acted on: another one, if this record changed with it.',
      example: 'lazi.jobs',
    }),
    entityId: z.string().openapi({ description: 'The id of that record.' }),
    requestId: z.uuid().nullable().openapi({ description: 'The request that made it, if one did.' }),
    changes,
  })
  .openapi('ChangeByPerson')

const historyItem = z.discriminatedUnion('by', [serviceTitanChange, personChange]).openapi('HistoryItem')

export type PersonChange = z.infer<typeof personChange>
export type CachedVersion = z.infer<typeof cachedVersion>
export type HistoryItem = z.infer<typeof historyItem>

const pageOfHistory = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .openapi({ description: 'The cursor of the next page; null on the last page.' }),
    knownSince: instant.nullable().openapi({
      description: 'The moment from which the history is complete; null: it is not known yet.',
    }),
  })

/** The schema of one page of the history of a cached row. */
export const cachedHistory = pageOfHistory(cachedVersion).openapi('ServiceTitanHistory')
/** The schema of one page of the history of a record. */
export const recordHistory = pageOfHistory(historyItem).openapi('History')

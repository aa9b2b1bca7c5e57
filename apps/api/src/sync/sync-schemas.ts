import { z } from '@hono/zod-openapi'
import { requestKinds, requestStatuses, runKinds, runStatuses } from 'db-migrations/protocol'
import { id, instant } from '../http/values.ts'
import { resourceName } from '../records/resource-name.ts'

const tableName = z.string().openapi({ description: 'The cache table in schema raw.', example: 'st_jobs' })
const count = z.int().openapi({ description: 'A count.' })

const syncTable = z
  .object({
    table: tableName,
    resource: resourceName,
    rows: count.openapi({ description: 'Rows without a tombstone.' }),
    rowsEstimated: z.boolean().openapi({
      description: "Whether `rows` is the planner's estimate: very large tables are not counted.",
    }),
    status: z.enum(['never', 'idle', 'running', 'failed']),
    dataAsOf: instant.nullable().openapi({
      description: 'All changes in ServiceTitan before this time are in the table.',
    }),
    lagSeconds: z.number().nullable().openapi({ description: 'The age of `dataAsOf`.' }),
    targetSeconds: z.number().openapi({ description: 'The freshness target: the maximum of `lagSeconds`.' }),
    breached: z
      .boolean()
      .openapi({ description: 'Whether the target is missed, or the table was never synced.' }),
    completeAsOf: instant.nullable().openapi({
      description: 'All changes before this time are in the table, as proven by comparing counts.',
    }),
    lastFullSync: instant.nullable(),
    lastIncrementalSync: instant.nullable(),
    lastHotSync: instant.nullable(),
    lastError: z.string().nullable(),
    lastErrorAt: instant.nullable(),
    consecutiveFailures: count,
    nextRunAt: instant.nullable(),
    openQuarantine: count.openapi({ description: 'Records that could not be written.' }),
    driftPaths: count.openapi({ description: 'Fields that are unknown or have an unexpected type.' }),
    activity: z
      .array(z.object({ at: instant, changes: count }))
      .openapi({ description: 'Changes in each of the last 24 hours, oldest first.' }),
  })
  .openapi('SyncTable')

export const syncState = z.object({ tables: z.array(syncTable) }).openapi('SyncState')

export const runKind = z.enum(runKinds)
export const runStatus = z.enum(runStatuses)

export const syncRun = z
  .object({
    id,
    table: tableName,
    resource: resourceName.nullable(),
    kind: runKind,
    status: runStatus,
    startedAt: instant,
    finishedAt: instant.nullable(),
    pages: count,
    fetched: count,
    inserted: count,
    updated: count,
    unchanged: count,
    tombstoned: count,
    quarantined: count,
    windows: count,
    mended: count,
    requests: count,
    bytes: count,
    error: z.string().nullable(),
  })
  .openapi('SyncRun')

export const syncRunPage = z
  .object({ data: z.array(syncRun), nextCursor: z.string().nullable() })
  .openapi('SyncRunPage')

const requestKind = z.enum(requestKinds)
const requestStatus = z.enum(requestStatuses)

export const syncRequest = z
  .object({
    id,
    table: tableName,
    resource: resourceName.nullable(),
    kind: requestKind,
    allowDeletes: z.boolean(),
    quarantineId: id.nullable(),
    status: requestStatus,
    requestedBy: z.string().nullable(),
    requestedAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    runId: id.nullable(),
    error: z.string().nullable(),
  })
  .openapi('SyncRequest')

export const acceptedRequest = z.object({ requestId: id, status: requestStatus }).openapi('AcceptedRequest')

export type SyncTable = z.infer<typeof syncTable>
export type SyncState = z.infer<typeof syncState>
export type SyncRun = z.infer<typeof syncRun>
export type SyncRequest = z.infer<typeof syncRequest>
export type AcceptedRequest = z.infer<typeof acceptedRequest>

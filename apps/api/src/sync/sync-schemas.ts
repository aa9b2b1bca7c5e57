import { z } from '@hono/zod-openapi'
import {
  ownableDomains,
  requestKinds,
  requestStatuses,
  runKinds,
  runStatuses,
  workerStates,
} from 'db-migrations/protocol'
import { sending } from '../domains/domain-schemas.ts'
import { id, instant } from '../http/values.ts'
import { resourceName } from '../records/resource-name.ts'

const tableName = z.string().openapi({ description: 'The cache table in schema raw.', example: 'st_jobs' })
const count = z.int().openapi({ description: 'A count.' })

export const runKind = z.enum(runKinds)

const failure = z
  .object({ kind: runKind, error: z.string(), at: instant, count })
  .openapi('SyncFailure', { description: 'The failed runs of one kind since its last success.' })

const tableStatuses = ['never', 'idle', 'running', 'interrupted', 'failed', 'paused', 'waiting'] as const

const syncTable = z
  .object({
    table: tableName,
    resource: resourceName,
    rows: count.openapi({ description: 'Rows without a tombstone.' }),
    rowsEstimated: z.boolean().openapi({
      description: "Whether `rows` is the planner's estimate: very large tables are not counted.",
    }),
    status: z.enum(tableStatuses).openapi({
      description:
        'interrupted: its worker ended without finishing the run; failed: the last run of some kind failed; paused: the tenant is; waiting: no worker runs.',
    }),
    failures: z.array(failure).openapi({
      description:
        'The failures that no success has disproved, newest first: of a full sync, even if incremental ones succeed.',
    }),
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

const workers = z
  .object({
    state: z.enum(workerStates).openapi({
      description:
        'alive: at least one runs; stopped: the last one was stopped; vanished: it was killed or froze; never: none has run yet.',
    }),
    alive: count.openapi({ description: 'Workers that are alive. They serve all tenants.' }),
    lastSeenAt: instant.nullable().openapi({ description: 'When one was last seen; null: never.' }),
  })
  .openapi('Workers')

const pause = z
  .object({
    since: instant.nullable().openapi({ description: 'Null: not known.' }),
    by: z.string().nullable().openapi({ description: 'Who paused it; null: not known.' }),
  })
  .openapi('Pause')

const recordState = z
  .object({
    tables: z
      .array(
        z.object({
          table: z.string().openapi({ description: 'The table in schema lazi.', example: 'jobs' }),
          resource: resourceName,
          ready: z.boolean().openapi({
            description: 'Whether it is complete; until then its requests are answered with 409.',
          }),
        }),
      )
      .openapi({ description: 'Parents first: the order in which they are filled.' }),
    filling: z.string().nullable().openapi({
      description: 'The resource whose table is being filled; null: none.',
      example: 'jobs',
    }),
    behind: count.openapi({ description: 'Changes of the cache that are not in the records yet.' }),
    lagSeconds: z.number().openapi({ description: 'The age of the oldest of them; 0: there is none.' }),
    heldBack: count.openapi({
      description: 'Rows whose latest version PostgreSQL refused: the last good one is served.',
    }),
    error: z.string().nullable().openapi({ description: 'Why the last step failed; null: it did not.' }),
  })
  .openapi('RecordState')

export type RecordState = z.infer<typeof recordState>

const exchangeState = z
  .object({
    domains: z
      .array(
        z.object({
          domain: z.enum(ownableDomains),
          sending,
          pausedAt: instant.nullable(),
          pausedBy: z.string().nullable(),
        }),
      )
      .openapi({ description: 'Those whose records both sides change.' }),
    records: z
      .object({ pending: count, sending: count, unknown: count, blocked: count, failed: count })
      .openapi({
        description: 'Records with changes that ServiceTitan lacks, by what becomes of them.',
      }),
    forbidden: z.array(z.string()).openapi({
      description: 'What ServiceTitan does not allow the app.',
      example: ['scope tn.crm.customers:w'],
    }),
    oldestSeconds: z.number().nullable().openapi({
      description: 'How long the oldest change waits that can be sent; null: there is none.',
    }),
    openConflicts: count,
  })
  .openapi('ExchangeState')

export const syncState = z
  .object({
    workers,
    paused: pause.nullable().openapi({ description: 'Null: the tenant is not paused.' }),
    tables: z.array(syncTable),
    records: recordState.openapi({ description: "How far LAZI's records have followed the tables." }),
    exchange: exchangeState.openapi({
      description: 'How the exchange of changes goes, where both sides change records.',
    }),
  })
  .openapi('SyncState')

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
    outdated: count.openapi({ description: 'Skipped, because the stored version is newer.' }),
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

export type Workers = z.infer<typeof workers>
export type SyncTable = z.infer<typeof syncTable>
export type SyncState = z.infer<typeof syncState>
export type SyncRun = z.infer<typeof syncRun>
export type SyncRequest = z.infer<typeof syncRequest>
export type AcceptedRequest = z.infer<typeof acceptedRequest>

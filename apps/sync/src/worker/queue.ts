import type pg from 'pg'
import { PgBoss } from 'pg-boss'
import type { Logger } from 'pino'

/** Where pg-boss keeps its tables; made by a migration, never by pg-boss. */
const queueSchema = 'lazi_queue'
const queueName = 'sync'

/** A worker that says nothing for so long is dead, in seconds; pg-boss takes 10 at least. */
const HEARTBEAT_SECONDS = 20
/** How often a worker says that it lives, in milliseconds. */
export const keepAliveEveryMs = 5_000
/** How often somebody looks for dead workers, in seconds. */
const SUPERVISE_SECONDS = 5

/** A table of a tenant whose turn it is. What there is to do is decided when it is taken. */
export interface SyncJob {
  readonly id: string
  readonly retryCount: number
  readonly tenantId: string
  readonly tableName: string
}

export interface NewJob {
  readonly tenantId: string
  readonly tableName: string
  /** Greater goes first. */
  readonly priority: number
}

export interface Queue extends AsyncDisposable {
  /** Adds jobs; a table that waits or is at work already stays as it is. */
  add(jobs: readonly NewJob[]): Promise<void>
  /** The next job, of none of these tenants; null: there is none. */
  take(exceptTenants: readonly string[]): Promise<SyncJob | null>
  /** Says that these jobs are being worked at. */
  keepAlive(jobs: readonly SyncJob[]): Promise<void>
  complete(job: SyncJob, output: object): Promise<void>
  fail(job: SyncJob, output: object): Promise<void>
  /** Stops looking after the queue; jobs that are at work stay so until their worker is taken for dead. */
  close(): Promise<void>
}

/** The key of a table's job: one is queued or at work at a time. */
export const jobKey = ({ tenantId, tableName }: { tenantId: string; tableName: string }) =>
  `${tenantId}:${tableName}`

/**
 * The job queue. It only hands out work: what is due is in schema raw, so a job that is lost is simply made again, and
 * none is tried again by the queue itself.
 * @param pool connections of its own, at least two
 * @throws when its schema is not the one that the installed pg-boss wants
 */
export async function openQueue({ pool, logger }: { pool: pg.Pool; logger: Logger }): Promise<Queue> {
  const boss = createBoss(pool)
  boss.on('error', (error) => logger.error({ error: error.message }, 'queue'))
  boss.on('warning', ({ message }) => logger.warn({ warning: message }, 'queue'))
  await boss.start()
  await boss.createQueue(queueName, { policy: 'exclusive', ...queueOptions })
  await boss.updateQueue(queueName, queueOptions)
  const close = () => boss.stop({ graceful: false, close: false })
  return {
    async add(jobs) {
      if (jobs.length === 0) return
      await boss.insert(
        queueName,
        jobs.map(({ tenantId, tableName, priority }) => ({
          data: { tenantId, tableName },
          ...{ priority, singletonKey: jobKey({ tenantId, tableName }), group: { id: tenantId } },
        })),
      )
    },
    async take(exceptTenants) {
      const ignoreGroups = exceptTenants.length > 0 ? [...exceptTenants] : null
      const [job] = await boss.fetch<{ tenantId: string; tableName: string }>(queueName, { ignoreGroups })
      return job ? { id: job.id, retryCount: job.retryCount, ...job.data } : null
    },
    async keepAlive(jobs) {
      if (jobs.length > 0) await boss.touch(queueName, attempts(jobs))
    },
    async complete(job, output) {
      await boss.complete(queueName, attempts([job]), output)
    },
    async fail(job, output) {
      await boss.fail(queueName, attempts([job]), output)
    },
    ...{ close, [Symbol.asyncDispose]: close },
  }
}

/** Compares the queue's schema with the one that the installed pg-boss works with. @returns what differs */
export async function findQueueDrift(pool: pg.Pool): Promise<string[]> {
  const drift = await createBoss(pool).detectSchemaDrift()
  if (drift.ok) return []
  const named = (items: readonly { name: string }[]) => items.map(({ name }) => name)
  return [
    ...drift.missingTables,
    ...named([...drift.missing, ...drift.invalid, ...drift.mismatched]),
    ...named([...drift.missingFunctions, ...drift.mismatchedFunctions]),
    ...[...drift.columnDrift, ...drift.constraintDrift].map(({ table }) => table),
    ...(drift.enumDrift ? ['job_state'] : []),
  ]
}

const queueOptions = {
  ...{ retryLimit: 0, heartbeatSeconds: HEARTBEAT_SECONDS },
  // A first full sync may take hours; the heartbeat tells whether its worker lives.
  expireInSeconds: 86_399,
  retentionSeconds: 86_400,
  deleteAfterSeconds: 86_400,
}

function createBoss(pool: pg.Pool): PgBoss {
  return new PgBoss({
    ...{ schema: queueSchema, migrate: false, createSchema: false, schedule: false, registerInstance: false },
    // All that would need the right to change the schema.
    ...{ reindex: false, persistQueueStats: false, persistWarnings: false, monitorVacuum: false },
    ...{ superviseIntervalSeconds: SUPERVISE_SECONDS, monitorIntervalSeconds: SUPERVISE_SECONDS },
    db: { executeSql: (text, values) => pool.query(text, values) },
  })
}

const attempts = (jobs: readonly SyncJob[]) => jobs.map(({ id, retryCount }) => ({ id, retryCount }))

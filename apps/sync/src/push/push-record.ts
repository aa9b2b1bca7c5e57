import { randomUUID } from 'node:crypto'
import { errorText } from 'cli-kit'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { appendRecordChanges } from 'records'
import { mergeFieldsOf, type Values, valuesToSend } from 'records/merge'
import {
  type MergedRecord,
  mergeCached,
  type Reading,
  type SyncedTable,
  syncedTableNamed,
} from 'records/synced'
import {
  AuthenticationError,
  type ServiceTitanClient,
  ServiceTitanHttpError,
  type WriteOutcome,
} from 'servicetitan'
import { resourceOf, tableOf } from '../cache/tables.ts'
import { lockDomains } from '../owned/domains.ts'
import { appendChanges } from '../page/change-feed.ts'
import type { PushClaim } from './claim.ts'
import { failure, repeated } from './failure.ts'
import { endClaim, readAttempts, recordAttempt, type Waiting } from './outbox-state.ts'
import { nextRequest, type PushRequest, referencesToSend } from './requests.ts'
import { type PushTimes, writeStartLimit } from './times.ts'
import { writeReceived } from './write-record.ts'

// One record is sent in steps, each with one request:
//
//   look: GET the record ─> plan: one transaction that writes it into the cache, merges it, and stores what is sent next
//     ─> send: one request ─> confirm: one transaction as plan, with the response in place of the look ─> the next step
//
// Nothing is sent that was not stored before. A response changes something only for the attempt that it belongs to, and a
// request without a response is looked for, and never sent again unseen.

export interface PushContext {
  readonly pool: pg.Pool
  readonly api: ServiceTitanClient
  readonly times: PushTimes
  readonly signal: AbortSignal
  readonly now: () => number
  /** From 0 to 1. @default Math.random */
  readonly random?: () => number
}

/**
 * What became of a record. inStep: both sides agree; waiting: it differs still, and its row says why; lost: another worker
 * has it.
 */
export type PushOutcome = 'inStep' | 'waiting' | 'lost'

/** Sends what differs of a claimed record. @throws when PostgreSQL cannot be reached; the claim then expires */
export async function pushRecord(context: PushContext, claim: PushClaim): Promise<PushOutcome> {
  const table = syncedTableNamed(claim.table)
  const stId = await readStId(context.pool, claim)
  let held = claim
  for (;;) {
    const looked = await look(context, table, stId)
    if ('waiting' in looked) return end(context, held, looked.waiting)
    let planned = await plan(
      context,
      { table, claim: held, body: looked.body },
      { kind: 'version', endsAttempt: true },
    )
    while (typeof planned === 'object') {
      held = planned.claim
      const outcome = await sendRequest(context, planned)
      if (outcome.kind !== 'applied') {
        const { request } = planned
        return end(context, held, (attempts) => failure(context, request, outcome, attempts))
      }
      // A response without the record says only that it was applied: the record is read again.
      if (outcome.body === null || !planned.request.hasRecord) break
      const answer = { kind: 'answer', attemptId: planned.attemptId } as const
      planned = await plan(context, { table, claim: held, body: outcome.body }, answer)
    }
    if (typeof planned === 'string') return planned
    if (context.signal.aborted)
      return end(context, held, { state: 'pending', dueAt: new Date(context.now()), keepsAttempt: true })
  }
}

/** An attempt that was stored, and is to be sent. */
interface Planned {
  readonly request: PushRequest
  readonly attemptId: string
  readonly sentAt: Date
  readonly claim: PushClaim
}

interface Received {
  readonly table: SyncedTable
  readonly claim: PushClaim
  /** The record as ServiceTitan has it now. */
  readonly body: Buffer
}

async function readStId(pool: pg.Pool, { tenantId, table, id }: PushClaim): Promise<string> {
  const { rows } = await pool.query<{ stId: string | null }>(
    `SELECT st_id::text AS "stId" FROM lazi.${table} WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id],
  )
  const stId = rows[0]?.stId
  if (stId == null) throw new Error(`ServiceTitan has no such record of ${table}: ${id}.`)
  return stId
}

async function look(
  { api, signal, ...context }: PushContext,
  { record }: SyncedTable,
  stId: string,
): Promise<{ readonly body: Buffer } | { readonly waiting: (attempts: number) => Waiting }> {
  try {
    const { body } = await api.getRecord(resourceOf(tableOf(record.resource)), stId, { signal })
    return { body }
  } catch (error) {
    const status = error instanceof ServiceTitanHttpError ? error.status : null
    const what = { error: errorText(error), status, isFailure: true, keepsAttempt: true }
    if (status === 404) return { waiting: () => ({ ...what, state: 'failed', dueAt: null }) }
    return { waiting: (attempts) => ({ ...what, ...repeated(context, attempts) }) }
  }
}

async function end(
  { pool }: PushContext,
  claim: PushClaim,
  waiting: Waiting | ((attempts: number) => Waiting),
): Promise<PushOutcome> {
  const wanted = typeof waiting === 'function' ? waiting(await readAttempts(pool, claim)) : waiting
  return (await endClaim(pool, claim, wanted)) ? 'waiting' : 'lost'
}

/** Merges what ServiceTitan has, and stores the next attempt. */
async function plan(
  context: PushContext,
  received: Received,
  reading: Reading,
): Promise<Planned | PushOutcome> {
  const { table, claim, body } = received
  const { tenantId } = claim
  const client = await context.pool.connect()
  try {
    return await inTransaction(client, async () => {
      const now = new Date(context.now())
      const { hybrid } = await lockDomains(client, tenantId)
      if (!hybrid.has(table.record.domain)) return 'lost'
      const cached = await writeReceived(client, { tenantId, resource: table.record.resource, body, now })
      const merged = await mergeCached({ client, tenantId, now }, table, claim.id, reading)
      const next =
        merged?.outbox === undefined ? 'inStep' : await nextAttempt(context, client, { received, merged })
      await appendChanges({ client, tenantId }, cached, now)
      const changes = merged?.changed.length
        ? [{ id: claim.id, op: 'update', changed_paths: merged.changed }]
        : []
      await appendRecordChanges(
        client,
        tenantId,
        [{ table: table.record.name, rows: JSON.stringify(changes) }],
        { actor: 'servicetitan', causeSeq: null, now },
      )
      return next
    })
  } finally {
    client.release()
  }
}

async function nextAttempt(
  { times, now }: PushContext,
  client: pg.PoolClient,
  { received, merged }: { readonly received: Received; readonly merged: MergedRecord },
): Promise<Planned | PushOutcome> {
  const { table, claim, body } = received
  const refused = merged.outbox?.failedFields ?? {}
  const wanted = valuesToSend(mergeFieldsOf(table.writable), merged.record)
  const toSend: Values = Object.fromEntries(Object.entries(wanted).filter(([field]) => !(field in refused)))
  const ended = async (waiting: Waiting) => ((await endClaim(client, claim, waiting)) ? 'waiting' : 'lost')
  const remote = JSON.parse(body.toString()) as Record<string, unknown>
  const stIds = await readStIds(client, claim.tenantId, referencesToSend(toSend))
  const request = nextRequest(table.record.name, { stId: String(remote.id), toSend, remote, stIds })
  if (request === undefined) {
    const hasRefused = Object.keys(refused).length > 0
    return ended({
      state: hasRefused ? 'failed' : 'blocked',
      dueAt: null,
      blockedBy: hasRefused ? null : 'conflict',
    })
  }
  if ('blockedBy' in request) return ended({ state: 'blocked', dueAt: null, blockedBy: request.blockedBy })
  const attemptId = randomUUID()
  // The transaction may have waited for locks: the time since it began is not the request's.
  const sentAt = new Date(now())
  const held = await recordAttempt(client, claim, {
    id: attemptId,
    sent: request.sent,
    sentAt,
    dueAt: new Date(sentAt.getTime() + times.beforeLook),
    leasedUntil: new Date(sentAt.getTime() + times.lease),
  })
  return held === undefined ? 'lost' : { request, attemptId, sentAt, claim: held }
}

async function readStIds(
  client: pg.ClientBase,
  tenantId: string,
  references: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>()
  for (const [table, ids] of references) {
    const { rows } = await client.query<{ id: string; stId: string | null }>(
      `SELECT id::text, st_id::text AS "stId" FROM lazi.${table} WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`,
      [tenantId, ids],
    )
    for (const { id, stId } of rows) found.set(id, stId)
  }
  return found
}

async function sendRequest(
  { api, signal, times, now }: PushContext,
  { request, sentAt }: Planned,
): Promise<WriteOutcome> {
  const { method, module, path, scope, body } = request
  // Sent so late, it could still be applied after it was looked for.
  if (now() - sentAt.getTime() > writeStartLimit(times))
    return { kind: 'notSent', error: new Error('It was not sent in time.'), requests: 0 }
  try {
    return await api.send({ method, module, path, scope, body, signal })
  } catch (error) {
    // When the credentials are refused, nothing was applied.
    if (error instanceof AuthenticationError) return { kind: 'notSent', error, requests: 0 }
    return { kind: 'unknown', error, traceId: null, requests: 1 }
  }
}

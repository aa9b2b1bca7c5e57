import { randomUUID } from 'node:crypto'
import { errorText } from 'cli-kit'
import { appendRecordChanges } from 'records'
import { type CreatedRecord, type Creation, linkCreated, type NewRecord, TakenError } from 'records/synced'
import { ServiceTitanHttpError, type WriteOutcome } from 'servicetitan'
import type { PushClaim } from '../claim.ts'
import { failure, isOutage, repeated } from '../failure.ts'
import type { Waiting } from '../outbox-state.ts'
import { endPush, type PushContext, type PushOutcome, sendRequest } from '../push-step.ts'
import { createdTable, foundIn } from './creation-request.ts'
import { endMembers, forgetMembers, recordCreation, resendEdited } from './creation-state.ts'
import { findCreated } from './find-created.ts'
import { block, inCreation, wait } from './open-creation.ts'
import { readCreated } from './read-created.ts'

// A record that ServiceTitan lacks is created by one request, together with those that belong to it:
//
//   look for it by its mark ─ found ──────────────────────────────────────────────────────────> link
//         └─ none ─> plan: one transaction that stores what is sent ─> send: one POST ─ response ┘
//                                                                              └─ none: looked for twice, then sent again
//
// From the link on it has ServiceTitan's id, and is sent like any other record. While a request may still be applied,
// records that are new in ServiceTitan wait in the projection: they may be ours. Members that a response does not name are
// looked for one by one.

/**
 * Creates a claimed record in ServiceTitan, or finds it there.
 * @returns its claim when ServiceTitan has it; else what became of it
 * @throws when PostgreSQL cannot be reached; the claim then expires
 */
export async function createRecord(context: PushContext, claim: PushClaim): Promise<PushClaim | PushOutcome> {
  const { isMarked } = createdTable(claim.table)
  const ready = await inCreation<Ready>(context, claim, async (opened) => {
    const { creation, stIds, made } = opened
    const { root } = creation
    const doubt = isInDoubt(root)
    if ('blockedBy' in made && !(doubt && isMarked)) return block(context, claim, opened, made, doubt)
    const listed = foundIn(root.table)
    const parentStId = listed === undefined ? null : (stIds.get(String(root.local[listed.by])) ?? null)
    return { root, parentStId }
  })
  if (typeof ready === 'string') return ready
  const { root } = ready
  // What has no mark is known by its values only if it may have been sent: else a person has added it there.
  const mayBeThere = isMarked || isInDoubt(root)
  const found = mayBeThere ? await lookFor(context, claim, ready) : { ids: [] }
  if ('waiting' in found) return endPush(context, claim, found.waiting)
  const { ids } = found
  const [stId] = ids
  if (ids.length > 1) return endPush(context, claim, ambiguous(context, root, ids))
  if (stId !== undefined) return link(context, claim, null, ({ root: record }) => [{ record, stId }])
  const { attempt, sentAt } = root.outbox
  const lastLook = (sentAt?.getTime() ?? 0) + context.times.beforeLook + context.times.betweenLooks
  if (attempt !== null && context.now() < lastLook)
    return endPush(context, claim, { state: 'unknown', dueAt: new Date(lastLook), keepsAttempt: true })
  return post(context, claim)
}

/** Whether it may have been sent: by an attempt, or by the database of which this one is a restored copy. */
const isInDoubt = ({ outbox: { attempt, state } }: NewRecord) => attempt !== null || state === 'unknown'

/** A record that can be looked for. */
interface Ready {
  readonly root: NewRecord
  /** ServiceTitan's id of the record with which it is listed; null: it is found by its mark. */
  readonly parentStId: string | null
}

type Looked = { readonly ids: readonly string[] } | { readonly waiting: (attempts: number) => Waiting }

async function lookFor(
  context: PushContext,
  { tenantId }: PushClaim,
  { root, parentStId }: Ready,
): Promise<Looked> {
  try {
    return { ids: await findCreated({ ...context, tenantId, parentStId }, root) }
  } catch (error) {
    const status = error instanceof ServiceTitanHttpError ? error.status : null
    const what = { error: errorText(error), status, isFailure: true, keepsAttempt: true }
    const latest = new Date(context.now() + context.times.longestRetry)
    return {
      waiting: (attempts) => {
        const next = repeated(context, attempts, isOutage(error))
        // It is looked for until that is known: what has no mark would be created once more.
        return { ...what, ...(isInDoubt(root) ? { state: 'unknown', dueAt: next.dueAt ?? latest } : next) }
      },
    }
  }
}

/** A person has to say which record is the one: the others are deactivated in ServiceTitan. */
function ambiguous(
  { now, times }: PushContext,
  { table, outbox }: NewRecord,
  ids: readonly string[],
): Waiting {
  return {
    state: 'blocked',
    blockedBy: 'ambiguous-create',
    dueAt: new Date(now() + times.longestRetry),
    error: `ServiceTitan has this record ${ids.length} times, as ${table} ${ids.join(', ')}. Deactivate all but one of them there.`,
    keepsAttempt: outbox.attempt !== null,
  }
}

/** An attempt that was stored, and is to be sent. */
interface Planned {
  readonly creation: Creation
  readonly request: Parameters<typeof sendRequest>[2]
  readonly attemptId: string
  readonly claim: PushClaim
}

async function post(context: PushContext, claim: PushClaim): Promise<PushClaim | PushOutcome> {
  const planned = await plan(context, claim)
  if (typeof planned === 'string') return planned
  const { creation, request, attemptId, claim: held } = planned
  const outcome = await sendRequest(context, held, request)
  if (outcome.kind === 'applied' && outcome.body !== null) {
    const created = readCreated(creation, outcome.body)
    if (created.length > 0) return link(context, held, attemptId, (fresh) => renewed(created, fresh))
  }
  const isUnknown = outcome.kind === 'applied' || outcome.kind === 'unknown'
  const ended = await endPush(context, held, (attempts) =>
    outcome.kind === 'applied'
      ? { state: 'unknown', dueAt: new Date(context.now()), keepsAttempt: true }
      : refusal(failure(context, request, outcome, attempts), outcome),
  )
  const taken = { members: creation.members, attemptId }
  await endMembers(context.pool, held, taken, { isUnknown, dueAt: null })
  if (!isUnknown) await resendEdited(context.pool, held, new Date(context.now()))
  return ended
}

const plan = (context: PushContext, claim: PushClaim) =>
  inCreation<Planned>(context, claim, async (opened) => {
    const { client, creation, made, isSending } = opened
    const { times } = context
    // The transaction may have waited for locks: the time since it began is not the request's.
    const sentAt = new Date(context.now())
    // What is gone in LAZI was not created, and is not.
    const gone = [creation.root, ...creation.members].filter(({ isDeleted }) => isDeleted)
    await forgetMembers(client, claim.tenantId, gone)
    if (creation.root.isDeleted) return 'inStep'
    if ('blockedBy' in made) return block(context, claim, opened, made)
    if (!isSending) return wait(claim, opened)
    const attempt = {
      id: randomUUID(),
      sentAt,
      dueAt: new Date(sentAt.getTime() + times.beforeLook),
      leasedUntil: new Date(sentAt.getTime() + times.lease),
    }
    const held = await recordCreation(client, claim, attempt, made.attempts)
    const [root, ...members] = made.attempts.map(({ record, sent }) => ({
      ...record,
      outbox: { ...record.outbox, attempt: { id: attempt.id, sent } },
    }))
    if (root === undefined) throw new Error('Expected a record to create')
    return { creation: { root, members }, request: made.request, attemptId: attempt.id, claim: held }
  })

/** A refused creation is sent again when people have changed something of it: none of its values was taken. */
function refusal(waiting: Waiting, { kind, error }: Exclude<WriteOutcome, { kind: 'applied' }>): Waiting {
  if (kind !== 'refused' && kind !== 'notFound' && kind !== 'conflict') return waiting
  const errors = error instanceof ServiceTitanHttpError ? (error.errors ?? {}) : {}
  const named = Object.entries(errors).map(([path, messages]) => [path, messages.join(' ')] as const)
  return { ...waiting, state: 'failed', dueAt: null, failedFields: Object.fromEntries(named) }
}

/** The same records as they are now: people may have changed them since. */
const renewed = (created: readonly CreatedRecord[], { root, members }: Creation): CreatedRecord[] =>
  created.flatMap(({ record: { table, id }, stId }) => {
    const record = [root, ...members].find((one) => one.table === table && one.id === id)
    return record === undefined ? [] : [{ record, stId }]
  })

/** @param attemptId the attempt whose response says so; null: the record was found */
async function link(
  context: PushContext,
  claim: PushClaim,
  attemptId: string | null,
  createdOf: (creation: Creation) => readonly CreatedRecord[],
): Promise<PushClaim | PushOutcome> {
  try {
    return await linkIn(context, claim, attemptId, createdOf)
  } catch (error) {
    if (!(error instanceof TakenError)) throw error
    const dueAt = new Date(context.now() + context.times.longestRetry)
    return endPush(context, claim, {
      state: 'blocked',
      blockedBy: 'ambiguous-create',
      dueAt,
      error: error.message,
      keepsAttempt: true,
    })
  }
}

const linkIn = (
  context: PushContext,
  claim: PushClaim,
  attemptId: string | null,
  createdOf: (creation: Creation) => readonly CreatedRecord[],
) =>
  inCreation<PushClaim>(context, claim, async ({ client, now, creation }) => {
    const { root, members } = creation
    if (attemptId !== null && root.outbox.attempt?.id !== attemptId) return 'lost'
    const { tenantId } = claim
    const created = createdOf(creation)
    const changes = await linkCreated({ client, tenantId, now }, created, claim.id)
    if (attemptId !== null) {
      const left = members.filter((member) => !created.some(({ record }) => record === member))
      // They were created, too, and can be looked for at once.
      await endMembers(client, claim, { members: left, attemptId }, { isUnknown: true, dueAt: now })
    }
    await appendRecordChanges(client, tenantId, changes, { actor: 'servicetitan', causeSeq: null, now })
    return { ...claim, op: root.isDeleted ? 'delete' : 'update' }
  })

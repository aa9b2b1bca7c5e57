import { actorText, changedFields } from '../../audit/record-entries.ts'
import { recordColumn } from '../../field-name.ts'
import { appointmentFields, jobFields } from '../../fields/jobs.ts'
import { isOpen, type JobAction, jobTransitions } from '../../fields/transitions.ts'
import { RefusedChangeError } from '../errors.ts'
import { lockParents } from '../lock-parents.ts'
import { noteChanged } from '../outbox.ts'
import type { RecordWrite } from '../record-write.ts'
import { assertVersion, type RecordReference, type StoredRecord } from '../stored-record.ts'
import { changesOf, type NewColumns } from '../update-record.ts'
import type { Reason } from './appointments.ts'
import { endAssignments, readAssigned, updateAssignments } from './bookings.ts'
import { deriveJob, lockJob } from './derive-job.ts'
import { lockPlace } from './lock-place.ts'
import { refuseTheirs } from './refuse-theirs.ts'

/** The job of a request, and the version for which the change was made. */
export interface JobTarget {
  readonly reference: RecordReference
  readonly version: string
}

/**
 * Completes a job. Appointments that are being worked on are done with it.
 * @throws {WriteError} when there is no such job, its version is another, its status does not allow it, or appointments
 *   are still to be done
 */
export async function completeJob(write: RecordWrite, target: JobTarget): Promise<void> {
  const job = await lockJobFor(write, target, 'complete')
  const visits = await lockAppointments(write, job)
  const left = visits.filter(({ status }) => isOpen(status) && status !== 'Working')
  if (left.length > 0)
    throw new RefusedChangeError(
      `Appointments are still to be done, or to be removed: ${left.map(({ number, status }) => `${number} is ${status}`).join(', ')}.`,
    )
  await setStatuses(
    write,
    visits.filter(({ status }) => status === 'Working'),
    'Done',
  )
  await finish(write, job, 'complete', {
    completedAt: { value: toMicroseconds(write.act.now), kind: 'instant' },
  })
}

/**
 * Reopens a job that is completed.
 * @throws {WriteError} as {@link completeJob}, or when the customer or the location is not active
 */
export async function reopenJob(write: RecordWrite, target: JobTarget): Promise<void> {
  await lockPlace(write, target.reference)
  const job = await lockJobFor(write, target, 'reopen')
  await finish(write, job, 'reopen', { completedAt: { value: null, kind: 'instant' } })
}

/**
 * Cancels a job with its appointments; the technicians are free again. While ServiceTitan changes jobs too, it cancels the
 * appointments when it cancels the job.
 * @throws {WriteError} as {@link completeJob}, or when there is no such reason
 */
export async function cancelJob(
  write: RecordWrite,
  target: JobTarget,
  { reasonId, memo }: Reason,
): Promise<void> {
  await lockParents(write, [{ path: 'reasonId', of: 'job_cancel_reasons', id: reasonId }])
  const job = await lockJobFor(write, target, 'cancel')
  if (!(await write.isHybrid())) {
    const visits = (await lockAppointments(write, job)).filter(({ status }) => isOpen(status))
    await freeWithStatus(write, visits, 'Canceled')
  }
  await finish(write, job, 'cancel', {
    cancelReasonId: { value: reasonId, kind: 'uuid' },
    cancelMemo: { value: memo, kind: 'text' },
    canceledAt: { value: toMicroseconds(write.act.now), kind: 'instant' },
  })
}

/**
 * Restores a job that was canceled, with its appointments, which have no technicians then. Those of a job that
 * ServiceTitan canceled still have them, but are not booked: other appointments may have the technicians. While
 * ServiceTitan changes jobs too, it restores the appointments when it restores the job.
 * @throws {WriteError} as {@link reopenJob}
 */
export async function restoreJob(write: RecordWrite, target: JobTarget): Promise<void> {
  await lockPlace(write, target.reference)
  const job = await lockJobFor(write, target, 'restore')
  if (!(await write.isHybrid())) {
    const visits = await lockAppointments(write, job)
    await freeWithStatus(
      write,
      visits.filter(({ status }) => status === 'Canceled'),
      'Scheduled',
    )
  }
  await finish(write, job, 'restore', {
    cancelReasonId: { value: null, kind: 'uuid' },
    cancelMemo: { value: null, kind: 'text' },
    canceledAt: { value: null, kind: 'instant' },
  })
}

/** Puts the open appointments of a job on hold. @throws {WriteError} as {@link completeJob}, or when there is no such reason */
export async function holdJob(write: RecordWrite, target: JobTarget, reason: Reason): Promise<void> {
  await lockParents(write, [{ path: 'reasonId', of: 'job_hold_reasons', id: reason.reasonId }])
  const job = await lockJobFor(write, target, 'hold')
  const visits = (await lockAppointments(write, job)).filter(({ status }) => isOpen(status))
  if (visits.length === 0) throw new RefusedChangeError('The job has no appointment that could be on hold.')
  await setStatuses(write, visits, 'Hold', { hold: reason })
  await finish(write, job, 'hold')
}

/** Schedules the appointments of a job again that are on hold. @throws {WriteError} as {@link completeJob} */
export async function unholdJob(write: RecordWrite, target: JobTarget): Promise<void> {
  const job = await lockJobFor(write, target, 'unhold')
  const visits = (await lockAppointments(write, job)).filter(({ status }) => status === 'Hold')
  await setStatuses(write, visits, 'Scheduled')
  await finish(write, job, 'unhold')
}

async function lockJobFor(
  write: RecordWrite,
  { reference, version }: JobTarget,
  action: JobAction,
): Promise<StoredRecord> {
  await refuseTheirs(write, jobTransitions[action])
  const job = await lockJob(write, reference)
  await assertVersion(write, jobFields, job, version)
  const { from } = jobTransitions[action]
  const { status } = job.values
  if (!(from as readonly unknown[]).includes(status))
    throw new RefusedChangeError(
      `A job that is ${status} does not allow "${action}": it must be ${from.join(', ')}.`,
    )
  return job
}

interface Visit {
  readonly id: string
  readonly stId: string | null
  readonly number: string | null
  readonly status: string
  readonly holdReasonId: string | null
  readonly holdMemo: string | null
  readonly technicianId: string | null
  readonly technicianIds: readonly string[] | null
}

async function lockAppointments(
  { client, tenantId }: RecordWrite,
  { id }: StoredRecord,
): Promise<readonly Visit[]> {
  const { rows } = await client.query<Visit>(
    `SELECT id::text, st_id::text AS "stId", number, status, hold_reason_id::text AS "holdReasonId", hold_memo AS "holdMemo",
            technician_id::text AS "technicianId", technician_ids::text[] AS "technicianIds"
       FROM lazi.appointments
      WHERE tenant_id = $1 AND job_id = $2 AND active AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE`,
    [tenantId, id],
  )
  return rows
}

/** Sets the status of locked appointments, and ends their assignments. */
async function freeWithStatus(write: RecordWrite, visits: readonly Visit[], status: string): Promise<void> {
  const ids = visits.map(({ id }) => id)
  await endAssignments(write, await readAssigned(write, ids))
  await setStatuses(write, visits, status, { isFreed: true })
}

/**
 * Sets the status of locked appointments where it differs, and of their assignments.
 * @param options.isFreed whether their assignments were ended, so that their list of technicians is emptied too
 */
async function setStatuses(
  write: RecordWrite,
  visits: readonly Visit[],
  status: string,
  { hold = null, isFreed = false }: { readonly hold?: Reason | null; readonly isFreed?: boolean } = {},
): Promise<void> {
  const set = { status, holdReasonId: hold?.reasonId ?? null, holdMemo: hold?.memo ?? null }
  const freed = isFreed ? { technicianId: null, technicianIds: null } : {}
  const changed = visits.flatMap((visit) => {
    const changes = changedFields(visit, { ...visit, ...set, ...freed })
    return changes === null ? [] : [{ visit, changes }]
  })
  if (changed.length === 0) return
  const { client, tenantId, act, publish } = write
  const ids = changed.map(({ visit }) => visit.id)
  await client.query(
    `UPDATE lazi.appointments
        SET status = $3, hold_reason_id = $4, hold_memo = $5,
            technician_id = CASE WHEN $6 THEN NULL ELSE technician_id END,
            technician_ids = CASE WHEN $6 THEN NULL ELSE technician_ids END,
            version = version + 1, updated_at = $7, updated_by = $8
      WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`,
    [
      tenantId,
      ids,
      status,
      hold?.reasonId ?? null,
      hold?.memo ?? null,
      isFreed,
      act.now,
      actorText(act.actor),
    ],
  )
  for (const { visit, changes } of changed) {
    publish('appointments', visit.id, 'update', Object.keys(changes).map(recordColumn))
    write.enterOther('appointments', visit.id, changes)
    const { id, stId, ...values } = visit
    const news = Object.entries(changes).map(([name, { new: value }]) => [name, value] as const)
    noteChanged(write, appointmentFields, { id, stId, values }, Object.fromEntries(news))
  }
  await updateAssignments(write, ids, { status })
}

/** Updates the job, and adds the entry of the action. */
async function finish(
  write: RecordWrite,
  job: StoredRecord,
  action: JobAction,
  others: NewColumns = {},
): Promise<void> {
  const status = jobTransitions[action].to
  const set: NewColumns = {
    ...(status !== null && { status: { value: status, kind: 'text' } }),
    ...others,
  }
  const changed = await deriveJob(write, job, set, { isOpened: action === 'restore' })
  write.enter({
    action,
    entity: 'lazi.jobs',
    entityId: job.id,
    changes: changesOf(job, changed),
  })
}

/** A time as records have it in JSON. */
const toMicroseconds = (time: Date) => time.toISOString().replace('Z', '000Z')

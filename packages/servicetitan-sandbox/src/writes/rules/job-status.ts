import { FIRST_USER_ID } from '../../definition/common.ts'
import type { Id } from '../../definition/record.ts'
import { createChecks, findOrRefuse } from '../checks.ts'
import { Refusal } from '../refusal.ts'
import type { WriteContext } from '../write-context.ts'
import { type Rule, ruleOf } from './rule.ts'
import { unassignAll, visitsOf } from './visits.ts'

const cancelJob = ruleOf<{ reasonId: number; memo: string }>((context, { id, body }) => {
  const job = findOrRefuse(context, 'jobs', id)
  const checks = createChecks(context)
  checks.known('job-cancel-reasons', body.reasonId, { path: 'reasonId' })
  checks.refuse()
  if (job.jobStatus === 'Canceled' || job.jobStatus === 'Completed')
    throw new Refusal(400, `The job ${job.id} is ${job.jobStatus}.`)
  context.update('jobs', job.id, { jobStatus: 'Canceled' }, { reasonId: body.reasonId, memo: body.memo })
  for (const visit of visitsOf(context, job.id)) {
    if (visit.status === 'Done' || visit.status === 'Canceled') continue
    context.update('appointments', visit.id, { status: 'Canceled' })
    unassignAll(context, visit.id)
  }
  context.insert('job-canceled-logs', {
    id: context.nextId('job-canceled-logs'),
    jobId: job.id,
    reasonId: body.reasonId,
    memo: body.memo,
    createdById: FIRST_USER_ID,
    active: true,
  })
  return undefined
})

/** The active logs of a job's cancellations. */
const cancellationsOf = (context: WriteContext, jobId: Id) =>
  context.childrenOf('job-canceled-logs', 'jobId', jobId).filter(({ active }) => active)

/** That an unknown job is refused with 400 follows from the contract, which has no 404. */
const removeCancellation = ruleOf((context, { id }) => {
  const job = context.find('jobs', id)
  if (job?.jobStatus !== 'Canceled') throw new Refusal(400, `The job ${id} is not canceled.`)
  context.update('jobs', job.id, { jobStatus: 'Scheduled' })
  for (const visit of visitsOf(context, job.id)) {
    if (visit.status === 'Canceled') context.update('appointments', visit.id, { status: 'Scheduled' })
  }
  for (const log of cancellationsOf(context, job.id)) context.deactivate('job-canceled-logs', log.id)
  return undefined
})

/**
 * Cancelling a job cancels its open appointments and unassigns their technicians; removing the cancellation schedules
 * all of its cancelled appointments again, without technicians. A completed or cancelled job cannot be cancelled: with
 * 400, because the vendor documents no 409.
 */
export const jobStatusRules: Readonly<Record<string, Rule>> = {
  Jobs_Cancel: cancelJob,
  Jobs_RemoveCancellation: removeCancellation,
}

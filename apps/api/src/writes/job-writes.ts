import { type JobAction, jobTransitions } from 'records/fields'
import {
  cancelJob,
  changeJob,
  completeJob,
  createJob,
  holdJob,
  type JobTarget,
  type NewAppointment,
  type Reason,
  type RecordWrite,
  reopenJob,
  restoreJob,
  unholdJob,
} from 'records/writes'
import type { RouteModule } from '../http/context.ts'
import { addWrite } from './write-route.ts'
import { jobChanges, newJob, reason } from './write-schemas.ts'

const shared = { domains: ['jobs'], resource: 'jobs' } as const

/** Changes of jobs. */
export const jobWriteRoutes: RouteModule = (api, context) => {
  addWrite(
    api,
    context,
    {
      ...shared,
      scope: 'write:records',
      path: '/jobs',
      operationId: 'createJob',
      summary: 'Create a job with its appointments',
      description:
        'The job gets a number that begins with L. 409 with `bookings` when a technician has another booking at that time.',
      body: newJob,
      creates: true,
    },
    (write, { body: { id, appointments, ...values } }) =>
      createJob(write, {
        id: id as string | undefined,
        values,
        appointments: appointments as NewAppointment[],
      }),
  )
  addWrite(
    api,
    context,
    {
      ...shared,
      scope: 'write:records',
      method: 'patch',
      path: '/jobs/{id}',
      operationId: 'changeJob',
      summary: 'Change a job',
      body: jobChanges,
    },
    (write, { reference, version, body }) => changeJob(write, { reference, version, values: body }),
  )
  for (const [action, { summary, work, hasReason = false }] of Object.entries(actions)) {
    addWrite(
      api,
      context,
      {
        ...shared,
        scope: 'write:dispatch',
        path: `/jobs/{id}/${action}`,
        operationId: `${action}Job`,
        summary,
        description: allowedFrom(action as JobAction),
        ...(hasReason && { body: reason }),
      },
      (write, { body, ...target }) => work(write, target, body),
    )
  }
}

const allowedFrom = (action: JobAction) =>
  `Allowed while the job is ${jobTransitions[action].from.join(', ')}; else 409.`

interface Action {
  readonly summary: string
  /** Whether it takes a reason. @default false */
  readonly hasReason?: true
  readonly work: (write: RecordWrite, job: JobTarget, reason: Reason) => Promise<void>
}

const actions: Readonly<Record<JobAction, Action>> = {
  complete: { summary: 'Complete a job', work: completeJob },
  reopen: { summary: 'Reopen a completed job', work: reopenJob },
  restore: { summary: 'Restore a canceled job', work: restoreJob },
  unhold: { summary: 'Schedule the appointments of a job again that are on hold', work: unholdJob },
  cancel: { summary: 'Cancel a job with its appointments', work: cancelJob, hasReason: true },
  hold: { summary: 'Put the open appointments of a job on hold', work: holdJob, hasReason: true },
}

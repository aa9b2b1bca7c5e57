import { FIRST_USER_ID } from '../../definition/common.ts'
import type { Id } from '../../definition/record.ts'
import { formatTicks, parseTicks } from '../../lib/ticks.ts'
import type { AppointmentRecord } from '../../resources/appointments.ts'
import type { JobRecord } from '../../resources/jobs.ts'
import { normaliser } from '../normalise.ts'
import type { WriteContext } from '../write-context.ts'
import { type GivenTimes, timesOf } from './times.ts'

/** An appointment of a body. */
export type GivenVisit = GivenTimes & { technicianIds?: number[] | null; specialInstructions?: string | null }

/** All appointments of a job that are not deleted, in order of their times. */
export const visitsOf = (context: WriteContext, jobId: Id): AppointmentRecord[] =>
  context
    .childrenOf('appointments', 'jobId', jobId)
    .filter(({ active }) => active)
    .sort((a, b) => (parseTicks(a.start) ?? 0) - (parseTicks(b.start) ?? 0))

/** The technicians who are assigned to an appointment. */
export const liveAssignments = (context: WriteContext, appointmentId: Id) =>
  context
    .childrenOf('appointment-assignments', 'appointmentIds', appointmentId)
    .filter(({ active }) => active)

export const assign = (context: WriteContext, visit: AppointmentRecord, technicianId: Id): void => {
  context.insert('appointment-assignments', {
    technicianId,
    technicianName: context.find('technicians', technicianId)?.name ?? '',
    assignedById: FIRST_USER_ID,
    assignedOn: formatTicks(context.now()),
    status: visit.status === 'Dispatched' || visit.status === 'Working' ? visit.status : 'Scheduled',
    isPaused: false,
    jobId: visit.jobId,
    appointmentId: visit.id,
    active: true,
  })
}

/** Unassigns all technicians of an appointment. */
export const unassignAll = (context: WriteContext, appointmentId: Id): void => {
  for (const { id } of liveAssignments(context, appointmentId))
    context.deactivate('appointment-assignments', id)
}

/** Inserts an appointment and its assignments. Its number counts the job's appointments, deleted ones included. */
export const insertVisit = (
  context: WriteContext,
  job: Pick<JobRecord, 'id' | 'jobNumber' | 'customerId'>,
  given: GivenVisit & { id?: Id },
): AppointmentRecord => {
  const number = context.childrenOf('appointments', 'jobId', job.id).length + 1
  const visit = context.insert('appointments', {
    id: given.id ?? context.nextId('appointments'),
    jobId: job.id,
    appointmentNumber: `${job.jobNumber}-${number}`,
    ...timesOf(given),
    status: 'Scheduled',
    specialInstructions: normaliser(context.settings).text(given.specialInstructions ?? null),
    customerId: job.customerId,
    unused: false,
    createdById: FIRST_USER_ID,
    isConfirmed: false,
    active: true,
    appointmentSummaries: [],
  })
  for (const technicianId of new Set(given.technicianIds)) assign(context, visit, technicianId)
  return visit
}

/** Sets what a job says of its appointments, if it differs: their number, the first and the last one. */
export const refreshJob = (context: WriteContext, job: JobRecord): void => {
  const visits = visitsOf(context, job.id)
  const [first, last] = [visits[0], visits.at(-1)]
  if (!first || !last) return
  const isSame =
    job.appointmentCount === visits.length &&
    job.firstAppointmentId === first.id &&
    job.lastAppointmentId === last.id
  if (isSame) return
  context.update('jobs', job.id, {
    appointmentCount: visits.length,
    firstAppointmentId: first.id,
    lastAppointmentId: last.id,
  })
}

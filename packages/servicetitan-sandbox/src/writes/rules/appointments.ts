import type { AppointmentRecord } from '../../resources/appointments.ts'
import { createChecks, findOrRefuse } from '../checks.ts'
import { normaliser } from '../normalise.ts'
import { Refusal } from '../refusal.ts'
import type { WriteContext } from '../write-context.ts'
import { type Rule, ruleOf } from './rule.ts'
import { checkTimes, type GivenTimes, timesOf } from './times.ts'
import { type GivenVisit, insertVisit, refreshJob, unassignAll, visitsOf } from './visits.ts'

/** @throws {Refusal} 404 for an unknown or deleted appointment. */
const findVisit = (context: WriteContext, id: string): AppointmentRecord => {
  const visit = findOrRefuse(context, 'appointments', id)
  if (!visit.active) throw new Refusal(404)
  return visit
}

/** @throws {Refusal} 409 when it is done or cancelled. */
const findOpenVisit = (context: WriteContext, id: string): AppointmentRecord => {
  const visit = findVisit(context, id)
  if (visit.status === 'Done' || visit.status === 'Canceled')
    throw new Refusal(409, `The appointment ${visit.id} is ${visit.status}.`)
  return visit
}

/** An unknown job is refused with 400, one that is completed or cancelled with 409: both are assumptions. */
const addAppointment = ruleOf<GivenVisit & { jobId: number }>((context, { body }) => {
  const checks = createChecks(context)
  const job = checks.known('jobs', body.jobId, { path: 'jobId' })
  checkTimes(checks, body, '')
  checks.allKnown('technicians', body.technicianIds, { path: 'technicianIds', isActive: true })
  checks.refuse()
  if (!job) return undefined
  if (job.jobStatus === 'Completed' || job.jobStatus === 'Canceled')
    throw new Refusal(409, `The job ${job.id} is ${job.jobStatus}.`)
  const visit = insertVisit(context, job, body)
  refreshJob(context, job)
  return visit
})

/** What the body leaves out stays as it is; that the appointment is then to be confirmed again is an option. */
const reschedule = ruleOf<Partial<GivenTimes>>((context, { id, body }) => {
  const visit = findOpenVisit(context, id)
  const times = { ...visit, ...body }
  const checks = createChecks(context)
  checkTimes(checks, times, '')
  checks.refuse()
  const written = Object.entries(timesOf(times)).filter(([field]) => Object.hasOwn(body, field))
  const moved = context.update('appointments', visit.id, {
    ...Object.fromEntries(written),
    ...(visit.isConfirmed && !context.settings.keepsConfirmation && { isConfirmed: false }),
  })
  const job = context.find('jobs', visit.jobId)
  if (job) refreshJob(context, job)
  return moved
})

const instruct = ruleOf<{ specialInstructions: string }>((context, { id, body }) => {
  const { text } = normaliser(context.settings)
  return context.update('appointments', findOpenVisit(context, id).id, {
    specialInstructions: text(body.specialInstructions),
  })
})

/** A job is on hold while all of its open appointments are: that is an assumption. */
const holdOrResumeJob = (context: WriteContext, { jobId }: AppointmentRecord): void => {
  const job = context.find('jobs', jobId)
  if (!job) return
  const open = visitsOf(context, jobId).filter(({ status }) => status !== 'Done' && status !== 'Canceled')
  const isHeld = open.every(({ status }) => status === 'Hold')
  if (isHeld && job.jobStatus !== 'Hold') context.update('jobs', job.id, { jobStatus: 'Hold' })
  if (!isHeld && job.jobStatus === 'Hold') context.update('jobs', job.id, { jobStatus: 'Scheduled' })
}

const hold = ruleOf<{ reasonId: number; memo: string }>((context, { id, body }) => {
  const visit = findOpenVisit(context, id)
  const checks = createChecks(context)
  checks.known('job-hold-reasons', body.reasonId, { path: 'reasonId' })
  checks.refuse()
  if (visit.status === 'Hold') throw new Refusal(409, `The appointment ${visit.id} is already on hold.`)
  const { reasonId, memo } = body
  context.update('appointments', visit.id, { status: 'Hold' }, { reasonId, memo })
  holdOrResumeJob(context, visit)
  return undefined
})

const removeHold = ruleOf((context, { id }) => {
  const visit = findVisit(context, id)
  if (visit.status !== 'Hold') throw new Refusal(409, 'Appointment is not on hold')
  context.update('appointments', visit.id, { status: 'Scheduled' })
  holdOrResumeJob(context, visit)
  return undefined
})

const confirm = ruleOf((context, { id }) => {
  const visit = findVisit(context, id)
  if (visit.isConfirmed) throw new Refusal(409, 'Appointment is already confirmed')
  context.update('appointments', visit.id, { isConfirmed: true })
  return undefined
})

const removeConfirmation = ruleOf((context, { id }) => {
  const visit = findVisit(context, id)
  if (!visit.isConfirmed) throw new Refusal(409, 'Appointment was not confirmed')
  context.update('appointments', visit.id, { isConfirmed: false })
  return undefined
})

/** Refused for the only appointment of a job, and for one that was worked on. */
const remove = ruleOf((context, { id }) => {
  const visit = findVisit(context, id)
  const isOnly = visitsOf(context, visit.jobId).length === 1
  if (isOnly || visit.status === 'Working' || visit.status === 'Done')
    throw new Refusal(409, "Appointment is in the state that doesn't allow deletion")
  context.deactivate('appointments', visit.id)
  unassignAll(context, visit.id)
  const job = context.find('jobs', visit.jobId)
  if (job) refreshJob(context, job)
  return undefined
})

export const appointmentRules: Readonly<Record<string, Rule>> = {
  Appointments_Add: addAppointment,
  Appointments_Delete: remove,
  Appointments_Reschedule: reschedule,
  Appointments_Hold: hold,
  Appointments_RemoveHold: removeHold,
  Appointments_UpdateSpecialInstructions: instruct,
  Appointments_Confirm: confirm,
  Appointments_RemoveConfirmation: removeConfirmation,
}

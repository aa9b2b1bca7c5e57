import type { Values } from 'records/merge'
import { nextMember, stIdOf, textOf } from './body.ts'
import { BlockedError, type PushedTable, type PushRequest, type RequestInput, type Step } from './request.ts'

const scope = 'tn.jpm.appointments:w'

/** A request about an appointment, which responds with nothing. */
const request = (
  method: PushRequest['method'],
  stId: string,
  action: string,
  sent: Values,
  body?: PushRequest['body'],
): PushRequest => ({
  method,
  module: 'jpm',
  path: `appointments/${stId}${action}`,
  scope,
  ...(body && { body }),
  sent,
  hasRecord: false,
})

const unhold: Step = ({ stId, toSend }) =>
  'status' in toSend && toSend.status !== 'Hold'
    ? request('DELETE', stId, '/hold', { status: toSend.status })
    : undefined

/**
 * ServiceTitan takes the confirmation of an appointment back when it is moved: that is an effect of this request, so that
 * one which was confirmed since is confirmed again.
 */
const reschedule: Step = ({ stId, toSend, local }) => {
  if (!('time' in toSend)) return undefined
  const { startsAt, endsAt, arrivalStartsAt, arrivalEndsAt } = toSend.time as Values
  const sent = { time: toSend.time, ...(local.isConfirmed === true && { isConfirmed: false }) }
  const body = {
    start: startsAt,
    end: endsAt,
    arrivalWindowStart: arrivalStartsAt ?? null,
    arrivalWindowEnd: arrivalEndsAt ?? null,
  }
  return { ...request('PATCH', stId, '/reschedule', sent, body), hasRecord: true }
}

const instruct: Step = ({ stId, toSend: { specialInstructions } }) => {
  if (specialInstructions === undefined) return undefined
  const body = { specialInstructions: textOf(specialInstructions) }
  return { ...request('PUT', stId, '/special-instructions', { specialInstructions }, body), hasRecord: true }
}

/** Technicians are assigned before others are unassigned, so that a visit is never without a technician. */
const technicians: Step = (input) => {
  const next = nextMember(input.toSend.technicianIds)
  if (next === undefined) return undefined
  const technicianId = stIdOf('technicians', next.id, input)
  return {
    method: 'POST',
    module: 'dispatch',
    path: `appointment-assignments/${next.isAdded ? 'assign' : 'unassign'}-technicians`,
    scope: 'tn.dis.appointmentassignments:w',
    body: { jobAppointmentId: BigInt(input.stId), technicianIds: [technicianId] },
    sent: { technicianIds: next.sent },
    // It responds with the appointment, without its assignments.
    hasRecord: false,
  }
}

const confirm: Step = ({ stId, toSend: { isConfirmed } }) =>
  isConfirmed === undefined
    ? undefined
    : request(isConfirmed === true ? 'PUT' : 'DELETE', stId, '/confirmation', { isConfirmed })

const hold: Step = (input: RequestInput) => {
  const { stId, toSend, local } = input
  if (toSend.status !== 'Hold') return undefined
  if (local.holdReasonId == null) throw new BlockedError('needs a reason')
  const reasonId = stIdOf('job_hold_reasons', local.holdReasonId, input)
  return request('PUT', stId, '/hold', { status: 'Hold' }, { reasonId, memo: local.holdMemo ?? '' })
}

export const appointments: PushedTable = {
  references: { technicianIds: 'technicians', holdReasonId: 'job_hold_reasons' },
  steps: [unhold, reschedule, instruct, technicians, confirm, hold],
  remove: ({ stId }) => request('DELETE', stId, '', {}),
  related: { technicianIds: [{ resource: 'appointment-assignments', filter: 'appointmentIds' }] },
}

import { createChecks } from '../checks.ts'
import { Refusal } from '../refusal.ts'
import { type Rule, ruleOf } from './rule.ts'
import { assign, liveAssignments } from './visits.ts'

type Body = { jobAppointmentId: number; technicianIds: number[] }

const assignTechnicians = ruleOf<Body>((context, { body }) => {
  const checks = createChecks(context)
  const visit = checks.known('appointments', body.jobAppointmentId, {
    path: 'jobAppointmentId',
    isActive: true,
  })
  checks.allKnown('technicians', body.technicianIds, { path: 'technicianIds', isActive: true })
  checks.refuse()
  if (!visit) return undefined
  if (visit.status === 'Done' || visit.status === 'Canceled')
    throw new Refusal(409, `The appointment ${visit.id} is ${visit.status}.`)
  const assigned = new Set(liveAssignments(context, visit.id).map(({ technicianId }) => String(technicianId)))
  const [already] = body.technicianIds.filter((id) => assigned.has(String(id)))
  if (already !== undefined && context.settings.assignTwice === 'reject')
    throw new Refusal(409, `The technician ${already} is already assigned to the appointment ${visit.id}.`)
  for (const id of new Set(body.technicianIds)) if (!assigned.has(String(id))) assign(context, visit, id)
  return visit
})

/** Technicians who are not assigned are ignored, since the vendor documents no conflict. */
const unassignTechnicians = ruleOf<Body>((context, { body }) => {
  const checks = createChecks(context)
  const visit = checks.known('appointments', body.jobAppointmentId, { path: 'jobAppointmentId' })
  checks.allKnown('technicians', body.technicianIds, { path: 'technicianIds' })
  checks.refuse()
  if (!visit) return undefined
  const wanted = new Set(body.technicianIds.map(String))
  for (const { id, technicianId } of liveAssignments(context, visit.id))
    if (wanted.has(String(technicianId))) context.deactivate('appointment-assignments', id)
  return visit
})

/** Neither changes the appointment, nor shows the ids of assignments in its response. */
export const assignmentRules: Readonly<Record<string, Rule>> = {
  AppointmentAssignments_AssignTechnicians: assignTechnicians,
  AppointmentAssignments_UnassignTechnicians: unassignTechnicians,
}

import type { Id } from '../definition/record.ts'
import { parseTicks } from '../lib/ticks.ts'
import type { AppointmentRecord } from '../resources/appointments.ts'
import { childrenBy, readChildren } from '../store/children.ts'
import type { Collection } from '../store/collection.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { BookEntry } from '../writes/book.ts'
import { dueOf, STAGES, type Visit } from './board/visits.ts'
import type { Office } from './office.ts'

/** What is written through the API and by persons while a business day runs. */
export type Outside = {
  /** Brings the open visits of the jobs that were written since the last call in line with their records. */
  notice: () => void
  /** Whether a visit's job was cancelled, or its appointment deleted. */
  isCanceled: (visit: Visit) => boolean
}

const CLOSED = ['Completed', 'Canceled', 'Hold']

export const createOutside = (options: {
  office: Office
  visits: Visit[]
  collectionOf: <N extends ResourceName>(name: N) => Collection<N>
  /** The tenant's entries of the book since the last call. */
  takeWritten: () => readonly BookEntry[]
}): Outside => {
  const { office, visits, collectionOf, takeWritten } = options
  const childrenOf = <N extends ResourceName>(name: N, parameter: string, id: Id) =>
    readChildren(collectionOf(name), childrenBy(collectionOf(name), parameter, String(id))).filter(
      ({ active }) => active,
    )
  const jobIdOf = ({ resource, id }: BookEntry): Id | undefined => {
    if (resource === 'jobs') return id
    if (resource !== 'appointments' && resource !== 'appointment-assignments') return undefined
    return office.find(resource, id)?.jobId
  }
  /**
   * The only open appointment of a job. A job with several is left to people: a visit of a business day ends with its
   * job.
   */
  const openAppointment = (jobId: Id): AppointmentRecord | undefined => {
    const job = office.find('jobs', jobId)
    if (!job || CLOSED.includes(job.jobStatus)) return undefined
    const open = childrenOf('appointments', 'jobId', jobId).filter(({ status }) => STAGES[status])
    return open.length === 1 ? open[0] : undefined
  }
  const take = (appointment: AppointmentRecord, known: Visit | undefined): void => {
    const stage = STAGES[appointment.status] ?? 'Scheduled'
    const [start, end] = [parseTicks(appointment.start), parseTicks(appointment.end)]
    if (start === undefined || end === undefined) return
    const assigned = childrenOf('appointment-assignments', 'appointmentIds', appointment.id).map(
      ({ id, technicianId }) =>
        known?.assigned.find(({ assignmentId }) => assignmentId === id) ?? { assignmentId: id, technicianId },
    )
    const isSame = known?.start === start && known.end === end && known.stage === stage
    const dueAt = isSame ? known.dueAt : dueOf({ stage, start, end }, office.random)
    const visit: Visit = {
      jobId: appointment.jobId,
      appointmentId: appointment.id,
      invoiceId: office.find('jobs', appointment.jobId)?.invoiceId ?? 0,
      assigned,
      start,
      end,
      stage,
      dueAt,
    }
    if (known) Object.assign(known, visit)
    else visits.push(visit)
    for (const { technicianId } of assigned) office.board.reserve(technicianId, visit)
  }
  const noticeJob = (jobId: Id): void => {
    const known = visits.find((visit) => String(visit.jobId) === String(jobId))
    for (const { technicianId } of known?.assigned ?? [])
      if (known) office.board.release(technicianId, known.appointmentId)
    const appointment = openAppointment(jobId)
    if (appointment) take(appointment, known)
    else if (known) visits.splice(visits.indexOf(known), 1)
  }
  return {
    notice: () => {
      const jobIds = takeWritten().flatMap((entry) => jobIdOf(entry) ?? [])
      for (const jobId of new Set(jobIds)) noticeJob(jobId)
    },
    isCanceled: ({ jobId, appointmentId }) =>
      office.find('jobs', jobId)?.jobStatus === 'Canceled' ||
      office.find('appointments', appointmentId)?.active === false,
  }
}

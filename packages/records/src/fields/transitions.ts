// Which actions each status allows, and where they lead: the one table for checks, documents and tests.

export type JobStatus = 'Scheduled' | 'Dispatched' | 'InProgress' | 'Hold' | 'Completed' | 'Canceled'
export type AppointmentStatus = 'Scheduled' | 'Dispatched' | 'Working' | 'Hold' | 'Done' | 'Canceled'

/** From which statuses an action is allowed. */
interface Transition<Status extends string> {
  readonly from: readonly Status[]
  /** The new status; null: it stays, or follows from the appointments. */
  readonly to: Status | null
  /** What people do in ServiceTitan while both sides change records, because its API cannot. @default it can */
  readonly theirsInHybrid?: string
}

const open = ['Scheduled', 'Dispatched', 'Working', 'Hold'] as const
const planned = ['Scheduled', 'Dispatched', 'Hold'] as const

/** What can be done to an appointment, by action. */
export const appointmentTransitions = {
  dispatch: { from: ['Scheduled'], to: 'Dispatched', theirsInHybrid: 'Appointments are dispatched' },
  start: { from: ['Scheduled', 'Dispatched'], to: 'Working', theirsInHybrid: 'Appointments are started' },
  done: { from: ['Dispatched', 'Working'], to: 'Done', theirsInHybrid: 'Appointments are done' },
  hold: { from: ['Scheduled', 'Dispatched', 'Working'], to: 'Hold' },
  unhold: { from: ['Hold'], to: 'Scheduled' },
  reschedule: { from: planned, to: 'Scheduled' },
  assign: { from: open, to: null },
  unassign: { from: open, to: null },
  confirm: { from: open, to: null },
  unconfirm: { from: open, to: null },
  delete: { from: planned, to: null },
} as const satisfies Readonly<Record<string, Transition<AppointmentStatus>>>

export type AppointmentAction = keyof typeof appointmentTransitions

/** What can be done to a job, by action. */
export const jobTransitions = {
  complete: {
    from: ['Scheduled', 'Dispatched', 'InProgress', 'Hold'],
    to: 'Completed',
    theirsInHybrid: 'Jobs are completed',
  },
  hold: { from: ['Scheduled', 'Dispatched', 'InProgress'], to: 'Hold' },
  unhold: { from: ['Hold'], to: null },
  reopen: { from: ['Completed'], to: 'InProgress', theirsInHybrid: 'Jobs are reopened' },
  cancel: { from: ['Scheduled', 'Dispatched', 'InProgress', 'Hold'], to: 'Canceled' },
  restore: { from: ['Canceled'], to: null },
} as const satisfies Readonly<Record<string, Transition<JobStatus>>>

export type JobAction = keyof typeof jobTransitions

/**
 * What people do in ServiceTitan while both sides change records, because its API cannot.
 * @returns null when LAZI can do it then, too
 * @example
 * theirsInHybrid(jobTransitions.complete) // 'Jobs are completed'
 */
export const theirsInHybrid = (transition: Transition<string>): string | null =>
  transition.theirsInHybrid ?? null

/** Whether an appointment is still to be done. */
export const isOpen = (status: string) => (open as readonly string[]).includes(status)

/**
 * The status of a job that is neither completed nor canceled, from the statuses of its appointments.
 * @example
 * jobStatusOf(['Done', 'Scheduled']) // 'InProgress'
 */
export function jobStatusOf(appointments: readonly string[]): JobStatus {
  if (appointments.some((status) => status === 'Working')) return 'InProgress'
  if (appointments.some((status) => status === 'Dispatched')) return 'Dispatched'
  const left = appointments.filter((status) => isOpen(status))
  if (left.length > 0 && left.every((status) => status === 'Hold')) return 'Hold'
  return appointments.some((status) => status === 'Done') ? 'InProgress' : 'Scheduled'
}

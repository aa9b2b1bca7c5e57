import { type AppointmentAction, appointmentFields, appointmentTransitions } from 'records/fields'
import {
  assignTechnicians,
  changeRecord,
  confirmAppointment,
  createAppointment,
  holdAppointment,
  moveAppointment,
  removeAppointment,
  rescheduleAppointment,
  unassignTechnicians,
} from 'records/writes'
import type { RouteModule } from '../http/context.ts'
import { addWrite } from './write-route.ts'
import {
  appointmentChanges,
  assignment,
  newAppointment,
  reason,
  reschedule,
  unassignment,
} from './write-schemas.ts'

const shared = { domains: ['jobs'], resource: 'appointments', scope: 'write:dispatch' } as const

/** Changes of appointments, and of who is assigned to them. */
export const appointmentWriteRoutes: RouteModule = (api, context) => {
  addWrite(
    api,
    context,
    {
      ...shared,
      path: '/jobs/{id}/appointments',
      operationId: 'createAppointment',
      summary: 'Add an appointment to a job',
      description: `409 while the job is completed or canceled, ${orBooked}`,
      body: newAppointment,
      creates: true,
    },
    (write, { reference, body }) => createAppointment(write, reference, body),
  )
  addWrite(
    api,
    context,
    {
      ...shared,
      method: 'patch',
      path: '/appointments/{id}',
      operationId: 'changeAppointment',
      summary: 'Change the instructions of an appointment',
      body: appointmentChanges,
    },
    (write, { reference, version, body }) =>
      changeRecord(write, { table: appointmentFields, reference, version, values: body }),
  )
  addWrite(
    api,
    context,
    {
      ...shared,
      method: 'delete',
      path: '/appointments/{id}',
      operationId: 'removeAppointment',
      summary: 'Remove an appointment',
      description: allowedFrom('delete', ', and not the only one of its job'),
    },
    (write, target) => removeAppointment(write, target),
  )
  for (const [action, summary] of Object.entries(moves) as [keyof typeof moves, string][])
    addWrite(api, context, { ...shared, ...routeOf(action), summary }, (write, target) =>
      moveAppointment(write, target, action),
    )
  addWrite(
    api,
    context,
    { ...shared, ...routeOf('hold'), summary: 'Put an appointment on hold', body: reason },
    (write, { body, ...target }) => holdAppointment(write, target, body),
  )
  addWrite(
    api,
    context,
    { ...shared, ...routeOf('confirm'), summary: 'Note that the customer confirmed an appointment' },
    (write, target) => confirmAppointment(write, target, true),
  )
  addWrite(
    api,
    context,
    { ...shared, ...routeOf('unconfirm'), summary: 'Note that an appointment is not confirmed' },
    (write, target) => confirmAppointment(write, target, false),
  )
  addWrite(
    api,
    context,
    {
      ...shared,
      ...routeOf('reschedule', `, ${orBooked}`),
      summary: 'Move an appointment to another time, with its technicians or to others',
      body: reschedule,
    },
    (write, { body, ...target }) => rescheduleAppointment(write, target, body),
  )
  addWrite(
    api,
    context,
    {
      ...shared,
      ...routeOf('assign', `, when one to unassign is not assigned, ${orBooked}`),
      summary: 'Assign technicians to an appointment, and others no longer',
      body: assignment,
    },
    (write, { body, ...target }) => assignTechnicians(write, target, body),
  )
  addWrite(
    api,
    context,
    {
      ...shared,
      ...routeOf('unassign', ', or when one of them is not assigned.'),
      summary: 'End the assignment of technicians to an appointment',
      body: unassignment,
    },
    (write, { body, ...target }) => unassignTechnicians(write, target, body.technicianIds),
  )
}

const orBooked = 'or with `bookings` when a technician has another booking at that time.'

const allowedFrom = (action: AppointmentAction, more = '.') =>
  `409 unless the appointment is ${appointmentTransitions[action].from.join(', ')}${more}`

const routeOf = (action: AppointmentAction, more?: string) => ({
  path: `/appointments/{id}/${action}`,
  operationId: `${action}Appointment`,
  description: allowedFrom(action, more),
})

const moves = {
  dispatch: 'Dispatch the technicians of an appointment',
  start: 'Start the work of an appointment',
  done: 'Note that the work of an appointment is done',
  unhold: 'Schedule an appointment again that is on hold',
} as const

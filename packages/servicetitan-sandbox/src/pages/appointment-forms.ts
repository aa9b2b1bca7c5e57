import type { AppointmentRecord } from '../resources/appointments.ts'
import { type EditForm, type Field, formOf } from './forms.ts'
import { namedChoices, reasonFields } from './job-forms.ts'
import type { Office } from './office.ts'

/** What a person can write of an appointment and its assignments. */
export const appointmentForms = (office: Office, visit: AppointmentRecord): EditForm[] => {
  const path = `/jpm/v2/tenant/${office.tenantId}/appointments/${visit.id}`
  const assignments = `/dispatch/v2/tenant/${office.tenantId}/appointment-assignments`
  const write = (
    key: string,
    legend: string,
    to: Pick<EditForm, 'method' | 'path'>,
    fields: readonly Field[] = [],
  ): EditForm => ({ key, legend, submit: legend, ...to, fields })
  const instant = (
    name: 'start' | 'end' | 'arrivalWindowStart' | 'arrivalWindowEnd',
    label: string,
  ): Field => ({
    name,
    label,
    kind: 'instant',
    value: visit[name],
  })
  const own: Field = {
    name: 'jobAppointmentId',
    label: 'Appointment',
    kind: 'number',
    value: visit.id,
    isHidden: true,
  }
  const live = office
    .childrenOf('appointment-assignments', 'appointmentIds', visit.id)
    .filter(({ active }) => active)
  const confirmation = { path: `${path}/confirmation` }
  const hold = { path: `${path}/hold` }
  return [
    {
      ...formOf(
        { method: 'patch', path: `${path}/reschedule` },
        'Time',
        instant('start', 'Start'),
        instant('end', 'End'),
        instant('arrivalWindowStart', 'Arrival from'),
        instant('arrivalWindowEnd', 'Arrival until'),
      ),
      key: 'reschedule',
    },
    formOf({ method: 'put', path: `${path}/special-instructions` }, 'Instructions', {
      name: 'specialInstructions',
      label: 'Special instructions',
      kind: 'lines',
      value: visit.specialInstructions,
    }),
    visit.isConfirmed
      ? write('unconfirm', 'Remove confirmation', { method: 'delete', ...confirmation })
      : write('confirm', 'Confirm', { method: 'put', ...confirmation }),
    visit.status === 'Hold'
      ? write('unhold', 'Remove hold', { method: 'delete', ...hold })
      : write('hold', 'Put on hold', { method: 'put', ...hold }, reasonFields(office, 'job-hold-reasons')),
    write('assign', 'Assign', { method: 'post', path: `${assignments}/assign-technicians` }, [
      own,
      {
        name: 'technicianIds',
        label: 'Technician',
        kind: 'ids',
        value: '',
        choices: namedChoices(office, 'technicians'),
      },
    ]),
    ...live.map(({ technicianId, technicianName }) =>
      write(
        `unassign-${technicianId}`,
        `Unassign ${technicianName}`,
        { method: 'post', path: `${assignments}/unassign-technicians` },
        [
          own,
          { name: 'technicianIds', label: 'Technician', kind: 'ids', value: [technicianId], isHidden: true },
        ],
      ),
    ),
    write('delete', 'Delete appointment', { method: 'delete', path }),
  ]
}

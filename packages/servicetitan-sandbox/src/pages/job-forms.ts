import { PRIORITIES } from '../definition/priorities.ts'
import type { JobRecord } from '../resources/jobs.ts'
import { type EditForm, type Field, formOf } from './forms.ts'
import type { Office } from './office.ts'

/** Active records to choose from, by name. */
export const namedChoices = (
  office: Office,
  name:
    | 'job-types'
    | 'business-units'
    | 'campaigns'
    | 'technicians'
    | 'job-cancel-reasons'
    | 'job-hold-reasons',
) => office.all(name).map(({ id, name: label }) => [String(id), `${label} (${id})`] as const)

/** The fields of the reason and the memo of a change. */
export const reasonFields = (
  office: Office,
  name: 'job-cancel-reasons' | 'job-hold-reasons',
): readonly Field[] => [
  { name: 'reasonId', label: 'Reason', kind: 'number', value: '', choices: namedChoices(office, name) },
  { name: 'memo', label: 'Memo', kind: 'text', value: '' },
]

/** What a person can write of a job. */
export const jobForms = (office: Office, job: JobRecord): EditForm[] => {
  const base = `/jpm/v2/tenant/${office.tenantId}`
  const path = `${base}/jobs/${job.id}`
  const target = { method: 'patch', path } as const
  const choice = (
    name: 'jobTypeId' | 'businessUnitId' | 'campaignId' | 'soldById',
    label: string,
    choices: NonNullable<Field['choices']>,
  ) => {
    const own = job[name] === null ? '' : String(job[name])
    const offered = name === 'soldById' ? [['', 'no technician'] as const, ...choices] : choices
    const isKnown = offered.some(([value]) => value === own)
    return formOf(target, label, {
      name,
      label,
      kind: name === 'soldById' ? 'optional' : 'number',
      value: own,
      choices: isKnown ? offered : [[own, own], ...offered],
    })
  }
  const write = (
    fields: Pick<EditForm, 'key' | 'legend' | 'method'> & { at: string; of?: readonly Field[] },
  ): EditForm => ({
    key: fields.key,
    legend: fields.legend,
    submit: fields.legend,
    method: fields.method,
    path: fields.at,
    fields: fields.of ?? [],
  })
  const isCanceled = job.jobStatus === 'Canceled'
  const times: readonly Field[] = [
    { name: 'jobId', label: 'Job', kind: 'number', value: job.id, isHidden: true },
    { name: 'start', label: 'Start', kind: 'instant', value: '' },
    { name: 'end', label: 'End', kind: 'instant', value: '' },
  ]
  return [
    formOf(target, 'Summary', { name: 'summary', label: 'Summary', kind: 'lines', value: job.summary }),
    formOf(target, 'Priority', {
      name: 'priority',
      label: 'Priority',
      kind: 'text',
      value: job.priority,
      choices: PRIORITIES.map((priority) => [priority, priority] as const),
    }),
    formOf(target, 'Customer PO', {
      name: 'customerPo',
      label: 'Customer PO',
      kind: 'text',
      value: job.customerPo,
    }),
    formOf(target, 'Tags', { name: 'tagTypeIds', label: 'Tag types', kind: 'ids', value: job.tagTypeIds }),
    formOf(target, 'No charge', { name: 'noCharge', label: 'No charge', kind: 'flag', value: job.noCharge }),
    formOf(
      target,
      'Customer and location',
      { name: 'customerId', label: 'Customer', kind: 'number', value: job.customerId },
      { name: 'locationId', label: 'Location', kind: 'number', value: job.locationId },
    ),
    formOf(target, 'Automatic dispatch', {
      name: 'isAutoDispatched',
      label: 'Automatic dispatch',
      kind: 'flag',
      value: job.isAutoDispatched,
    }),
    formOf(target, 'Custom fields', {
      name: 'customFields',
      label: 'All custom fields, as JSON',
      kind: 'json',
      value: job.customFields.map(({ typeId, value }) => ({ typeId, value })),
    }),
    choice('jobTypeId', 'Job type', namedChoices(office, 'job-types')),
    choice('businessUnitId', 'Business unit', namedChoices(office, 'business-units')),
    choice('campaignId', 'Campaign', namedChoices(office, 'campaigns')),
    choice('soldById', 'Sold by', namedChoices(office, 'technicians')),
    write({
      key: 'add-appointment',
      legend: 'Add appointment',
      method: 'post',
      at: `${base}/appointments`,
      of: times,
    }),
    isCanceled
      ? write({
          key: 'restore',
          legend: 'Remove cancellation',
          method: 'put',
          at: `${path}/remove-cancellation`,
        })
      : write({
          key: 'cancel',
          legend: 'Cancel job',
          method: 'put',
          at: `${path}/cancel`,
          of: reasonFields(office, 'job-cancel-reasons'),
        }),
  ]
}

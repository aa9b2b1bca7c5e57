import type { Problem } from '../http/problem.ts'
import { writeJson } from '../http/write-record.ts'
import { appointmentForms } from './appointment-forms.ts'
import { customerForms } from './customer-forms.ts'
import { type EditForm, writeForm } from './forms.ts'
import { type Html, html } from './html.ts'
import { jobForms } from './job-forms.ts'
import { respondWithPage, table } from './layout.ts'
import { type Office, type PagedName, pageOf } from './office.ts'
import { linkTo } from './overview-page.ts'

/** The content of a record's page. */
type Described = { title: string; related: Html; forms: EditForm[]; fields: object }

/** A record with its forms, or undefined if there is none. */
export const describeRecord = (office: Office, resource: PagedName, id: string): Described | undefined => {
  if (resource === 'customers') {
    const customer = office.find('customers', id)
    if (!customer) return undefined
    const title = `Customer ${customer.name}`
    return { title, related: html``, forms: customerForms(office, customer), fields: customer }
  }
  if (resource === 'jobs') {
    const job = office.find('jobs', id)
    if (!job) return undefined
    const visits = office.childrenOf('appointments', 'jobId', job.id).filter(({ active }) => active)
    const related = html`<p>Customer ${linkTo(office, 'customers', job.customerId)}, status ${job.jobStatus}</p>
<h2>Appointments</h2>
${table(
  ['Id', 'Start', 'End', 'Status'],
  visits.map(({ id: visit, start, end, status }) => [
    linkTo(office, 'appointments', visit),
    start,
    end,
    status,
  ]),
)}`
    return { title: `Job ${job.jobNumber}`, related, forms: jobForms(office, job), fields: job }
  }
  const visit = office.find('appointments', id)
  if (!visit) return undefined
  const related = html`<p>Job ${linkTo(office, 'jobs', visit.jobId)}, customer ${linkTo(office, 'customers', visit.customerId)}, status ${visit.active ? visit.status : 'deleted'}</p>`
  const title = `Appointment ${visit.appointmentNumber ?? visit.id}`
  return { title, related, forms: visit.active ? appointmentForms(office, visit) : [], fields: visit }
}

const refusalOf = ({ title, errors }: Problem): Html => html`
<div role="alert">
<p>Not saved: ${title}</p>
<ul>${Object.entries(errors).flatMap(([path, messages]) =>
  messages.map((message) => html`<li>${path === '' ? '' : `${path}: `}${message}</li>`),
)}</ul>
</div>`

/** A record's page: what it is related to, a form for each thing that can be written, and its fields. */
export const recordPage = (
  office: Office,
  of: {
    resource: PagedName
    id: string
    described: Described
    /** The legend of the form that was saved. */
    saved?: string | undefined
    /** A form that was sent and refused. */
    refused?: { form: EditForm; sent: URLSearchParams; problem: Problem }
  },
): Response => {
  const { resource, id, described, saved, refused } = of
  const page = pageOf(office.tenantId, resource, BigInt(id))
  const content = html`
<p><a href="/office/${office.tenantId}">Tenant ${office.tenantId}</a></p>
${refused && refusalOf(refused.problem)}${saved !== undefined && html`<p role="status">Saved: ${saved}</p>`}
${described.related}
<h2>Edit</h2>
<div class="forms">${described.forms.map((form) =>
    writeForm(page, form, refused?.form.key === form.key ? refused.sent : undefined),
  )}</div>
<h2>Record</h2>
${table(
  ['Field', 'Value'],
  Object.entries(described.fields).map(([name, value]) => [name, html`<code>${writeJson(value)}</code>`]),
)}`
  return respondWithPage(described.title, content, refused?.problem.status ?? 200)
}

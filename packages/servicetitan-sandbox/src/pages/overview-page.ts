import type { BookEntry } from '../writes/book.ts'
import { bookTable } from './book-table.ts'
import { html } from './html.ts'
import { respondWithPage, table } from './layout.ts'
import { type Office, type PagedName, pageOf } from './office.ts'

const SHOWN = 10

/** A link to a record's page. */
export const linkTo = (office: Office, resource: PagedName, id: number | bigint) =>
  html`<a href="${pageOf(office.tenantId, resource, id)}">${id}</a>`

const statusOf = ({ active }: { active: boolean }): string => (active ? 'active' : 'inactive')

/** The latest records of one tenant, or those that match the search, and the book. */
export const overviewPage = (options: {
  office: Office
  tenantIds: readonly number[]
  search: string
  book: readonly BookEntry[]
}): Response => {
  const { office, tenantIds, search, book } = options
  const wanted = search.trim().toLowerCase()
  const matches = (...texts: readonly unknown[]): boolean =>
    wanted === '' || texts.some((text) => String(text).toLowerCase().includes(wanted))
  const filter = <R>(read: (record: R) => readonly unknown[]) =>
    wanted === '' ? undefined : (record: R) => matches(...read(record))
  const customers = office.latest(
    'customers',
    SHOWN,
    filter(({ id, name }) => [id, name]),
  )
  const jobs = office.latest(
    'jobs',
    SHOWN,
    filter(({ id, jobNumber, summary }) => [id, jobNumber, summary]),
  )
  const visits = office.latest(
    'appointments',
    SHOWN,
    filter(({ id, jobId }) => [id, jobId]),
  )
  const others = tenantIds.filter((id) => id !== office.tenantId)
  const content = html`
<p>People in the office edit here; each edit follows the rules of the API and is in the book below. Times are UTC.</p>
${others.length > 0 && html`<nav>Other tenants: ${others.map((id) => html`<a href="/office/${id}">${id}</a> `)}</nav>`}
<form method="get" action="/office/${office.tenantId}" role="search">
<label>Name, summary or number<input name="q" value="${search}"></label>
<button type="submit">Search</button>
</form>
<h2>Customers</h2>
${table(
  ['Id', 'Name', 'Type', 'City', 'Status', 'Changed'],
  customers.map((record) => [
    linkTo(office, 'customers', record.id),
    record.name,
    record.type,
    record.address.city,
    statusOf(record),
    record.modifiedOn,
  ]),
)}
<h2>Jobs</h2>
${table(
  ['Id', 'Customer', 'Status', 'Priority', 'Summary', 'Changed'],
  jobs.map((record) => [
    linkTo(office, 'jobs', record.id),
    linkTo(office, 'customers', record.customerId),
    record.jobStatus,
    record.priority,
    record.summary ?? '',
    record.modifiedOn,
  ]),
)}
<h2>Appointments</h2>
${table(
  ['Id', 'Job', 'Start', 'End', 'Status', 'Changed'],
  visits.map((record) => [
    linkTo(office, 'appointments', record.id),
    linkTo(office, 'jobs', record.jobId),
    record.start,
    record.end,
    record.active ? record.status : 'deleted',
    record.modifiedOn,
  ]),
)}
<h2>Book</h2>
${bookTable(book.filter(({ tenantId }) => tenantId === office.tenantId))}`
  return respondWithPage(`Tenant ${office.tenantId}`, content)
}

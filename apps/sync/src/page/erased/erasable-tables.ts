/** A cache table with data about customers. */
export interface ErasableTable {
  /** Such as `st_jobs`. */
  readonly name: string
  /** The member with the number of a document, which stays. @default none */
  readonly number?: string
  /**
   * Whether a record is about the person alone, so that only its ids and times stay, and it gets a tombstone. Of other
   * records, such as jobs, amounts, times and states stay.
   */
  readonly isPersonal: boolean
  /** SQL condition of the rows of a customer. `$1` is the tenant, `$2` the ids of the customer and those merged into it. */
  readonly ofCustomer: string
  /**
   * The members of a record that refer to records which may be erased, with their tables. A new record of an erased one
   * is erased as well; members of `customer` and `job` are named with a dot.
   */
  readonly parents: readonly { readonly member: string; readonly table: string }[]
}

const ofCustomer = 'customer_id = ANY ($2::bigint[])'
const jobs = `SELECT st_id FROM raw.st_jobs WHERE tenant_id = $1 AND ${ofCustomer}`
const locations = `SELECT st_id FROM raw.st_locations WHERE tenant_id = $1 AND ${ofCustomer}`
/** A document of another customer for a job of this one is the other's. */
const ofCustomerOrJob = `(${ofCustomer} OR customer_id IS NULL AND job_id IN (${jobs}))`

const invoices = `SELECT st_id FROM raw.st_invoices WHERE tenant_id = $1 AND ${ofCustomerOrJob}`
const memberships = `SELECT st_id FROM raw.st_memberships WHERE tenant_id = $1 AND ${ofCustomer}`

const byCustomerId = { member: 'customerId', table: 'st_customers' }
const byCustomer = { member: 'customer.id', table: 'st_customers' }

/**
 * All tables with data about customers, those that refer to others first. A new cache table with such data must be
 * added here: a test compares this list with the catalog.
 */
export const erasableTables: readonly ErasableTable[] = [
  {
    name: 'st_location_contacts',
    isPersonal: true,
    ofCustomer: `location_id IN (${locations})`,
    parents: [{ member: 'locationId', table: 'st_locations' }],
  },
  {
    name: 'st_invoice_items',
    isPersonal: false,
    ofCustomer: `invoice_id IN (${invoices})`,
    parents: [{ member: 'invoiceId', table: 'st_invoices' }],
  },
  {
    name: 'st_job_canceled_logs',
    isPersonal: false,
    ofCustomer: `job_id IN (${jobs})`,
    parents: [{ member: 'jobId', table: 'st_jobs' }],
  },
  {
    name: 'st_membership_status_changes',
    isPersonal: false,
    ofCustomer: `membership_id IN (${memberships})`,
    parents: [{ member: 'membershipId', table: 'st_memberships' }],
  },
  { name: 'st_memberships', isPersonal: false, ofCustomer, parents: [byCustomerId] },
  {
    name: 'st_calls',
    isPersonal: false,
    ofCustomer: ofCustomerOrJob,
    parents: [byCustomer, { member: 'job.id', table: 'st_jobs' }],
  },
  { name: 'st_customer_contacts', isPersonal: true, ofCustomer, parents: [byCustomerId] },
  { name: 'st_payments', isPersonal: false, ofCustomer, parents: [byCustomer, byCustomerId] },
  {
    name: 'st_invoices',
    isPersonal: false,
    number: 'referenceNumber',
    ofCustomer: ofCustomerOrJob,
    parents: [byCustomer, byCustomerId, { member: 'job.id', table: 'st_jobs' }],
  },
  {
    name: 'st_estimates',
    isPersonal: false,
    ofCustomer: ofCustomerOrJob,
    parents: [byCustomerId, { member: 'jobId', table: 'st_jobs' }],
  },
  {
    name: 'st_appointments',
    isPersonal: false,
    number: 'appointmentNumber',
    ofCustomer: ofCustomerOrJob,
    parents: [byCustomerId, { member: 'jobId', table: 'st_jobs' }],
  },
  { name: 'st_jobs', isPersonal: false, ofCustomer, parents: [byCustomerId] },
  { name: 'st_locations', isPersonal: true, ofCustomer, parents: [byCustomerId] },
  { name: 'st_customers', isPersonal: true, ofCustomer: 'st_id = ANY ($2::bigint[])', parents: [] },
]

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
  /** The member of a record that refers to an erased record, so that a new record is erased as well; and its table. */
  readonly parent: { readonly member: string; readonly table: string } | null
}

const ofCustomer = 'customer_id = ANY ($2::bigint[])'
const jobs = `SELECT st_id FROM raw.st_jobs WHERE tenant_id = $1 AND ${ofCustomer}`
const locations = `SELECT st_id FROM raw.st_locations WHERE tenant_id = $1 AND ${ofCustomer}`

/**
 * All tables with data about customers, those that refer to others first. A new cache table with such data must be
 * added here: a test compares this list with the catalog.
 */
export const erasableTables: readonly ErasableTable[] = [
  {
    name: 'st_location_contacts',
    isPersonal: true,
    ofCustomer: `location_id IN (${locations})`,
    parent: { member: 'locationId', table: 'st_locations' },
  },
  {
    name: 'st_customer_contacts',
    isPersonal: true,
    ofCustomer,
    parent: { member: 'customerId', table: 'st_customers' },
  },
  { name: 'st_payments', isPersonal: false, ofCustomer, parent: null },
  {
    name: 'st_invoices',
    number: 'referenceNumber',
    isPersonal: false,
    ofCustomer: `(${ofCustomer} OR job_id IN (${jobs}))`,
    parent: null,
  },
  {
    name: 'st_estimates',
    isPersonal: false,
    ofCustomer: `(${ofCustomer} OR job_id IN (${jobs}))`,
    parent: null,
  },
  {
    name: 'st_appointments',
    number: 'appointmentNumber',
    isPersonal: false,
    ofCustomer: `(${ofCustomer} OR job_id IN (${jobs}))`,
    parent: null,
  },
  { name: 'st_jobs', isPersonal: false, ofCustomer, parent: null },
  {
    name: 'st_locations',
    isPersonal: true,
    ofCustomer,
    parent: { member: 'customerId', table: 'st_customers' },
  },
  { name: 'st_customers', isPersonal: true, ofCustomer: 'st_id = ANY ($2::bigint[])', parent: null },
]

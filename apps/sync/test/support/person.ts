import { schemaNames } from 'db-migrations/protocol'
import type { ResourceName } from 'servicetitan-sandbox'
import { expect } from 'vitest'
import { type CommandResult, runHere } from './command.ts'
import { type FaultTenant, lagMs, openAlone, recordsOf } from './tenant.ts'

/** Every text of the person contains this word, and no other record does. */
export const word = 'Quimby'

/** An account, and one of its customers, who is to be erased. */
export interface Person extends AsyncDisposable {
  readonly tenant: FaultTenant
  /** ServiceTitan's id of the customer: the one with the most kinds of records, into which no other was merged. */
  readonly customerId: number
  /** Writes texts of the customer into its records in ServiceTitan. @returns the number of records by resource */
  plant(text: string): Record<string, number>
  /** First texts in every table, then others, so that the first are former values in the feed. */
  fill(): Promise<Record<string, number>>
  // biome-ignore lint/suspicious/noExplicitAny: the rows of any statement
  query(sql: string, values?: unknown[]): Promise<any[]>
  /** The tables in which a row contains the word. */
  found(): Promise<string[]>
  /** The sums that an erasure does not change. */
  sums(): Promise<unknown[]>
  /** Runs a command. */
  sync(...args: string[]): Promise<CommandResult>
  /** Runs `sync erase customer` for the person. */
  erase(...args: string[]): Promise<CommandResult>
}

export async function openPerson(): Promise<Person> {
  const tenant = await openAlone()
  const customerId = busiestCustomer(tenant)
  const query: Person['query'] = async (sql, values = []) => (await tenant.pool.query(sql, values)).rows
  const sync: Person['sync'] = (...args) => runHere(args, tenant.env)
  const plant: Person['plant'] = (text) => plantTexts({ tenant, customerId }, text)
  return {
    tenant,
    customerId,
    plant,
    query,
    sync,
    erase: (...args) =>
      sync(
        'erase',
        'customer',
        String(customerId),
        '--tenant',
        tenant.tenantId,
        '--reason',
        'asked',
        ...args,
      ),
    async fill() {
      plant(`First ${word}`)
      tenant.sandbox.clock.advance(lagMs)
      await tenant.syncAll()
      const counts = plant(`Second ${word}`)
      tenant.sandbox.clock.advance(lagMs)
      await tenant.syncAll({ kind: 'incremental' })
      expect(await sync('project')).toMatchObject({ code: 0 })
      return counts
    },
    found: () => tablesWithWord(query),
    sums: () => query(sumsOfAccount),
    [Symbol.asyncDispose]: () => tenant[Symbol.asyncDispose](),
  }
}

function busiestCustomer(tenant: FaultTenant): number {
  const owners = ['jobs', 'invoices', 'payments', 'estimates', 'locations', 'customer-contacts'] as const
  const ids = owners.map(
    (resource) => new Set(recordsOf(tenant, resource).map((record) => idOfCustomer(record))),
  )
  const customers = recordsOf(tenant, 'customers')
  const merged = new Set(customers.map((record) => (record as { mergedToId?: number }).mergedToId))
  const ranked = customers
    .filter(({ id }) => !merged.has(Number(id)))
    .map(({ id }) => ({ id, kinds: ids.filter((set) => set.has(Number(id))).length }))
    .toSorted((one, other) => other.kinds - one.kinds)
  return ranked[0]?.id as number
}

/** ServiceTitan's id of the customer of a record. */
export function idOfCustomer(record: object): number | undefined {
  const { customerId: id, customer } = record as { customerId?: number; customer?: { id: number } | null }
  return id ?? customer?.id
}

function plantTexts(
  { tenant, customerId }: Pick<Person, 'tenant' | 'customerId'>,
  text: string,
): Record<string, number> {
  const counts: Record<string, number> = {}
  /** @param added fields of a record to add, if there is none */
  const update = (
    resource: ResourceName,
    isTheirs: (record: object) => boolean,
    patch: object,
    added?: object,
  ) => {
    if (added && !recordsOf(tenant, resource).some(isTheirs))
      tenant.sandbox.insert(tenant.id, resource, added)
    const theirs = recordsOf(tenant, resource).filter(isTheirs)
    for (const { id } of theirs) tenant.sandbox.update(tenant.id, resource, id, patch)
    counts[resource] = theirs.length
  }
  const ofCustomer = (record: object) => idOfCustomer(record) === customerId
  const idsOf = (resource: ResourceName, isTheirs: (record: object) => boolean) =>
    new Set(
      recordsOf(tenant, resource)
        .filter(isTheirs)
        .map(({ id }) => Number(id)),
    )
  /** Records that refer to one of these ids. */
  const referring = (member: string, ids: ReadonlySet<number>) => (record: object) =>
    ids.has(Number((record as Record<string, unknown>)[member]))
  const locationIds = recordsOf(tenant, 'locations')
    .filter(ofCustomer)
    .map(({ id }) => id)
  const address = { street: `${text} Street 1`, city: text, latitude: 31.5, longitude: -99.5 }
  update('customers', ({ id }: { id?: number }) => id === customerId, {
    name: `${text} Plumbing`,
    address,
    customFields: [{ typeId: 1, name: 'Gate', value: text }],
  })
  update('locations', ofCustomer, { name: text, address })
  update('customer-contacts', ofCustomer, { value: `${text}@example.test`, memo: text })
  update(
    'location-contacts',
    (record) => locationIds.includes((record as { locationId: number }).locationId),
    {
      value: `${text}@example.test`,
    },
  )
  update('jobs', ofCustomer, { summary: `Call ${text}`, customerPo: text })
  update('appointments', ofCustomer, { specialInstructions: `Ask for ${text}` })
  update('invoices', ofCustomer, { summary: text, customer: { id: customerId, name: text } })
  update('estimates', ofCustomer, { name: text, summary: text })
  update('payments', ofCustomer, { memo: text, customer: { id: customerId, name: text } })
  const customer = { id: customerId, name: text }
  update('calls', ofCustomer, { from: text, excuseMemo: text, customer }, { customer })
  update('memberships', ofCustomer, { memo: text, customerPo: text }, { customerId })
  const updateOf = (resource: ResourceName, [member, parent]: [string, ResourceName], patch: object) => {
    const ids = idsOf(parent, ofCustomer)
    update(resource, referring(member, ids), patch, { [member]: [...ids][0] })
  }
  updateOf('invoice-items', ['invoiceId', 'invoices'], { description: text })
  updateOf('job-canceled-logs', ['jobId', 'jobs'], { memo: text })
  updateOf('membership-status-changes', ['membershipId', 'memberships'], { note: text })
  return counts
}

async function tablesWithWord(query: Person['query']): Promise<string[]> {
  const relations = await query(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'v') ORDER BY 1`,
    [schemaNames],
  )
  const hits: string[] = []
  for (const { name } of relations) {
    const [row] = await query(`SELECT EXISTS (SELECT FROM ${name} AS t WHERE t::text ILIKE $1) AS hit`, [
      `%${word}%`,
    ])
    if (row.hit) hits.push(name)
  }
  return hits
}

const sumsOfAccount = `
     SELECT (SELECT sum(total) FROM raw.st_invoices) AS invoices, (SELECT sum(balance) FROM raw.st_invoices) AS balance,
            (SELECT sum(total) FROM raw.st_payments) AS payments, (SELECT sum(subtotal) FROM raw.st_estimates) AS estimates,
            (SELECT count(*) FROM raw.st_jobs WHERE status = 'Completed') AS completed,
            (SELECT sum((item ->> 'total')::numeric) FROM raw.st_invoices, jsonb_array_elements(full_data -> 'items') AS item
              WHERE item -> 'generalLedgerAccount' ->> 'type' IS NOT NULL) AS income,
            (SELECT count(*) FROM lazi.jobs WHERE customer_id IS NOT NULL) AS jobs_of_customers`

import { type ApiClient, ApiError, type NewRecords } from 'api/client'

/** What the page asks for. A record that exists already has an id only. */
export interface Wanted {
  readonly customer: { readonly id: string } | { readonly values: Record<string, unknown> }
  readonly location: { readonly id: string } | { readonly values: Record<string, unknown> }
  /** Undefined: only the customer and the location are created. */
  readonly job: Record<string, unknown> | undefined
}

/** The ids of the records to create, chosen once per page: a request whose response was lost can be repeated. */
export interface ChosenIds {
  readonly customer: string
  readonly location: string
  readonly job: string
}

/** A record that was created before with the id that the page chose. */
export interface ExistingPart {
  readonly id: string
  /** The customer of a location or a job. */
  readonly customerId?: string | null
}

/** The part that was refused; those before it are created. */
export class RefusedPartError extends Error {
  override readonly name = 'RefusedPartError'
  readonly part: 'customer' | 'location' | 'job'
  readonly reason: Error
  /** The parts of the request that are invalid, such as `body.name`. */
  readonly paths: readonly string[]
  /** What an earlier request of the page created in its place. */
  readonly existing: ExistingPart | undefined

  constructor(part: RefusedPartError['part'], reason: Error, existing?: ExistingPart) {
    super(reason.message, { cause: reason })
    this.part = part
    this.reason = reason
    this.existing = existing
    const { errors = [] } = reason instanceof ApiError ? reason.problem : {}
    this.paths = errors.map(({ path }) => path)
  }
}

/** What exists after {@link book}. */
export interface Booked {
  readonly customerId: string
  readonly locationId: string
  /** Undefined: no job was asked for. */
  readonly jobId: string | undefined
}

/**
 * The record that an earlier request with the same id created, with other content: its response was lost, and the form was
 * changed since. A repeated request is answered with the record, and is no error.
 */
async function existingAfter(
  error: unknown,
  read: () => Promise<ExistingPart>,
): Promise<ExistingPart | undefined> {
  const isTaken = error instanceof ApiError && error.status === 409 && !error.problem.bookings
  return isTaken ? read().catch(() => undefined) : undefined
}

/**
 * Creates a customer with a location and a job, each of the first two unless it exists.
 * @param onCreated a part was created, and need not be created again
 * @throws {RefusedPartError}
 */
export async function book(
  client: ApiClient,
  ids: ChosenIds,
  { customer, location, job }: Wanted,
  onCreated: (part: 'customer' | 'location') => void,
): Promise<Booked> {
  const part = async (name: RefusedPartError['part'], create: () => Promise<unknown>) => {
    try {
      await create()
    } catch (error) {
      const existing = await existingAfter(error, () => client.get(`${name}s`, ids[name]))
      throw new RefusedPartError(name, error as Error, existing)
    }
  }
  const customerId = 'id' in customer ? customer.id : ids.customer
  if ('values' in customer) {
    const body = { id: customerId, ...customer.values } as NewRecords['customers']
    await part('customer', () => client.create('customers', body))
    onCreated('customer')
  }
  const locationId = 'id' in location ? location.id : ids.location
  if ('values' in location) {
    const body = { id: locationId, ...location.values, customerId } as unknown as NewRecords['locations']
    await part('location', () => client.create('locations', body))
    onCreated('location')
  }
  if (job) {
    const body = { id: ids.job, ...job, customerId, locationId } as unknown as NewRecords['jobs']
    await part('job', () => client.create('jobs', body))
  }
  return { customerId, locationId, jobId: job && ids.job }
}

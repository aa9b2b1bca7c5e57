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

/** The part that was refused; those before it are created. */
export class RefusedPartError extends Error {
  override readonly name = 'RefusedPartError'
  readonly part: 'customer' | 'location' | 'job'
  readonly reason: Error
  /** The parts of the request that are invalid, such as `body.name`. */
  readonly paths: readonly string[]

  constructor(part: RefusedPartError['part'], reason: Error) {
    super(reason.message, { cause: reason })
    this.part = part
    this.reason = reason
    const { errors = [] } = reason instanceof ApiError ? reason.problem : {}
    this.paths = errors.map(({ path }) => path)
  }
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
  onCreated: (part: 'customer' | 'location', id: string) => void,
): Promise<ChosenIds> {
  const part = async <Result>(name: RefusedPartError['part'], create: () => Promise<Result>) => {
    try {
      return await create()
    } catch (error) {
      throw new RefusedPartError(name, error as Error)
    }
  }
  let customerId = 'id' in customer ? customer.id : ids.customer
  if ('values' in customer) {
    const body = { id: ids.customer, ...customer.values } as NewRecords['customers']
    ;({ id: customerId } = await part('customer', () => client.create('customers', body)))
    onCreated('customer', customerId)
  }
  let locationId = 'id' in location ? location.id : ids.location
  if ('values' in location) {
    const body = { id: ids.location, ...location.values, customerId } as unknown as NewRecords['locations']
    ;({ id: locationId } = await part('location', () => client.create('locations', body)))
    onCreated('location', locationId)
  }
  if (job) {
    const body = { id: ids.job, ...job, customerId, locationId } as unknown as NewRecords['jobs']
    await part('job', () => client.create('jobs', body))
  }
  return { customer: customerId, location: locationId, job: ids.job }
}

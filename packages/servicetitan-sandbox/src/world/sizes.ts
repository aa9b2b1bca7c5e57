import type { ResourceName } from '../resources/records.ts'

/** How many base records a tenant has. Appointment assignments follow from the appointments. */
export type Sizes = Record<Exclude<ResourceName, 'appointment-assignments'>, number>

/** Ids and instants stay exact far beyond this; it only catches a slip of the keyboard. */
const MAX_SIZE = 20_000_000

/** What cannot be without something else. */
const NEEDS: readonly [child: keyof Sizes, parent: keyof Sizes][] = [
  ['locations', 'customers'],
  ['customer-contacts', 'customers'],
  ['location-contacts', 'locations'],
  ['jobs', 'locations'],
  ['jobs', 'business-units'],
  ['jobs', 'job-types'],
  ['jobs', 'campaigns'],
  ['appointments', 'jobs'],
  ['estimates', 'jobs'],
  ['invoices', 'jobs'],
  ['payments', 'invoices'],
]

const expect = (isTrue: boolean, what: string, got: unknown): void => {
  if (!isTrue) throw new Error(`Expected ${what}, got ${String(got)}`)
}

/** What a tenant has of everything that was not given, in proportion to what was. */
const proportionate = (given: Partial<Sizes>): Sizes => {
  const { jobs = 5_000, technicians = 40, customers: wanted } = given
  const { locations = wanted === undefined ? 1_000 : Math.ceil((wanted * 7) / 6) } = given
  const { customers = Math.ceil((locations * 6) / 7), invoices = jobs } = given
  const isEmpty = locations + jobs + technicians === 0
  return {
    locations,
    jobs,
    technicians,
    customers,
    invoices,
    appointments: Math.ceil(jobs * 1.3),
    'customer-contacts': 2 * customers,
    'location-contacts': 2 * locations,
    payments: Math.round(invoices * 0.7),
    estimates: Math.round(jobs * 0.4),
    'business-units': isEmpty ? 0 : 5,
    campaigns: isEmpty ? 0 : 30,
    'job-types': isEmpty ? 0 : 24,
    zones: isEmpty ? 0 : 6 + Math.floor(technicians / 40),
    teams: isEmpty ? 0 : 5 + Math.floor(technicians / 40),
    'tag-types': isEmpty ? 0 : 24,
    employees: isEmpty ? 0 : 12 + Math.floor(technicians / 4),
  }
}

/**
 * Everything that a tenant has, from what was given of it.
 *
 * @throws when a size is not valid or contradicts another, naming it.
 */
export const resolveSizes = (given: Partial<Sizes>): Sizes => {
  const sizes = { ...proportionate(given), ...given }
  for (const [name, size] of Object.entries(sizes)) {
    const isSize = Number.isInteger(size) && size >= 0 && size <= MAX_SIZE
    expect(isSize, `\`${name}\` to be a whole number up to ${MAX_SIZE}`, size)
  }
  const { jobs, appointments, locations, customers, invoices } = sizes
  expect(appointments >= jobs, '`appointments` to be at least `jobs`, as every job has one', appointments)
  expect(locations >= customers, '`locations` to be at least `customers`, as each has one', locations)
  expect(
    invoices >= jobs || invoices === 0,
    '`invoices` to be 0 or at least `jobs`, as every job has one',
    invoices,
  )
  for (const [child, parent] of NEEDS) {
    const isMet = sizes[parent] > 0 || sizes[child] === 0
    expect(isMet, `\`${parent}\` to be more than 0 where there are ${child}`, sizes[parent])
  }
  return sizes
}

import type { ResourceName } from './generated/resource-names.ts'

/** Numbers of base records by resource. */
export type AllSizes = Record<ResourceName, number>

/** Numbers of a tenant's base records. Appointment assignments are derived from the appointments. */
export type Sizes = Omit<AllSizes, 'appointment-assignments'>

/** The default number of a resource's records, and the constraints on it. */
export type SizeRule = {
  /** The number if none is given. */
  defaultSize: (sizes: {
    /** The number of another resource's records, given or by default. */
    of: (name: ResourceName) => number
    /** The given number, if any. */
    given: (name: ResourceName) => number | undefined
    /** Whether the tenant has no data, not even settings. */
    isEmpty: boolean
  }) => number
  /** Whether the number is always derived from others, so that a given number is ignored. @default false */
  isDerived?: true
  /** Resources that must have records, too. @default none */
  requires?: readonly ResourceName[]
  /** The constraint that the number violates, or undefined if it is valid. */
  constraint?: (sizes: AllSizes) => string | undefined
}

/** Ids and instants are exact far beyond this number; the limit only detects typing errors. */
const MAX_SIZE = 20_000_000

const expect = (isTrue: boolean, expected: string, got: unknown): void => {
  if (!isTrue) throw new Error(`Expected ${expected}, got ${String(got)}`)
}

/** The given sizes, and the defaults derived from them. */
const withDefaults = (given: Partial<AllSizes>, rules: Record<ResourceName, SizeRule>): AllSizes => {
  const givenOf = (name: ResourceName): number | undefined =>
    rules[name].isDerived ? undefined : given[name]
  const of = (name: ResourceName): number => givenOf(name) ?? rules[name].defaultSize(known)
  const known = {
    of,
    given: givenOf,
    get isEmpty() {
      return of('locations') + of('jobs') + of('technicians') === 0
    },
  }
  const names = Object.keys(rules) as ResourceName[]
  return Object.fromEntries(names.map((name) => [name, of(name)])) as AllSizes
}

/**
 * The sizes of all resources of a tenant, from the given ones.
 *
 * @throws an error that names a size that is not valid or contradicts another.
 */
export const resolveSizes = (
  given: Partial<Sizes>,
  resources: Record<ResourceName, { size: SizeRule }>,
): AllSizes => {
  const entries = Object.entries(resources) as [ResourceName, { size: SizeRule }][]
  const rules = Object.fromEntries(entries.map(([name, { size }]) => [name, size])) as Record<
    ResourceName,
    SizeRule
  >
  const sizes = withDefaults(given, rules)
  // Given sizes first, because sizes derived from a wrong one are wrong too.
  for (const [name, size] of Object.entries({ ...given, ...sizes })) {
    // Places for each parent may be more.
    const isSize = Number.isInteger(size) && size >= 0 && (size <= MAX_SIZE || !(name in given))
    expect(isSize, `\`${name}\` to be a whole number up to ${MAX_SIZE}`, size)
  }
  for (const [name, { constraint }] of Object.entries(rules) as [ResourceName, SizeRule][]) {
    const violated = constraint?.(sizes)
    expect(violated === undefined, `\`${name}\` to be ${violated}`, sizes[name])
  }
  for (const [name, { requires = [] }] of Object.entries(rules) as [ResourceName, SizeRule][]) {
    for (const required of requires) {
      const isMet = sizes[required] > 0 || sizes[name] === 0
      expect(isMet, `\`${required}\` to be more than 0 where there are ${name}`, sizes[required])
    }
  }
  return sizes
}

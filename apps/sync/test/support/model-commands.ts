import type { FollowerName } from 'db-migrations/protocol'
import fc from 'fast-check'
import { type ModelTable, modelTables } from './expected-records.ts'

// The commands of the model of records, as arbitrary values.

/** Few ids, so that records refer to each other, and to some that do not exist. */
const id = fc.integer({ min: 1, max: 4 })
const maybe = fc.option(id, { nil: null })
const ids = fc.array(id, { maxLength: 3 })
/** An array in a record may have nulls. */
const maybes = fc.array(maybe, { maxLength: 3 })
const word = fc.constantFrom('a', 'b', '')
const time = fc.constantFrom('2026-01-05T08:00:00Z', '2026-01-05T10:00:00Z', null)

/** Arbitrary fields of a record besides its id, `modifiedOn` and `createdOn`. */
const fields: Record<ModelTable, fc.Arbitrary<object>> = {
  tag_types: fc.record({ name: word, active: fc.boolean() }),
  technicians: fc.record({ name: word, active: fc.boolean() }),
  customers: fc.record({
    name: word,
    active: fc.boolean(),
    mergedToId: maybe,
    tagTypeIds: maybes,
    customFields: fc.array(fc.record({ typeId: id, value: word }), { maxLength: 2 }),
  }),
  locations: fc.record({
    name: word,
    customerId: maybe,
    mergedToId: maybe,
    tagTypeIds: maybes,
    active: fc.boolean(),
  }),
  jobs: fc.record({
    jobNumber: word,
    customerId: maybe,
    locationId: maybe,
    jobStatus: fc.constantFrom('Scheduled', 'Completed', 'Word of tomorrow'),
    total: fc.constantFrom(0, 12.5, 9_007_199_254_740_991),
    soldById: maybe,
    recallForId: maybe,
    customerPo: fc.constantFrom('', '17', null),
    tagTypeIds: maybes,
    customFields: fc.array(fc.record({ typeId: id, value: word }), { maxLength: 2 }),
  }),
  appointments: fc.record({
    jobId: maybe,
    start: time,
    end: time,
    status: fc.constantFrom('Scheduled', 'Canceled'),
    active: fc.boolean(),
  }),
  appointment_assignments: fc.record({
    appointmentId: maybe,
    jobId: maybe,
    technicianId: maybe,
    status: word,
    active: fc.boolean(),
  }),
}

/** A follower by its name; without one that of the records. */
interface OfFollower {
  readonly follower?: FollowerName
}

export type Command =
  | {
      readonly do: 'page'
      readonly table: string
      readonly records: readonly { id: number; fields: object }[]
    }
  | { readonly do: 'tombstone'; readonly table: string; readonly ids: readonly number[] }
  | { readonly do: 'complete'; readonly table: string }
  | { readonly do: 'reset'; readonly table: string }
  | ({ readonly do: 'step' } & OfFollower)
  | ({ readonly do: 'kill'; readonly afterStatements: number } & OfFollower)
  | { readonly do: 'rebuild' }
  | ({ readonly do: 'trim' } & OfFollower)
  | { readonly do: 'zone'; readonly timeZone: string }

/** Pages of a table with arbitrary records of those fields. */
export const pageOf = (name: string, of: fc.Arbitrary<object>): fc.Arbitrary<Command> =>
  fc.record({
    do: fc.constant('page' as const),
    table: fc.constant(name),
    records: fc.array(fc.record({ id, fields: of }), { minLength: 1, maxLength: 3 }),
  })

const table = fc.constantFrom(...modelTables)
const page = table.chain((name) => pageOf(name, fields[name]))
const kill: fc.Arbitrary<Command> = fc.record({
  do: fc.constant('kill' as const),
  afterStatements: fc.integer({ min: 1, max: 25 }),
})
const tombstone: fc.Arbitrary<Command> = fc.record({ do: fc.constant('tombstone' as const), table, ids })
/** Any command. */
export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: page },
  { weight: 5, arbitrary: fc.constant({ do: 'step' } as const) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('complete' as const), table }) },
  { weight: 2, arbitrary: kill },
  { weight: 1, arbitrary: tombstone },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const), table }) },
  { weight: 1, arbitrary: fc.constant({ do: 'rebuild' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'trim' } as const) },
)

/** Commands that make no follower rebuild. */
export const followed: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: page },
  { weight: 3, arbitrary: fc.constant({ do: 'step' } as const) },
  { weight: 1, arbitrary: kill },
  { weight: 1, arbitrary: tombstone },
)

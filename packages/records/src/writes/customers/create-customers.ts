import {
  customerContactFields,
  customerFields,
  locationContactFields,
  locationFields,
} from '../../fields/customers.ts'
import type { WritableTable } from '../../fields/field.ts'
import { referencesIn } from '../change-record.ts'
import {
  type Created,
  createdBefore,
  createOnce,
  initialValues,
  insertRecord,
  otherThanInitial,
} from '../create-record.ts'
import type { ValueProblem } from '../errors.ts'
import { lockParents } from '../lock-parents.ts'
import type { RecordWrite } from '../record-write.ts'
import { refuseServiceTitans } from '../update-record.ts'
import { assertNone, contactProblems, positionProblems } from './check-customers.ts'

type Values = Readonly<Record<string, unknown>>

/** A new customer or location, with the contacts that are created with it. */
export interface NewCustomer {
  /** The id that the client chose, so that it can repeat the request. @default a new one */
  readonly id?: string | undefined
  readonly values: Values
  readonly contacts: readonly Values[]
}

/**
 * Creates a customer.
 * @throws {WriteError} when values are invalid, or another customer has the id
 * @example
 * const { id } = await createCustomer(write, { values: { name: 'Ada Park' }, contacts: [] })
 */
export const createCustomer = (write: RecordWrite, customer: NewCustomer): Promise<Created> =>
  createWithContacts(write, customer, {
    table: customerFields,
    contacts: customerContactFields,
    owner: 'customerId',
    problemsOf: () => [],
  })

/**
 * Creates a location of a customer.
 * @throws {WriteError} when values are invalid, or another location has the id
 * @example
 * const { id } = await createLocation(write, { values: { customerId, name: 'Home' }, contacts: [] })
 */
export const createLocation = (write: RecordWrite, location: NewCustomer): Promise<Created> =>
  createWithContacts(write, location, {
    table: locationFields,
    contacts: locationContactFields,
    owner: 'locationId',
    problemsOf: positionProblems,
  })

interface Kind {
  readonly table: WritableTable
  readonly contacts: WritableTable
  /** The field of a contact with the new record's id. */
  readonly owner: string
  readonly problemsOf: (values: Values) => ValueProblem[]
}

async function createWithContacts(
  write: RecordWrite,
  { id, values, contacts }: NewCustomer,
  kind: Kind,
): Promise<Created> {
  const { table, owner } = kind
  refuseServiceTitans(write, table, otherThanInitial(table, values))
  const listed = contacts.map((contact, index) => {
    refuseServiceTitans(write, kind.contacts, otherThanInitial(kind.contacts, contact), `contacts.${index}.`)
    return withoutOwner(initialValues(kind.contacts, contact), owner)
  })
  assertNone([
    ...kind.problemsOf(values),
    ...listed.flatMap((contact, index) => contactProblems(contact, `contacts.${index}.`)),
  ])
  const children = { table: kind.contacts.table, contents: listed }
  const creation = { table, content: initialValues(table, values), children }
  const before = await createdBefore(write, creation, id)
  if (before !== null) return before
  await lockParents(write, referencesIn(table, values))
  const record = { id, values, others: firstContacts(kind, listed) }
  return createOnce(write, creation, record, async (created) => {
    for (const contact of listed) {
      const inserted = await insertRecord(write, kind.contacts, { values: { ...contact, [owner]: created } })
      if (inserted) write.enterOther(kind.contacts.table, inserted.id, inserted.changes)
    }
  })
}

const withoutOwner = (contact: Record<string, unknown>, owner: string) =>
  Object.fromEntries(Object.entries(contact).filter(([name]) => name !== owner))

/** The columns of a location that follow from its contacts, as later changes of contacts set them. */
function firstContacts({ table }: Kind, contacts: readonly Values[]) {
  if (table.table !== 'locations') return {}
  const firstOf = (types: readonly string[]) =>
    types.flatMap((type) => contacts.filter((contact) => contact.type === type))[0]?.value ?? null
  return {
    phone: { value: firstOf(['Phone', 'MobilePhone']), kind: 'text' as const },
    email: { value: firstOf(['Email']), kind: 'text' as const },
  }
}

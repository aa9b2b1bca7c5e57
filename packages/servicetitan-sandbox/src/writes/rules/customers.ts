import { FIRST_USER_ID } from '../../definition/common.ts'
import type { CustomerRecord } from '../../resources/customers.ts'
import { createChecks, findOrRefuse } from '../checks.ts'
import { type GivenAddress, normaliser } from '../normalise.ts'
import { type GivenContact, insertCustomerContact } from './contacts.ts'
import { crmCustomFields, type GivenCustomField } from './custom-fields.ts'
import { type GivenExternalData, notedExternalData, putExternalData } from './external-data.ts'
import { checkLocation, type GivenLocation, insertLocation } from './locations.ts'
import { type Rule, ruleOf } from './rule.ts'

/** The fields of a body that are stored as they are. */
const PLAIN = [
  'type',
  'doNotMail',
  'doNotService',
  'nationalAccount',
  'taxExempt',
  'paymentTermId',
  'creditLimit',
  'creditLimitBalance',
  'tagTypeIds',
] as const

type Plain = Pick<CustomerRecord, (typeof PLAIN)[number]>

const plainOf = (body: { [F in keyof Plain]?: Plain[F] | null }): Partial<Plain> =>
  Object.fromEntries(
    PLAIN.flatMap((field) =>
      body[field] === undefined || body[field] === null ? [] : [[field, body[field]]],
    ),
  )

type NewCustomer = { [F in keyof Plain]?: Plain[F] | null } & {
  name: string
  address: GivenAddress
  locations: GivenLocation[]
  contacts?: GivenContact[] | null
  customFields?: GivenCustomField[] | null
  externalData?: GivenExternalData | null
}

/** The type of a customer without one is Residential: that is an assumption. */
const createCustomer = ruleOf<NewCustomer>((context, { body }) => {
  const checks = createChecks(context)
  if (body.name.trim() === '') checks.add('name', 'The name must not be empty.')
  if (body.locations.length === 0) checks.add('locations', 'A customer must have at least one location.')
  for (const [index, location] of body.locations.entries())
    checkLocation(checks, location, `locations[${index}].`)
  checks.allKnown('tag-types', body.tagTypeIds, { path: 'tagTypeIds' })
  checks.refuse()

  const normalise = normaliser(context.settings)
  const customer = context.insert(
    'customers',
    {
      active: true,
      name: normalise.text(body.name),
      type: 'Residential',
      address: normalise.address(body.address),
      customFields: crmCustomFields(body.customFields ?? []),
      balance: 0,
      taxExempt: false,
      tagTypeIds: [],
      doNotMail: false,
      doNotService: false,
      nationalAccount: false,
      createdById: FIRST_USER_ID,
      mergedToId: null,
      paymentTermId: null,
      creditLimit: null,
      creditLimitBalance: null,
      externalData: [],
      ...plainOf(body),
    },
    notedExternalData(body.externalData),
  )
  const { id } = customer
  return {
    ...customer,
    externalData: putExternalData(context, 'customers', { id, given: body.externalData }),
    locations: body.locations.map((location) => insertLocation(context, id, location)),
    contacts: (body.contacts ?? []).map((contact) => insertCustomerContact(context, id, contact)),
  }
})

type CustomerPatch = Partial<Omit<NewCustomer, 'locations' | 'contacts'>> & { active?: boolean }

const updateCustomer = ruleOf<CustomerPatch>((context, { id, body }) => {
  const customer = findOrRefuse(context, 'customers', id)
  const checks = createChecks(context)
  if (body.name?.trim() === '') checks.add('name', 'The name must not be empty.')
  checks.allKnown('tag-types', body.tagTypeIds, { path: 'tagTypeIds' })
  checks.refuse()
  const normalise = normaliser(context.settings)
  const patch: Partial<CustomerRecord> = {
    ...plainOf(body),
    ...(body.name !== undefined && { name: normalise.text(body.name) }),
    ...(body.address && { address: normalise.address(body.address) }),
    ...(body.active !== undefined && { active: body.active }),
    ...(body.customFields && { customFields: crmCustomFields(body.customFields) }),
  }
  const record = context.update('customers', customer.id, patch, notedExternalData(body.externalData))
  const externalData = putExternalData(context, 'customers', { id: record.id, given: body.externalData })
  return { ...record, externalData }
})

/**
 * The writes of customers. A PATCH replaces whole lists and the whole address; that it moves `modifiedOn` even if no
 * value changes is an assumption.
 */
export const customerRules: Readonly<Record<string, Rule>> = {
  Customers_Create: createCustomer,
  Customers_Update: updateCustomer,
}

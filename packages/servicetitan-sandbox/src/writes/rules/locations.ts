import { FIRST_USER_ID } from '../../definition/common.ts'
import type { Id } from '../../definition/record.ts'
import type { LocationRecord } from '../../resources/locations.ts'
import { type Checks, createChecks, findOrRefuse } from '../checks.ts'
import { type GivenAddress, normaliser } from '../normalise.ts'
import { Refusal } from '../refusal.ts'
import type { WriteContext } from '../write-context.ts'
import { type GivenContact, insertLocationContact } from './contacts.ts'
import { crmCustomFields, type GivenCustomField } from './custom-fields.ts'
import { type GivenExternalData, notedExternalData, putExternalData } from './external-data.ts'
import { type Rule, ruleOf } from './rule.ts'

/** `Crm.V2.Customers.NewLocation`. What it says of the source of coordinates is ignored. */
export type GivenLocation = {
  name: string
  address: GivenAddress
  contacts?: GivenContact[] | null
  customFields?: GivenCustomField[] | null
  tagTypeIds?: number[] | null
  externalData?: GivenExternalData | null
}

/** The tax zones that generated locations have: there is no resource of tax zones. */
const TAX_ZONES = [301, 302, 303, 304]

/** Checks the name and the tags of a location that are given, at a path of the body. */
export const checkLocation = (
  checks: Checks,
  { name, tagTypeIds }: Partial<GivenLocation>,
  path: string,
): void => {
  if (name?.trim() === '') checks.add(`${path}name`, 'The name must not be empty.')
  checks.allKnown('tag-types', tagTypeIds, { path: `${path}tagTypeIds` })
}

/** Inserts a location with its contacts. @returns what the response shows */
export const insertLocation = (context: WriteContext, customerId: Id, given: GivenLocation) => {
  const normalise = normaliser(context.settings)
  const location = context.insert(
    'locations',
    {
      customerId,
      active: true,
      name: normalise.text(given.name),
      address: normalise.address(given.address),
      customFields: crmCustomFields(given.customFields ?? []),
      createdById: FIRST_USER_ID,
      mergedToId: null,
      zoneId: null,
      taxExempt: false,
      tagTypeIds: given.tagTypeIds ?? [],
      externalData: [],
      taxZoneId: null,
    },
    notedExternalData(given.externalData),
  )
  const { id } = location
  return {
    ...location,
    externalData: putExternalData(context, 'locations', { id, given: given.externalData }),
    contacts: (given.contacts ?? []).map((contact) => insertLocationContact(context, id, contact)),
  }
}

const createLocation = ruleOf<GivenLocation & { customerId: number }>((context, { body }) => {
  const checks = createChecks(context)
  checkLocation(checks, body, '')
  checks.refuse()
  const customer = context.find('customers', body.customerId)
  if (!customer) throw new Refusal(409, `Unknown customer ${body.customerId}`)
  return insertLocation(context, customer.id, body)
})

type LocationPatch = Partial<Omit<GivenLocation, 'contacts'>> & {
  customerId?: number
  active?: boolean
  taxZoneId?: number
}

const updateLocation = ruleOf<LocationPatch>((context, { id, body }) => {
  const location = findOrRefuse(context, 'locations', id)
  const { customerId, taxZoneId } = body
  if (customerId !== undefined && !context.find('customers', customerId))
    throw new Refusal(409, `Unknown customer ${customerId}`)
  if (taxZoneId !== undefined && !TAX_ZONES.includes(taxZoneId))
    throw new Refusal(409, `Unknown tax zone ${taxZoneId}`)
  const checks = createChecks(context)
  checkLocation(checks, body, '')
  checks.refuse()
  const normalise = normaliser(context.settings)
  const patch: Partial<LocationRecord> = {
    ...(customerId !== undefined && { customerId }),
    ...(taxZoneId !== undefined && { taxZoneId }),
    ...(body.name !== undefined && { name: normalise.text(body.name) }),
    ...(body.address && { address: normalise.address(body.address) }),
    ...(body.active !== undefined && { active: body.active }),
    ...(body.customFields && { customFields: crmCustomFields(body.customFields) }),
    ...(body.tagTypeIds && { tagTypeIds: body.tagTypeIds }),
  }
  const record = context.update('locations', location.id, patch, notedExternalData(body.externalData))
  const externalData = putExternalData(context, 'locations', { id: record.id, given: body.externalData })
  return { ...record, externalData }
})

/** The writes of locations. A PATCH replaces whole lists and the whole address. */
export const locationRules: Readonly<Record<string, Rule>> = {
  Locations_Create: createLocation,
  Locations_Update: updateLocation,
}

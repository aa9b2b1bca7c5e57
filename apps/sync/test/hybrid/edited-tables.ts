import type { ResourceName } from 'servicetitan-sandbox'

// What both sides edit in the whole model test, as data: how LAZI's API and a person in ServiceTitan change each field, and
// how its value is read on each side. Another table joins by an entry.

/** A record, or some of its fields, as either side has it. */
export type Fields = Readonly<Record<string, unknown>>

/** A field, or the fields that are agreed upon together. */
export interface EditedField {
  /** Its name in conflicts. */
  readonly name: string
  /**
   * Whether each edit gives it a value that no other edit gives: then it can be said of each value what became of it. The
   * others only have to agree at rest.
   */
  readonly isUnique: boolean
  /** The value of an edit. @param n another one for each edit */
  readonly value: (n: number) => unknown
  /** The body of the API's PATCH. */
  readonly inLazi: (value: unknown) => Fields
  /** The body of a person's PATCH. @param now the record there */
  readonly inServiceTitan: (value: unknown, now: Fields) => Fields
  /** The value in LAZI, undefined if the fields have none; empty and absent are null. */
  readonly ofLazi: (fields: Fields) => unknown
  readonly ofServiceTitan: (fields: Fields) => unknown
  /** The value in a conflict. */
  readonly ofConflict: (value: unknown) => unknown
}

export interface EditedTable {
  /** The table in schema `lazi`, and the path of the API. */
  readonly table: string
  readonly domain: 'customers' | 'jobs'
  readonly resource: ResourceName
  /** The path of one record of ServiceTitan, below the module. */
  readonly path: (stId: string) => string
  readonly fields: readonly EditedField[]
  /** Whether it has tags: each is added and removed alone. */
  readonly hasTags: boolean
  /** Which records can be edited as wanted. @default all that are active */
  readonly isUsable?: (record: Fields) => boolean
}

const textOf = (value: unknown) => (value == null || value === '' ? null : String(value).trim())

/** Every third value has a space at its end, which ServiceTitan may remove. */
const word = (n: number) => (n % 3 === 0 ? `v${n} ` : `v${n}`)

const as = (value: unknown) => value

/** A text of both sides under one name. */
function text(name: string): EditedField {
  const of = (fields: Fields) => (name in fields ? textOf(fields[name]) : undefined)
  return {
    name,
    isUnique: true,
    value: word,
    inLazi: (value) => ({ [name]: value }),
    inServiceTitan: (value) => ({ [name]: value }),
    ofLazi: of,
    ofServiceTitan: of,
    ofConflict: textOf,
  }
}

/** A value of few. */
function choice(name: string, options: readonly unknown[]): EditedField {
  const of = (fields: Fields) => fields[name]
  return {
    name,
    isUnique: false,
    value: (n) => options[n % options.length],
    inLazi: (value) => ({ [name]: value }),
    inServiceTitan: (value) => ({ [name]: value }),
    ofLazi: of,
    ofServiceTitan: of,
    ofConflict: as,
  }
}

const addressOf = (fields: Fields) => (fields.address ?? {}) as Fields

/** The address, of which one line changes. */
function address(line: 'street' | 'unit'): EditedField {
  const field = line === 'street' ? 'addressStreet' : 'addressUnit'
  return {
    name: 'address',
    isUnique: true,
    value: word,
    inLazi: (value) => ({ [field]: value }),
    inServiceTitan: (value, now) => ({ address: { ...addressOf(now), [line]: value } }),
    ofLazi: (fields) => (field in fields ? textOf(fields[field]) : undefined),
    ofServiceTitan: (fields) => ('address' in fields ? textOf(addressOf(fields)[line]) : undefined),
    ofConflict: (value) => textOf((value as Fields | null)?.[field]),
  }
}

interface CustomField {
  readonly typeId: number
  readonly value: string | null
}

/** The text of one type of custom field. A person's form sends the whole list. */
function customField(typeId: number): EditedField {
  const listOf = (fields: Fields) => (fields.customFields ?? []) as readonly CustomField[]
  const others = (now: Fields) =>
    listOf(now).flatMap((one) =>
      one.typeId === typeId ? [] : [{ typeId: one.typeId, value: one.value ?? '' }],
    )
  return {
    name: `customFields.${typeId}`,
    isUnique: true,
    value: word,
    inLazi: (value) => ({ customFields: { [typeId]: value } }),
    inServiceTitan: (value, now) => ({ customFields: [...others(now), { typeId, value }] }),
    ofLazi: (fields) =>
      'customFields' in fields
        ? textOf((fields.customFields as Fields | null | undefined)?.[typeId])
        : undefined,
    ofServiceTitan: (fields) =>
      'customFields' in fields
        ? textOf(listOf(fields).find((one) => one.typeId === typeId)?.value)
        : undefined,
    ofConflict: textOf,
  }
}

const accountManager = 7_711_105
const gateCode = 7_711_204

/** The tables whose records both sides edit. */
export const editedTables: readonly EditedTable[] = [
  {
    table: 'customers',
    domain: 'customers',
    resource: 'customers',
    path: (id) => `crm/customers/${id}`,
    // Without coordinates, ServiceTitan takes no address of a customer.
    isUsable: (record) => addressOf(record).latitude !== null,
    fields: [
      text('name'),
      address('unit'),
      customField(accountManager),
      customField(gateCode),
      choice('type', ['Residential', 'Commercial']),
      choice('doNotMail', [true, false]),
      choice('taxExempt', [false, true]),
    ],
    hasTags: true,
  },
  {
    table: 'locations',
    domain: 'customers',
    resource: 'locations',
    path: (id) => `crm/locations/${id}`,
    fields: [text('name'), address('street'), customField(accountManager), customField(gateCode)],
    hasTags: true,
  },
]

/** Parts of records that several resources share. Source: the record schemas of the vendor's OpenAPI files. */

/** Ids are numbers below 2^53 in generated data; tests may insert larger ones. */
export type Id = number | bigint

export type CustomField = { typeId: number; name: string | null; value: string | null }

export type ExternalData = { key: string; value: string }

/** A reference with the name of the referenced record. */
export type Named = { id: Id; name: string | null }

/** The fields of every record. */
export type AnyRecord = { id: Id; createdOn: string; modifiedOn: string; active: boolean }

/** Amounts are texts such as "125.00" in the API. */
export type Amount = string

/** A general ledger account in the format of items and payments. */
export type Account = {
  id: number
  name: string | null
  number: string | null
  type: string | null
  detailType: string | null
}

/** A postal address in the form of customers and locations. */
export type CustomerAddress = {
  street: string
  unit: string | null
  city: string
  state: string
  zip: string
  country: string
  latitude: number | null
  longitude: number | null
}

/** A postal address in the form of invoices. */
export type InvoiceAddress = {
  street: string | null
  unit: string | null
  city: string | null
  state: string | null
  zip: string | null
  country: string | null
}

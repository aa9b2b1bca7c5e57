/** Parts of records that several resources share. Source: the record schemas of the vendor's OpenAPI files. */

/** Ids are numbers below 2^53 in generated data; tests may insert larger ones. */
export type Id = number | bigint

export type CustomField = { typeId: number; name: string | null; value: string | null }

export type ExternalData = { key: string; value: string }

/** A reference with the name of what it refers to. */
export type Named = { id: Id; name: string | null }

/** What every record has. */
export type AnyRecord = { id: Id; createdOn: string; modifiedOn: string; active: boolean }

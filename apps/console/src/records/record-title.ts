/** What a record is known by when it has neither a name nor a number. */
interface Identity {
  /** LAZI's. */
  readonly id: string
  /** ServiceTitan's, which people have seen before; null if ServiceTitan does not have the record. */
  readonly serviceTitanId?: string | null
}

/** ServiceTitan's id of a record, else LAZI's. */
export function idOf({ id, serviceTitanId }: Identity): string {
  return serviceTitanId ?? id
}

/** The name of a record, else its kind and id: `Jones`, or `Customer 42`. */
export function titleOf(kind: string, record: Identity & { readonly name: string | null }): string {
  return record.name || `${kind} ${idOf(record)}`
}

/** The number that people know a record by, else its id: `Job 51016`. Without either, `Unknown job`. */
export function numberedTitle(kind: string, number: string | null | undefined, id: string | null): string {
  const known = number || id
  return known ? `${kind} ${known}` : `Unknown ${kind.toLowerCase()}`
}

/** A kind of record and what is known about it: `Location · 649 Kestrel Hollow Rd`. */
export function describeRecord(kind: string, detail: string | null | undefined): string {
  return detail ? `${kind} · ${detail}` : kind
}

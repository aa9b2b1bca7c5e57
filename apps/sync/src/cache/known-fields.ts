import type { CacheTable } from './cache-table.ts'
import { derivedIn } from './derived-values.ts'
import { resourceOf } from './tables.ts'

/** The endpoint that records are read from: the export feed or the list. */
export type RecordSource = 'feed' | 'list'

/** Top-level fields of a stored record. */
export interface KnownFields {
  /** The fields that a record may have, and the fields that are added to it. */
  readonly known: readonly string[]
  /** The fields that a record must have. */
  readonly required: readonly string[]
}

/**
 * The documented fields of a table's records, without the excluded ones. If a resource has a feed, the records of its
 * list may lack fields that the feed's records have.
 */
export function knownFields(
  table: CacheTable,
  { droppedPaths, source }: { readonly droppedPaths: readonly string[]; readonly source: RecordSource },
): KnownFields {
  const { exportPath, fields } = resourceOf(table)
  const derived = derivedIn(table.name).flatMap((value) => Object.keys(value.fields))
  const mayLack = source === 'list' && exportPath !== null
  return {
    known: [...fields.required, ...fields.optional, ...derived],
    required: mayLack ? [] : fields.required.filter((field) => !droppedPaths.includes(field)),
  }
}

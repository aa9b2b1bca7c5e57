import type { CacheTable } from './cache-table.ts'
import { derivedIn } from './derived-values.ts'
import { resourceOf } from './tables.ts'

/** Where records come from: the export feed, or the list. */
export type RecordSource = 'feed' | 'list'

/** Top-level fields of a stored record. */
export interface KnownFields {
  /** Those that may be there, and those that are added. */
  readonly known: readonly string[]
  /** Those that must be there. */
  readonly required: readonly string[]
}

/**
 * What the API documents of a table's records, less the fields that are dropped. Where a resource has a feed, the
 * records of its list may lack fields that those of the feed have.
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

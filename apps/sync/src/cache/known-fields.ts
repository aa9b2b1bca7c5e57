import type { CacheTable } from './cache-table.ts'
import { derivedIn } from './derived-values.ts'
import { resourceOf } from './resource-of.ts'

/** Top-level fields of a stored record. */
export interface KnownFields {
  /** Those that may be there, and those that we add. */
  readonly known: readonly string[]
  /** Those that must be there. */
  readonly required: readonly string[]
}

/**
 * What the API documents of a table's records, less the fields that are dropped.
 * @param isFromList whether the records come from a list: where there is a feed, its records have fields that the
 *   list's have not
 */
export function knownFields(
  table: CacheTable,
  { droppedPaths, isFromList }: { readonly droppedPaths: readonly string[]; readonly isFromList: boolean },
): KnownFields {
  const { exportPath, fields } = resourceOf(table)
  const derived = derivedIn(table.name).flatMap((value) => Object.keys(value.fields))
  const mayLack = isFromList && exportPath !== null
  return {
    known: [...fields.required, ...fields.optional, ...derived],
    required: mayLack ? [] : fields.required.filter((field) => !droppedPaths.includes(field)),
  }
}

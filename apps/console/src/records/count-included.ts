import { includeLimit } from 'api/client'
import { formatCount } from '../components/values/format-number.ts'

/** The number of related rows of a record: `12`, or `200+` if the API returned as many as it returns at most. */
export function countIncluded(rows: readonly unknown[]): string {
  return rows.length < includeLimit ? formatCount(rows.length) : `${formatCount(rows.length)}+`
}

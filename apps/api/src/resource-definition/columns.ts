import { columnInWords } from 'records'

/** The column of a field of a cached row: `jobNumber` is `job_number`, the id is ServiceTitan's. */
export function cachedColumn(field: string): string {
  return field === 'id' ? 'st_id' : columnInWords(field)
}

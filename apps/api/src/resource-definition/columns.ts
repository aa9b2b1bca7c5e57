import { camelCase } from 'catalog'

/**
 * The field of a column of LAZI's records: `starts_at` is `startsAt`, `st_id` is `serviceTitanId`.
 * @param column a column in schema `lazi`
 */
export function recordFieldOf(column: string): string {
  return camelCase(column.replace(/(^|_)st_/, '$1service_titan_'))
}

/** The column of a field of LAZI's records: the inverse of {@link recordFieldOf}. */
export function recordColumn(field: string): string {
  return columnInWords(field).replace('service_titan_', 'st_')
}

/** The column of a field of a cached row: `jobNumber` is `job_number`, the id is ServiceTitan's. */
export function cachedColumn(field: string): string {
  return field === 'id' ? 'st_id' : columnInWords(field)
}

const columnInWords = (field: string) => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

import { camelCase } from 'catalog'

/**
 * The field of a column of LAZI's records: `starts_at` is `startsAt`, `st_id` is `serviceTitanId`.
 * @param column a column in schema `lazi`
 * @example
 * recordFieldOf('tax_zone_st_id') // 'taxZoneServiceTitanId'
 */
export function recordFieldOf(column: string): string {
  return camelCase(column.replace(/(^|_)st_/, '$1service_titan_'))
}

/**
 * The column of a field of LAZI's records: the inverse of {@link recordFieldOf}.
 * @example
 * recordColumn('startsAt') // 'starts_at'
 */
export function recordColumn(field: string): string {
  return columnInWords(field).replace('service_titan_', 'st_')
}

/**
 * A name in camel case as a column: `jobNumber` is `job_number`.
 * @example
 * columnInWords('jobNumber') // 'job_number'
 */
export const columnInWords = (field: string) =>
  field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

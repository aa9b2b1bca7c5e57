import { hash } from 'node:crypto'

/**
 * The id of a record that was created in ServiceTitan, as `lazi.projected_id` computes it.
 * @param table in schema `lazi`
 * @param stId the id there
 * @example
 * projectedId('1001', 'jobs', '40233') // '00000000-0009-8d29-…'
 */
export function projectedId(tenantId: string, table: string, stId: string | number): string {
  const digits = BigInt(stId).toString(16).padStart(15, '0')
  const [first = '', ...rest] = hash('md5', `${tenantId}:${table}:${stId}`, 'hex')
  const noise = `${'89ab'[Number.parseInt(first, 16) % 4]}${rest.slice(0, 15).join('')}`
  const text = `${digits.slice(0, 12)}8${digits.slice(12)}${noise}`
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

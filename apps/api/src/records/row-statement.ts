import { prepared, type Statement } from 'cli-kit/postgres'
import { isAt } from 'records'
import type { Resource } from '../resource-definition/resource.ts'
import { includedMembers } from './include-json.ts'
import { rowJson } from './row-json.ts'

export interface RowOptions {
  readonly tenantId: string
  /** As in the path. */
  readonly id: string
  /** Fields to return; null: all. */
  readonly fields: readonly string[] | null
  /** Names of the related rows to include. */
  readonly include: readonly string[]
  readonly fullData: boolean
  readonly includeDeleted: boolean
}

/**
 * The statement of one row with its included rows: a single query, so all are read from one snapshot.
 * @throws {TypeError} when `include` has an unknown name
 */
export function rowStatement(resource: Resource, options: RowOptions): Statement<string[]> {
  const more = includedMembers(resource, options.include)
  const { column, value, and, id } = resource.lookUp(options.id)
  const fullData = options.fullData ? [['fullData', 't.full_data'] as const] : []
  const text = `SELECT ${rowJson(resource, 't', options.fields, [...more, ...fullData])}::text AS row${hasVersion(resource) ? ', t.version::text AS version' : ''}
             FROM ${resource.table} AS t
            WHERE t.tenant_id = $1 AND ${isAt(`t.${column}`, value)}${and === undefined ? '' : ` AND ${and}`}${options.includeDeleted ? '' : ' AND t.deleted_at IS NULL'}
            ORDER BY t.${column} LIMIT 1`
  const values = [options.tenantId, id]
  const isUsual = options.fields === null && (options.include.length <= 1 || isAmongFirst(text))
  return isUsual ? prepared(text, values) : { text, values }
}

/** The statements with several included rows that are prepared, by their texts. */
const combinations = new Set<string>()
/** More than the console has. A statement takes some hundred kB of each connection. */
const maxCombinations = 20

/**
 * Whether a statement is among the first that were asked for. Planning a job with all that its page shows takes longer
 * than executing it, but clients can combine what they include in any number of ways.
 */
function isAmongFirst(text: string): boolean {
  if (combinations.size < maxCombinations) combinations.add(text)
  return combinations.has(text)
}

/** Whether a resource's rows have a version, with which they are changed. */
const hasVersion = ({ fields }: Pick<Resource, 'fields'>) => 'version' in fields

import { prepared, type Statement } from 'cli-kit/postgres'
import type pg from 'pg'
import { instantText, recordFieldOf, recordValues, rowAt } from 'records'
import { ProblemError } from '../../http/problem.ts'
import type { Resource } from '../../resource-definition/resource.ts'
import { rowJson } from '../row-json.ts'
import type { RowOptions } from '../row-statement.ts'
import { lastingColumns, targetQuery } from './target.ts'

export interface FormerRowOptions extends Omit<RowOptions, 'include'> {
  /** The moment, in UTC. */
  readonly asOf: string
}

interface FormerRow {
  /** As JSON text; null: it did not exist then, or is not known. */
  readonly row: string | null
  /** Since when the history is known; null: it is not. */
  readonly knownSince: string | null
  readonly isKnown: boolean
  /** Since when LAZI owns the record, if it did then: ServiceTitan's changes are not its history any more. */
  readonly ownedSince: string | null
}

/**
 * Reads a row as it was at a moment, as JSON text.
 * @returns null when there is no such row, or there was none then
 * @throws {ProblemError} 404 with `knownSince` when the history of that moment is not known; 409 when LAZI owned the record
 *   then
 */
export async function readFormerRow(
  client: pg.ClientBase,
  resource: Resource,
  options: FormerRowOptions,
): Promise<string | null> {
  const { rows } = await client.query<FormerRow>(formerRowStatement(resource, options))
  const [found] = rows
  if (!found) return null
  const { row, knownSince, isKnown, ownedSince } = found
  if (ownedSince !== null)
    throw new ProblemError(
      409,
      `LAZI owns this record since ${ownedSince}, and \`asOf\` is for what came from ServiceTitan: its history has what people have changed since.`,
    )
  if (isKnown) return row
  const detail =
    knownSince === null
      ? 'The history of this row is not known: it is kept from the end of the first full sync of its table on.'
      : `The history of this row is known since ${knownSince}.`
  throw new ProblemError(404, detail, { knownSince })
}

/** The fields that are known of a former row: not those of the sync, and not those that come from other records. */
export function formerFields(resource: Resource): readonly string[] {
  const { fields, definition } = resource
  if (definition === null) return Object.keys(fields).filter((name) => name !== 'syncedAt')
  const { columns } = recordValues(definition)
  const known = ['st_id', ...lastingColumns(resource), ...columns.map(([name]) => name)].map(recordFieldOf)
  return Object.keys(fields).filter((name) => known.includes(name))
}

/** The statement of {@link readFormerRow}; `$3` is the moment. */
export function formerRowStatement(resource: Resource, options: FormerRowOptions): Statement<string[]> {
  const { tenantId, asOf, fields, fullData, includeDeleted } = options
  const { name, definition } = resource
  const { queries, from, existed, knownSince } = rowAt(name, '$3::timestamptz')
  const alias = definition === null ? 'cached' : 't'
  const source = definition === null ? from : recordOf(resource, from)
  const wanted = formerFields(resource).filter((field) => fields === null || fields.includes(field))
  const json = rowJson(resource, alias, wanted, fullData ? [['fullData', `${alias}.full_data`]] : [])
  const exists = ['state.existed', ...(includeDeleted ? [] : [`${alias}.deleted_at IS NULL`])].join(' AND ')
  const text = `
WITH ${targetQuery(resource, options.id)},
${queries}
SELECT CASE WHEN state.is_known AND ${exists} THEN ${json}::text END AS row,
       ${instantText('state.known_since')} AS "knownSince", state.is_known AS "isKnown",
       ${instantText('state.owned_since')} AS "ownedSince"
  FROM (SELECT known_since, coalesce(known_since <= $3::timestamptz, false) AS is_known, existed, owned_since
          FROM (SELECT ${knownSince} AS known_since, ${existed} AS existed,
                       ${ownedSince(resource)} AS owned_since) AS read) AS state
 CROSS JOIN ${source}`
  const values = [tenantId, resource.lookUp(options.id).id, asOf]
  return fields === null ? prepared(text, values) : { text, values }
}

/** Since when LAZI has owned the record at the moment `$3`; null: it had not. */
function ownedSince({ definition }: Resource): string {
  if (definition === null) return 'NULL::timestamptz'
  return `(SELECT since FROM sync.domains
            WHERE tenant_id = $1 AND domain = '${definition.domain}' AND mode = 'lazi' AND since <= $3::timestamptz)`
}

function recordOf(resource: Resource, from: string): string {
  const { definition } = resource
  if (definition === null) throw new TypeError(`Expected ${resource.name} to be a kind of LAZI's records`)
  const { columns, joins } = recordValues(definition)
  const lasting = ['st_id', ...lastingColumns(resource)].map((name) => `target.${name}`)
  return `(
  SELECT ${[...lasting, ...columns.map(([name, sql]) => `${sql} AS ${name}`)].join(',\n         ')}
    FROM target CROSS JOIN ${from}${joins}) AS t`
}

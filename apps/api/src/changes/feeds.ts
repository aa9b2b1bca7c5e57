import type { ResourceName } from 'catalog'
import { instantText, recordColumn } from 'records'
import { cachedResource, cachedResources } from '../records/cached-resources.ts'
import { recordResources } from '../records/record-resources.ts'
import { changedTables, resourceSql, tableName } from '../records/table-names.ts'
import { cachedColumn } from '../resource-definition/columns.ts'
import type { Resource } from '../resource-definition/resource.ts'

/** A change feed as it is served: where its rows are, and what the event of a row contains. */
export interface Feed {
  /** The schema with tables `changes` and `change_positions`. */
  readonly schema: 'lazi' | 'raw'
  /** The table of a resource's changes in the feed. */
  readonly tableOf: (resource: ResourceName) => string
  /** SQL of the event's data; `position` is the row of the feed's position. */
  readonly changeJson: string
}

const common = `'position', position.epoch || '.' || seq, 'seq', seq::text, 'table', table_name`

const served = new Set(recordResources.map(({ name }) => name))
/** The views that are listed as ServiceTitan has them only. */
const cachedOnly = changedTables
  .filter(({ name }) => !served.has(name))
  .map(({ name }) => cachedResource(name))
const fieldsOf = (resource: Resource) => Object.keys(resource.fields)
const fieldByColumn = JSON.stringify(
  Object.fromEntries([
    ...cachedOnly.flatMap(fieldsOf).map((field) => [cachedColumn(field), field]),
    ...recordResources.flatMap(fieldsOf).map((field) => [recordColumn(field), field]),
  ]),
)
const changedFields = `ARRAY(SELECT coalesce('${fieldByColumn}'::jsonb ->> path, path) FROM unnest(changed_paths) AS path)`

const tableNames = new Map(changedTables.map((each) => [each.name, tableName(each)]))

/** The changes of LAZI's records. */
export const recordFeed: Feed = {
  schema: 'lazi',
  tableOf: (resource) => tableNames.get(resource) ?? resource,
  changeJson: `json_build_object(
  ${common},
  'resource', ${resourceSql('table_name', changedTables)}, 'id', id::text, 'op', op,
  'changedFields', ${changedFields}, 'actor', actor, 'requestId', request_id::text, 'causeSeq', cause_seq::text,
  'at', ${instantText('at')})::text`,
}

/** The changes of what ServiceTitan has, as the sync read them. */
export const cachedFeed: Feed = {
  schema: 'raw',
  tableOf: (resource) => tableName(cachedResource(resource)),
  changeJson: `json_build_object(
  ${common},
  'resource', ${resourceSql('table_name', cachedResources)}, 'id', st_id::text, 'op', op,
  'changedPaths', changed_paths, 'at', ${instantText('at')})::text`,
}

import type { RouteInput } from '../../http/add-route.ts'
import { ProblemError } from '../../http/problem.ts'
import type { Resource } from '../../resource-definition/resource.ts'
import type { CursorKey } from '../list-cursor.ts'
import type { KeyedRow } from '../page-of.ts'
import { type HistoryOptions, type HistoryRow, historyStatement } from './history-statement.ts'
import { enteredTableOf, type PersonHistory, readPersonChanges } from './person-changes.ts'

type Access = Pick<RouteInput<unknown, unknown, unknown>, 'read' | 'inspect'>

/** A row of a history, and when it was made. */
interface TimedRow {
  readonly row: string
  readonly seq: string
  readonly at: string
}

/** A part of a history: its rows, newest first, and the moment from which it is complete. */
interface History {
  readonly rows: readonly KeyedRow[]
  readonly knownSince: string | null
}

/** Which part of a history to read. @param after where the former page ended: a number in each of its lists */
export interface HistoryPage extends Pick<HistoryOptions, 'tenantId' | 'id'> {
  readonly after: CursorKey | null
  readonly count: number
}

/**
 * Reads a part of the history of a row: ServiceTitan's versions and, of a record that people can change, their changes,
 * by time. The position in it is the number of the last row of each of the two lists: within a list times never fall.
 * @throws {ProblemError} 404 when there is no such row
 */
export async function readHistory(
  { read, inspect }: Access,
  resource: Resource,
  { tenantId, id, after, count }: HistoryPage,
): Promise<History> {
  const [version = null, entry = null] = after ?? []
  const options = { tenantId, id, limit: count }
  const table = enteredTableOf(resource)
  const people = table
    ? await inspect((client) => readPersonChanges(client, resource, table, { ...options, before: entry }), {
        byIndexOrder: true,
        needs: resource.needs,
      })
    : noPeople
  if (people === null) throw noSuchRow(resource)
  const changed = people.changes.map((change) => ({
    row: JSON.stringify(change),
    seq: change.seq,
    at: change.at,
  }))
  if (!people.isOfServiceTitan)
    return { rows: merge([], changed, after, count), knownSince: people.createdAt }
  const statement = historyStatement(resource, { ...options, before: version, takenUntil: people.takenUntil })
  const { rows } = await read((client) => client.query<HistoryRow>(statement), { byIndexOrder: true })
  if (!rows[0]) throw noSuchRow(resource)
  const versions = rows.flatMap(({ row, key, at }) =>
    row === null || key === null || at === null ? [] : [{ row, seq: key[0], at }],
  )
  return { rows: merge(versions, changed, after, count), knownSince: rows[0].knownSince }
}

const noPeople: PersonHistory = { changes: [], isOfServiceTitan: true, createdAt: null, takenUntil: null }

const noSuchRow = ({ name }: Resource) => new ProblemError(404, `This tenant has no such row in ${name}.`)

/** Merges two lists, newest first, into one. Of the same time, what people changed is the later. */
function merge(
  versions: readonly TimedRow[],
  changes: readonly TimedRow[],
  after: CursorKey | null,
  count: number,
): KeyedRow[] {
  let [version = null, entry = null] = after ?? []
  let [v, c] = [0, 0]
  const merged: KeyedRow[] = []
  while (merged.length < count) {
    const [nextVersion, nextChange] = [versions[v], changes[c]]
    const isChange =
      nextChange !== undefined && (nextVersion === undefined || nextChange.at >= nextVersion.at)
    const next = isChange ? nextChange : nextVersion
    if (next === undefined) break
    if (isChange) [entry, c] = [next.seq, c + 1]
    else [version, v] = [next.seq, v + 1]
    merged.push({ row: next.row, key: [version, entry] })
  }
  return merged
}

import { recordColumnOf, type View } from 'records'
import { tableOf } from '../cache/tables.ts'
import { typedColumns } from '../cache/typed-columns.ts'
import type { FeedChange } from '../followers/follower.ts'
import { projectionOf } from './tables.ts'
import type { DueRow } from './waiting.ts'

// The rows of a view are not stored, so their changes follow from those of the cache, and from the records that they
// refer to. Both functions return JSON text: an array of `{st_id, op, changed_paths}`.

/** The changes of a view's rows that changes of its cache table cause; a snapshot of the one is one of the other. */
export function changesOfFeed(view: View, changes: readonly FeedChange[]): string {
  const { cacheTable } = projectionOf(view.name)
  const columnsAt = columnsByPath(view)
  return JSON.stringify(
    changes
      .filter(({ tableName }) => tableName === cacheTable)
      .map(({ id, op, changedPaths }) => ({
        st_id: id,
        op,
        changed_paths: [...new Set(changedPaths.flatMap((path) => columnsAt.get(path) ?? []))],
      })),
  )
}

/** The changes of a view's rows whose missing records have arrived. */
export function changesOfDue(view: View, due: readonly DueRow[]): string {
  const changed = new Map<string, string[]>()
  for (const { tableName, stId, needsTable } of due) {
    if (tableName !== view.name) continue
    const columns = Object.entries(view.references).flatMap(([name, { of }]) =>
      of === needsTable ? [name] : [],
    )
    changed.set(stId, [...(changed.get(stId) ?? []), ...columns])
  }
  return JSON.stringify(
    [...changed].map(([stId, columns]) => ({ st_id: stId, op: 'update', changed_paths: columns })),
  )
}

/** The columns of a view by the JSON paths of which a change changes them: their own, and that of the object around it. */
function columnsByPath(view: View): ReadonlyMap<string, readonly string[]> {
  const columns = new Map<string, string[]>()
  for (const { name, path } of typedColumns(tableOf(view.resource))) {
    const [outer = path] = path.split('.')
    for (const at of new Set([path, outer])) {
      columns.set(at, [...(columns.get(at) ?? []), recordColumnOf(view, name) ?? name])
    }
  }
  return columns
}

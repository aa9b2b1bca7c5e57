import { appendRecordChanges, type RecordChanges, snapshotOf, type Viewed, viewStatement } from 'records'
import type { FeedChange, Follower, FollowerStep, RebuiltPart, StepContext } from '../followers/follower.ts'
import { assertFewRefused } from '../followers/write-halving.ts'
import { preparedFor } from '../postgres/prepared-statement.ts'
import { findBuildable } from './buildable.ts'
import { ownedReferences } from './fill-owned.ts'
import { canBeProjected, holdBack } from './may-be-ours.ts'
import { mergeEdited, noneEdited } from './merge-edited.ts'
import { projectRows } from './project-rows.ts'
import { readCopies, readNextIds } from './read-ids.ts'
import { type Projection, projectionFrom, projectionOf, projections } from './tables.ts'
import { changesOfDue, changesOfFeed } from './view-changes.ts'
import { type DueRow, joinLists, markDue, noteNew, readDue, recordWaiting } from './waiting.ts'

// The follower that fills schema lazi:
//
//   raw.changes ─> ids by table, parents first ─> lazi tables ─> lazi.changes
//                                      │    └─> rows that copy their values, and rows that waited for them
//                                      └─> sync.waiting: references to records that do not exist, refused rows
//
// It reads the rows of the cache as they are now, so applying a change twice, or in another order, ends the same.

/** Maximum number of rows that a step rebuilds, and of those that waited. */
const STEP_ROWS = 2_000

/** Fills schema `lazi` from schema `raw`. */
export const recordsFollower: Follower = {
  name: 'records',
  feed: 'raw',
  hasDays: false,
  version: 1,
  tables: projections.map(({ name }) => name),
  tablesOf: (tableName) => {
    const projection = projectionFrom(tableName)
    return projection ? [projection.name] : []
  },
  otherWork: `EXISTS (SELECT FROM sync.waiting WHERE waiting.tenant_id = follower.tenant_id AND is_due AND ${canBeProjected})
             OR EXISTS (SELECT FROM raw.sync_state AS state
                         WHERE state.tenant_id = follower.tenant_id AND state.last_full_sync IS NOT NULL
                           AND substr(state.table_name, 4) = ANY (given.tables)
                           AND NOT substr(state.table_name, 4) = ANY (follower.ready))`,
  openStep: (context) => openStep(context),
}

const missingReferences = preparedFor(viewStatement)

function openStep(context: StepContext): FollowerStep {
  const { client, tenantId, now, seq, ready, isBehind, ownedDomains, hybridDomains } = context
  const emitted: RecordChanges[] = []
  let hasMore = false
  let writtenRows = 0

  /** Writes rows of a table, and those that depend on them. */
  const project = async (projection: Projection, ids: readonly string[]): Promise<void> => {
    if (ids.length === 0) return
    const { name, table, view } = projection
    if (view) {
      const { rows } = await client.query<Viewed>(missingReferences(view, [tenantId, ids]))
      return recordWaiting(context, name, { ids, missing: rows[0]?.missing ?? '[]', refused: [] })
    }
    // ServiceTitan's changes of records that people change in LAZI are not taken over; its new records are listed.
    if (isOwned(projection)) return noteNew(context, projection, ids)
    const isHybrid = hybridDomains.has(table.domain)
    const held = isHybrid ? await holdBack(context, projection, ids) : new Set<string>()
    const known = ids.filter((id) => !held.has(id))
    const merged = isHybrid ? await mergeEdited(context, table, known) : noneEdited(known)
    const written = await projectRows(context, table, merged.others)
    assertFewRefused(name, written.refused, ids.length)
    writtenRows += merged.updated.length + written.inserted.length + written.updated.length
    for (const rows of [merged.changes, ...written.changes]) emit(name, rows)
    for (const { table: ended, rows } of merged.ended) emit(ended, rows)
    const missing = joinLists(written.missing)
    await recordWaiting(context, name, { ids: known, missing, refused: written.refused })
    if (await markDue(context, name, written.inserted)) hasMore = true
    await projectCopies(projection, new Set([...merged.known, ...written.updated]))
  }

  const projectCopies = async ({ copies }: Projection, changed: ReadonlySet<string>) => {
    for (const copy of copies) {
      await project(projectionOf(copy.table), await readCopies(client, tenantId, copy, [...changed]))
    }
  }

  const emit = (table: string, rows: string) => {
    if (ready.has(table)) emitted.push({ table, rows })
  }

  const isOwned = ({ table }: Projection) => table !== undefined && ownedDomains.has(table.domain)
  const owned = ownedReferences(context)

  /** Fills in the references of records that people change in LAZI, and nothing else of them. */
  const fillOwned = async ({ name, table }: Projection, due: readonly DueRow[]) => {
    const arrived = due.filter(({ tableName }) => tableName === name)
    if (!table || arrived.length === 0) return
    for (const { table: changed, rows } of await owned.fill(table, arrived)) emit(changed, rows)
  }

  const applyDue = async (due: readonly DueRow[], changed: ReadonlyMap<string, Set<string>>) => {
    if (due.length === STEP_ROWS) hasMore = true
    for (const { tableName, stId } of due)
      if (!isOwned(projectionOf(tableName))) changed.get(tableName)?.add(stId)
    for (const { name, view } of projections) {
      if (view) emit(name, changesOfDue(view, due))
    }
  }

  return {
    async apply(changes, following) {
      const changed = idsByTable(changes, following)
      for (const { name, view } of projections) {
        // A rebuild finds no differences of a view, whose rows are not stored.
        if (view && isBehind) emit(name, snapshotOf(name).rows)
        if (view && following.has(name)) emit(name, changesOfFeed(view, changes))
      }
      const due = await readDue(context, STEP_ROWS)
      await applyDue(due, changed)
      for (const projection of projections) {
        if (isOwned(projection)) await fillOwned(projection, due)
        await project(projection, [...(changed.get(projection.name) ?? [])])
      }
    },
    findBuildable: () => findBuildable(client, tenantId, ready),
    async rebuild(table, after): Promise<RebuiltPart> {
      const projection = projectionOf(table)
      const ids = await readNextIds(client, tenantId, { projection, after, limit: STEP_ROWS })
      await project(projection, ids)
      return { after: ids.length < STEP_ROWS ? null : (ids.at(-1) ?? null), rows: ids.length }
    },
    async finish(completed) {
      await owned.finish()
      const changes = completed === null ? emitted : [...emitted, snapshotOf(completed)]
      await appendRecordChanges(client, tenantId, changes, { actor: 'servicetitan', causeSeq: seq, now })
      return { hasMore, written: writtenRows }
    },
  }
}

/** The ids of the changed rows, for each table in `following`. */
function idsByTable(
  changes: readonly FeedChange[],
  following: ReadonlySet<string>,
): Map<string, Set<string>> {
  const ids = new Map(projections.map(({ name }) => [name, new Set<string>()]))
  for (const { tableName, id } of changes) {
    const projection = projectionFrom(tableName)
    if (projection && id !== null && following.has(projection.name)) ids.get(projection.name)?.add(id)
  }
  return ids
}

import { isDeepStrictEqual } from 'node:util'
import { recordColumn } from '../field-name.ts'
import { ungroupValues, type Values } from '../merge/index.ts'
import type { SyncedWrite } from './outbox-row.ts'
import type { SyncedState } from './synced-state.ts'
import { followingValues, mergedStatement, newValues } from './version-statement.ts'

/** A record as it is to be after a merge. */
export interface After {
  /** The new values of fields, or of groups of them. */
  readonly changed: Values
  /** What still differs. */
  readonly base: Values
}

/** Writes a merged record: what changed of it, and ServiceTitan's own columns. @returns the columns that changed */
export async function writeMerged(
  { client, tenantId, now }: SyncedWrite,
  { table, fields, stId, stored, version }: SyncedState,
  { changed, base }: After,
): Promise<string[]> {
  const merging = ungroupValues(fields, changed)
  const values = newValues(table, merging).filter(
    ({ name, value }) => !isDeepStrictEqual(value ?? null, stored[name] ?? null),
  )
  const followers = followingValues(table, { ...stored, ...merging }, base)
  const following = new Set(followers.map(({ name }) => recordColumn(name)))
  const raised = [
    ...version.others.filter((column) => !following.has(column)),
    ...values.map(({ name }) => recordColumn(name)),
  ]
  const written = [...values, ...followers]
  await client.query(mergedStatement(table, written), [
    tenantId,
    [stId],
    raised.length > 0 ? 1 : 0,
    now,
    'servicetitan',
    ...written.map(({ value, kind }) => (kind === 'json' ? JSON.stringify(value) : value)),
  ])
  return raised
}

import { type AuditEntry, type RecordChanges, type RecordTable, recordEntries } from 'records'
import { fillReferences, type RecordWrite } from 'records/writes'
import type { StepContext } from '../followers/follower.ts'
import { type DueRow, settleDue } from './waiting.ts'

/** Fills in references of records that LAZI owns, when what they waited for has arrived. */
export interface OwnedReferences {
  /** Fills in those of rows of a table. @returns what changed, for `lazi.changes` */
  readonly fill: (table: RecordTable, due: readonly DueRow[]) => Promise<readonly RecordChanges[]>
  /** Adds what was filled in to the audit log, as a change of the records; after all other writes of the step. */
  readonly finish: () => Promise<void>
}

/** Begins to fill in references in a step of the projection. */
export function ownedReferences(context: StepContext): OwnedReferences {
  const { client, tenantId, now } = context
  const act = { actor: { kind: 'servicetitan', name: 'ServiceTitan' }, now } as const
  const entries: AuditEntry[] = []
  return {
    async fill(table, due) {
      const changes = new Map<string, { id: string; op: string; changed_paths: string[] }[]>()
      const deferred: Promise<unknown>[] = []
      const write: RecordWrite = {
        client,
        tenantId,
        act,
        defer(sent) {
          sent.catch(() => undefined)
          deferred.push(sent)
        },
        refuseInHybrid: () => undefined,
        isHybrid: () => Promise.resolve(false),
        enter: (entry) => entries.push(entry),
        enterOther: (name, entityId, changed) =>
          entries.push({ action: 'update', entity: `lazi.${name}`, entityId, changes: changed }),
        publish: (name, id, op, columns = []) =>
          changes.set(name, [...(changes.get(name) ?? []), { id, op, changed_paths: [...columns] }]),
      }
      await fillReferences(write, table, due)
      await Promise.all(deferred)
      await settleDue(context, table.name, due)
      return [...changes].map(([name, rows]) => ({ table: name, rows: JSON.stringify(rows) }))
    },
    finish: () => recordEntries(client, tenantId, act, entries),
  }
}

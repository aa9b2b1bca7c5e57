import { v7 as newId } from 'uuid'
import type { Conflict } from '../merge/index.ts'
import type { RecordKey, SyncedWrite } from './outbox-row.ts'

/** Who decides when a rule does. */
const byPolicy = 'policy'

/** A conflict of a field, or of the record as a whole. */
interface FoundConflict extends Omit<Conflict, 'field' | 'kind'> {
  readonly field: string | null
  readonly kind: Conflict['kind'] | 'deleted-here' | 'deleted-there'
}

/** What becomes of the conflicts of a record. */
interface Found {
  readonly conflicts: readonly FoundConflict[]
  /** Fields whose open conflict is over. */
  readonly settled: readonly string[]
  readonly modifiedOn: string | null
  /** Who has decided those that are decided, as kind:id. @default a rule */
  readonly decidedBy?: string
}

/** Stores the conflicts of a merge, those that a rule has decided too, and closes those that are over. */
export async function writeConflicts(
  { client, tenantId, now }: SyncedWrite,
  { table, id }: Pick<RecordKey, 'table' | 'id'>,
  { conflicts, settled, modifiedOn, decidedBy = byPolicy }: Found,
): Promise<void> {
  if (settled.length > 0)
    await client.query(
      `UPDATE sync.conflicts SET decision = 'servicetitan', decided_by = $5, decided_at = $6
        WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3 AND field = ANY ($4) AND decision IS NULL`,
      [tenantId, table, id, settled, decidedBy, now],
    )
  for (const conflict of conflicts) {
    const isDecided = conflict.decision !== null
    await client.query(
      `INSERT INTO sync.conflicts AS stored
         (tenant_id, conflict_id, table_name, record_id, field, kind, base, lazi_value, servicetitan_value, policy,
          decision, decided_by, decided_at, servicetitan_modified_on, opened_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
       ON CONFLICT (tenant_id, table_name, record_id, field) WHERE decision IS NULL DO UPDATE
          SET lazi_value = excluded.lazi_value, servicetitan_value = excluded.servicetitan_value,
              servicetitan_modified_on = excluded.servicetitan_modified_on`,
      [
        tenantId,
        newId(),
        table,
        id,
        conflict.field,
        conflict.kind,
        JSON.stringify(conflict.base ?? null),
        JSON.stringify(conflict.laziValue ?? null),
        JSON.stringify(conflict.servicetitanValue ?? null),
        conflict.policy,
        conflict.decision,
        isDecided ? decidedBy : null,
        isDecided ? now : null,
        modifiedOn,
        now,
      ],
    )
  }
}

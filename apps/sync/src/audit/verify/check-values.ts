import type pg from 'pg'
import { sha256 } from '../leaf.ts'
import type { Findings } from './findings.ts'
import type { StoredEntry } from './read-rows.ts'

/** Compares the values of entries with their hashes, and collects those that were emptied. */
export function createValueCheck(findings: Findings) {
  const emptied: Pick<StoredEntry, 'seq' | 'entity' | 'entityId'>[] = []
  return {
    emptied,
    check({ seq, entity, entityId, salt, changes, changesHash }: StoredEntry): void {
      if (changes === null && salt === null) {
        if (changesHash !== null) emptied.push({ seq, entity, entityId })
        return
      }
      const hash =
        changes === null || salt === null
          ? null
          : sha256(Buffer.from(salt.replaceAll('-', ''), 'hex'), changes).toString('hex')
      if (hash === null || hash !== changesHash)
        findings.add(seq, `entry ${seq}: its changes or its salt differ from their hash`)
    },
  }
}

/**
 * Checks that an entry says of each emptied one that it was: `redact` names its seq, `erase` its seq or what it is about.
 */
export async function checkEmptied(
  client: pg.ClientBase,
  tenantId: string,
  emptied: ReturnType<typeof createValueCheck>['emptied'],
  findings: Findings,
): Promise<void> {
  if (emptied.length === 0) return
  const { rows } = await client.query<{ action: string; entity: string; entityId: string }>(
    `SELECT action, entity, entity_id AS "entityId" FROM audit.entries
      WHERE tenant_id = $1 AND action IN ('redact', 'erase')`,
    [tenantId],
  )
  const said = new Set(rows.map(({ entity, entityId }) => `${entity} ${entityId}`))
  for (const { seq, entity, entityId } of emptied) {
    if (said.has(`audit.entries ${seq}`)) continue
    const isErased = rows.some(
      (row) => row.action === 'erase' && row.entity === entity && row.entityId === entityId,
    )
    if (!isErased) findings.add(seq, `entry ${seq}: its values were emptied, and no entry says so`)
  }
}

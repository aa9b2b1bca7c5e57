import type pg from 'pg'
import { installation } from 'records'
import { parseChanges } from '../changes.ts'
import type { Findings } from './findings.ts'

/** The fields of `raw.tenants` that entries name. */
const fields = ['name', 'timeZone', 'status'] as const

interface TenantEntry {
  readonly seq: string
  readonly action: string
  readonly changes: string | null
  readonly hasChanges: boolean
  /** Whether it is of the installation's log. */
  readonly isOfInstallation: boolean
}

/**
 * Applies the entries about a tenant one after the other, and compares the end with its row: a row that was changed
 * without an entry differs, which no hash can show. The installation's come first: they say that the tenant was added,
 * and its own log is deleted with it. Times are not compared, since the clocks of two hosts may differ.
 * @returns what was not compared
 */
export async function checkState(
  client: pg.ClientBase,
  tenantId: string,
  findings: Findings,
): Promise<string[]> {
  if (tenantId === installation) return []
  const notes = ['api.keys is not compared: the role of the sync may not read keys']
  const entries = [
    ...(await readEntries(client, installation, tenantId)),
    ...(await readEntries(client, tenantId, tenantId)),
  ]
  if (entries.length === 0) return [...notes, 'raw.tenants is not compared: no entry names the tenant']
  const said = fold(entries, findings)
  const { rows } = await client.query<Record<string, unknown>>(
    'SELECT name, time_zone AS "timeZone", status FROM raw.tenants WHERE tenant_id = $1',
    [tenantId],
  )
  const [row] = rows
  if (said === null) {
    if (row) findings.add(null, `raw.tenants ${tenantId} exists, and its last entry says that it was deleted`)
    return notes
  }
  if (!row) {
    findings.add(null, `raw.tenants ${tenantId} does not exist, and no entry says that it was deleted`)
    return notes
  }
  for (const field of fields) {
    const value = said.get(field)
    if (value === undefined) continue
    const [expected, found] = [JSON.stringify(value.to), JSON.stringify(row[field])]
    if (expected !== found)
      findings.add(
        null,
        `raw.tenants ${tenantId}: ${field} is ${found}, and entry ${value.seq} made it ${expected}`,
      )
  }
  return notes
}

/** The last value of each field; null: the tenant was deleted. */
function fold(entries: readonly TenantEntry[], findings: Findings) {
  let said: Map<string, { readonly seq: string; readonly to: unknown }> | null = new Map()
  for (const { seq, action, changes, hasChanges, isOfInstallation } of entries) {
    if (action === 'delete') {
      said = null
      continue
    }
    said ??= new Map()
    const label = isOfInstallation ? `${seq} of the installation` : seq
    const changed = changes === null ? null : parseChanges(changes)
    if (changes !== null && changed === null)
      findings.add(isOfInstallation ? null : Number(seq), `entry ${label}: its changes cannot be read`)
    // Emptied, or not readable: which fields it changed is not known any more.
    if (changed === null && hasChanges) said.clear()
    for (const [field, { new: to }] of Object.entries(changed ?? {})) said.set(field, { seq: label, to })
  }
  return said
}

async function readEntries(client: pg.ClientBase, log: string, tenantId: string): Promise<TenantEntry[]> {
  const { rows } = await client.query<Omit<TenantEntry, 'isOfInstallation'>>(
    `SELECT seq, action, changes, changes_hash IS NOT NULL AS "hasChanges" FROM audit.entries
      WHERE tenant_id = $1 AND entity = 'raw.tenants' AND entity_id = $2 ORDER BY seq`,
    [log, tenantId],
  )
  return rows.map((row) => ({ ...row, isOfInstallation: log === installation }))
}

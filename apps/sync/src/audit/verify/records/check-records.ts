import { type EnteredTable, enteredTables, idsInEntry } from 'records/writes'
import { ownedOf, readDomains } from '../../../owned/domains.ts'
import { parseChanges } from '../../changes.ts'
import { checkAssignments } from './check-assignments.ts'
import { checkMissing, checkPresent } from './check-missing.ts'
import { foldEntries, type RecordEntry } from './fold-entries.ts'
import { followMerges, type Merges, readMerges } from './follow-merges.ts'
import { notSwitched, readSwitches } from './read-switches.ts'
import type { ComparedRecord, RecordsCheck, StoredRow, Switched } from './records-check.ts'
import { isSameValue } from './same-value.ts'

/** Records that are compared at once, with all of their entries. */
const BATCH = 1_000

/**
 * Compares the records that LAZI owns with the entries about them, field by field: the last entry that set a field has
 * its value. Of a record that was created since LAZI owns the domain all fields are compared; of any other those that
 * people set since. What they set before, ServiceTitan may have changed, of which there are no entries.
 * @returns what was compared, and what could not be
 */
export async function checkRecords(check: RecordsCheck): Promise<string[]> {
  const owned = ownedOf(await readDomains(check.client, check.tenantId))
  const switches = await readSwitches(check)
  const said: string[] = []
  for (const table of enteredTables.filter(({ domain }) => owned.includes(domain))) {
    said.push(await checkTable(check, table, switches.get(table.domain) ?? notSwitched))
    await checkMissing(check, table)
  }
  return said
}

async function checkTable(check: RecordsCheck, table: EnteredTable, since: Switched): Promise<string> {
  const sum = { records: 0, whole: 0, partly: 0, shared: 0, emptied: 0 }
  let after: string | null = null
  for (;;) {
    const records: readonly ComparedRecord[] = await readBatch(check, table, { after, since })
    const merges = await readMerges(check, records.flatMap(customerOf))
    for (const record of records) {
      sum.records++
      const { wasShared, isWhole, isEmptied, values } = record.entered
      if (wasShared) sum.shared++
      if (isEmptied) sum.emptied++
      if (isWhole) sum.whole++
      else if (values.size > 0) sum.partly++
      compareExistence(check, table, record)
      compareValues(check, table, { ...record, merges })
    }
    if (table.name === 'appointments') await checkAssignments(check, records, since)
    after = records.at(-1)?.row.id ?? null
    check.onProgress(`lazi.${table.name}`, sum.records)
    if (records.length < BATCH) break
  }
  return summaryOf(table, sum)
}

type Counted = 'records' | 'whole' | 'partly' | 'shared' | 'emptied'

function summaryOf({ name }: EnteredTable, sum: Readonly<Record<Counted, number>>): string {
  const rest = sum.records - sum.whole - sum.partly
  const parts = [
    `${sum.whole} in all fields of entries`,
    `${sum.partly} in the fields that entries set`,
    `${rest} have no such entry`,
    ...(sum.shared > 0
      ? [`${sum.shared} have entries from before LAZI owned them, and only what was set since is compared`]
      : []),
    ...(sum.emptied > 0
      ? [`${sum.emptied} have emptied entries, and only what was set after them is compared`]
      : []),
  ]
  return `lazi.${name}: ${sum.records} compared: ${parts.join(', ')}`
}

async function readBatch(
  { client, tenantId, findings, ...check }: RecordsCheck,
  table: EnteredTable,
  { after, since }: { readonly after: string | null; readonly since: Switched },
): Promise<ComparedRecord[]> {
  const { rows } = await client.query<StoredRow>(
    `SELECT id::text, source, deleted_at IS NOT NULL AS "isDeleted", ${table.json} AS values
       FROM lazi.${table.name}
      WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY lazi.${table.name}.id LIMIT ${BATCH}`,
    [tenantId, after],
  )
  const { rows: entries } = await client.query<RecordEntry & { recordId: string }>(
    `SELECT record_id::text AS "recordId", seq::text, action, entry.entity, entry.entity_id AS "entityId", changes,
            changes_hash IS NOT NULL AS "hasChanges"
       FROM (${table.sourcesOf('$2::uuid[]')}) AS source
      CROSS JOIN LATERAL (
            SELECT * FROM audit.entries
             WHERE tenant_id = $1 AND entity = source.entity AND entity_id = source.entity_id
             ORDER BY entries.seq OFFSET 0) AS entry
      ORDER BY entry.seq`,
    [tenantId, rows.map(({ id }) => id)],
  )
  const byRecord = Map.groupBy(entries, ({ recordId }) => recordId)
  await checkPresent({ client, tenantId, findings, ...check }, table, createdWith(table, entries))
  return rows.map((row) => ({
    row,
    entered: foldEntries(table, row.id, byRecord.get(row.id) ?? [], since.seq),
  }))
}

/** The records that entries say were created together with those of the table, each with the entry. */
function createdWith(
  { name, children }: EnteredTable,
  entries: readonly RecordEntry[],
): ReadonlyMap<string, string> {
  if (children === undefined) return new Map()
  return new Map(
    entries
      .filter(({ action, entity }) => action === 'create' && entity === `lazi.${name}`)
      .flatMap(({ seq, changes }) => {
        const parsed = changes === null ? null : parseChanges(changes)
        return parsed === null
          ? []
          : idsInEntry({ changes: parsed }, children).map((id) => [id, seq] as const)
      }),
  )
}

function compareExistence(
  { findings, isWhole }: RecordsCheck,
  { name }: EnteredTable,
  { row, entered }: ComparedRecord,
): void {
  const of = `lazi.${name} ${row.id}`
  const { createdBy, deletedBy, isEmptied } = entered
  if (row.source === 'lazi' && createdBy === null && isWhole && !isEmptied)
    findings.add(null, `${of} was created in LAZI, and no entry says so`)
  if (deletedBy !== null && !row.isDeleted)
    findings.add(null, `${of} is not deleted, and entry ${deletedBy} deleted it`)
  if (deletedBy === null && entered.isWhole && row.isDeleted)
    findings.add(null, `${of} is deleted, and no entry says so`)
}

/** The customer that entries say a record has. */
function customerOf({ entered }: ComparedRecord): string[] {
  const value = entered.values.get('customerId')?.value
  return typeof value === 'string' ? [value] : []
}

function compareValues(
  { findings }: RecordsCheck,
  { name, kinds }: EnteredTable,
  { row, entered, merges }: ComparedRecord & { readonly merges: Merges },
): void {
  for (const [field, { value, seq }] of entered.values) {
    const [kind, actual] = [kinds[field], row.values[field] ?? null]
    const isMoved = field === 'customerId' && typeof value === 'string'
    const expected = isMoved ? followMerges(merges, value, seq) : value
    if (kind === undefined || expected === undefined || isSameValue(kind, expected, actual)) continue
    const values = { table: `lazi.${name}`, id: row.id, field, expected, actual }
    findings.add(null, `lazi.${name} ${row.id}: ${field} is not what entry ${seq} made it`, values)
  }
}

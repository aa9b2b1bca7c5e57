import type pg from 'pg'
import type { Act } from 'records'
import { redactWithin } from '../audit/redact.ts'
import type { Person } from './find-person.ts'
import { type OwnTable, ownTables } from './own-tables.ts'

interface EntriesToEmpty {
  readonly tenantId: string
  readonly person: Pick<Person, 'ids'>
  readonly act: Act
}

/**
 * Empties the values of the audit log's entries about erased records, and those about records that belonged to the
 * person before, up to when they no longer did; the entry of the erasure itself stays. Requires a transaction with the
 * marks in `raw.erased` and the lock of the domains, so that no entry is added meanwhile.
 * @returns the number of entries
 * @throws {UsageError} when there are some, and the login is not a member of `lazi_eraser`
 */
export async function emptyEntries(
  client: pg.ClientBase,
  { tenantId, person, act }: EntriesToEmpty,
): Promise<number> {
  const seqs = new Set<string>()
  const find = async (text: string, values: readonly unknown[]) => {
    const { rows } = await client.query<{ seq: string }>(text, [tenantId, ...values])
    for (const { seq } of rows) seqs.add(seq)
  }
  await find(ofServiceTitan, [])
  await find(ofFormerRecords, [person.ids])
  for (const table of ownTables) await find(entriesOf(table), [person.ids])
  if (seqs.size === 0) return 0
  return (await redactWithin(client, tenantId, { seqs: [...seqs], act })).length
}

const hasValues = `entry.tenant_id = $1 AND entry.action <> 'erase' AND entry.changes IS NOT NULL`

const ofServiceTitan = `
SELECT DISTINCT entry.seq FROM raw.erased
  JOIN audit.entries AS entry ON ${hasValues}
   AND (entry.entity, entry.entity_id) IN (
       ('raw.' || table_name, st_id::text),
       ('lazi.' || substr(table_name, 4), lazi.projected_id($1, substr(table_name, 4), st_id)::text))
 WHERE erased.tenant_id = $1`

const ofFormerRecords = `
SELECT DISTINCT entry.seq FROM audit.entries AS moved
  JOIN audit.entries AS entry ON ${hasValues}
   AND entry.entity = moved.entity AND entry.entity_id = moved.entity_id AND entry.seq <= moved.seq
 WHERE moved.tenant_id = $1 AND moved.entity IN ('lazi.locations', 'lazi.jobs') AND moved.action = 'update'
   AND (moved.changes::json -> 'customerId' ->> 'old')::uuid = ANY ($2::uuid[])`

const entriesOf = ({ fields: { table }, ids }: OwnTable) => `
SELECT entry.seq FROM audit.entries AS entry
 WHERE ${hasValues} AND entry.entity = 'lazi.${table}'
   AND entry.entity_id IN (SELECT theirs.id::text FROM (${ids}) AS theirs (id))`

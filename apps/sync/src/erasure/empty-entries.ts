import type pg from 'pg'
import type { Act } from 'records'
import { redact } from '../audit/redact.ts'
import type { Person } from './find-person.ts'
import { type OwnTable, ownTables } from './own-tables.ts'

interface EntriesToEmpty {
  readonly tenantId: string
  readonly person: Pick<Person, 'ids'>
  readonly act: Act
}

/**
 * Empties the values of the audit log's entries about the person's records, and those about records that belonged to the
 * person before and their children, up to when they no longer did; the entry of the erasure itself stays. In its own
 * transaction: an erasure calls it before anything is erased, and after, for entries that were written in between.
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
  await find(ofFormerRecords, [person.ids])
  for (const table of ownTables) await find(entriesOf(table), [person.ids])
  if (seqs.size === 0) return 0
  return (await redact(client, tenantId, { seqs: [...seqs], act })).length
}

const hasValues = `entry.tenant_id = $1 AND entry.action <> 'erase' AND entry.changes IS NOT NULL`

const children = ownTables.flatMap(({ fields: { table }, parent }) => (parent ? [{ table, parent }] : []))
const movable = children.map(({ parent }) => `'lazi.${parent.table}'`)

/**
 * SQL of an entry's values as JSON. PostgreSQL reads no member of JSON that has half of a surrogate pair or U+0000 in any
 * value, so these are replaced: otherwise one such entry would prevent every erasure of the tenant.
 */
function readable(changes: string): string {
  return `regexp_replace(${changes}, '\\\\u(d[89a-f][0-9a-f]{2}|0000)', '\\\\ufffd', 'gi')::json`
}

const ofFormerRecords = `
WITH moved AS MATERIALIZED (
  SELECT entity, entity_id::uuid AS id, max(seq) AS seq FROM audit.entries
   WHERE tenant_id = $1 AND entity IN (${movable.join(', ')}) AND action = 'update'
     AND (${readable('changes')} -> 'customerId' ->> 'old')::uuid = ANY ($2::uuid[])
   GROUP BY entity, entity_id
),
former AS (
  SELECT entity, id, seq FROM moved${children
    .map(
      ({ table, parent }) => `
   UNION ALL
  SELECT 'lazi.${table}', child.id, moved.seq FROM moved
    JOIN lazi.${table} AS child ON child.tenant_id = $1 AND child.${parent.column} = moved.id
   WHERE moved.entity = 'lazi.${parent.table}'`,
    )
    .join('')}
)
SELECT entry.seq FROM former
  JOIN audit.entries AS entry ON ${hasValues}
   AND entry.entity = former.entity AND entry.entity_id = former.id::text AND entry.seq <= former.seq`

const entriesOf = ({ fields: { table }, ids }: OwnTable) => `
SELECT entry.seq FROM audit.entries AS entry
 WHERE ${hasValues} AND entry.entity = 'lazi.${table}'
   AND entry.entity_id IN (SELECT theirs.id::text FROM (${ids}) AS theirs (id))`

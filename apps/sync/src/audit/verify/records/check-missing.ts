import type { EnteredTable } from 'records/writes'
import type { RecordsCheck } from './records-check.ts'

/** Ids of entries that are looked up at once. */
const BATCH = 5_000

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Checks that every record of a table that an entry is about has its row: none is ever deleted. */
export async function checkMissing(check: RecordsCheck, { name }: EnteredTable): Promise<void> {
  const { client, tenantId } = check
  let after = ''
  for (;;) {
    const { rows } = await client.query<{ id: string; seq: string }>(
      `SELECT entity_id AS id, max(seq)::text AS seq FROM audit.entries
        WHERE tenant_id = $1 AND entity = $2 AND entity_id > $3
        GROUP BY entity_id ORDER BY entity_id LIMIT ${BATCH}`,
      [tenantId, `lazi.${name}`, after],
    )
    await reportMissing(check, name, new Map(rows.map(({ id, seq }) => [id, seq])))
    if (rows.length < BATCH) return
    after = rows.at(-1)?.id ?? after
  }
}

/** Checks that the records that were created together with those of a table have their rows. @param created id and entry */
export async function checkPresent(
  check: RecordsCheck,
  { children }: EnteredTable,
  created: ReadonlyMap<string, string>,
): Promise<void> {
  if (children !== undefined) await reportMissing(check, children, created)
}

/** @param entered the records that should be there, each with an entry about it */
async function reportMissing(
  { client, tenantId, findings }: RecordsCheck,
  table: string,
  entered: ReadonlyMap<string, string>,
): Promise<void> {
  const ids = [...entered.keys()].filter((id) => uuid.test(id))
  if (ids.length === 0) return
  const { rows } = await client.query<{ id: string }>(
    `SELECT id::text FROM lazi.${table} WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`,
    [tenantId, ids],
  )
  const present = new Set(rows.map(({ id }) => id))
  for (const id of ids)
    if (!present.has(id))
      findings.add(null, `lazi.${table} ${id} does not exist, and entry ${entered.get(id)} is about it`)
}

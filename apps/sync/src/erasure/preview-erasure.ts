import type pg from 'pg'
import { ownedOf, readDomains } from '../owned/domains.ts'
import { erasableTables } from '../page/erased/erasable-tables.ts'
import { findPerson, type Person } from './find-person.ts'
import { type OpenJobs, readOpenJobs } from './open-jobs.ts'
import { ownTables } from './own-tables.ts'

/** What an erasure of a customer would remove. */
export interface ErasurePreview {
  readonly person: Person
  /** How many records of ServiceTitan's. */
  readonly cached: number
  /** How many records that LAZI owns; those that came from ServiceTitan are among the cached ones too. */
  readonly own: number
  readonly openJobs: OpenJobs
}

/**
 * Counts what an erasure would remove; changes nothing.
 * @param reference LAZI's id of the customer, or ServiceTitan's after `st:`
 * @returns null when the tenant has no such customer
 */
export async function previewErasure(
  client: pg.ClientBase,
  tenantId: string,
  reference: string,
): Promise<ErasurePreview | null> {
  const person = await findPerson(client, tenantId, reference)
  if (!person) return null
  const owned = new Set(ownedOf(await readDomains(client, tenantId)))
  const count = async (from: string, ids: readonly string[]) => {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${from}`, [
      tenantId,
      ids,
    ])
    return rows[0]?.count ?? 0
  }
  let cached = 0
  for (const { name, ofCustomer } of erasableTables)
    cached += await count(`raw.${name} WHERE tenant_id = $1 AND ${ofCustomer}`, person.stIds)
  let own = 0
  for (const { fields, ids } of ownTables)
    if (owned.has(fields.domain))
      own += await count(`lazi.${fields.table} WHERE tenant_id = $1 AND id IN (${ids})`, person.ids)
  return {
    person,
    cached,
    own,
    openJobs: await readOpenJobs(client, { tenantId, person }, owned.has('jobs')),
  }
}

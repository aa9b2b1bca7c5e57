import type pg from 'pg'
import { instantText } from 'records'
import type { CursorKey } from '../records/list-cursor.ts'
import type { KeyedRow } from '../records/page-of.ts'

const personJson = `json_build_object('id', person_id::text, 'name', name, 'email', email, 'role', role,
  'isActive', deactivated_at IS NULL, 'createdAt', ${instantText('created_at')})::text`

/** The persons of a tenant, newest first. @param client in a transaction of role `lazi_writer` */
export async function listTenantPeople(
  client: pg.ClientBase,
  tenantId: string,
  { after, count }: { readonly after: CursorKey | null; readonly count: number },
): Promise<KeyedRow[]> {
  const { rows } = await client.query<KeyedRow>(
    `SELECT ${personJson} AS row, ARRAY[person_id::text] AS key FROM api.people
      WHERE tenant_id = $1 AND ($3::bigint IS NULL OR person_id < $3) ORDER BY person_id DESC LIMIT $2`,
    [tenantId, count, after?.[0] ?? null],
  )
  return rows
}

/** A person as JSON text; null when the tenant has none with this id. */
export async function readPerson(
  client: pg.ClientBase,
  tenantId: string,
  personId: string,
): Promise<string | null> {
  const { rows } = await client.query<{ row: string }>(
    `SELECT ${personJson} AS row FROM api.people WHERE tenant_id = $1 AND person_id = $2`,
    [tenantId, personId],
  )
  return rows[0]?.row ?? null
}

import type pg from 'pg'
import { instantText } from 'records'
import { roles } from '../keys/scope.ts'
import type { CursorKey } from '../records/list-cursor.ts'
import type { KeyedRow } from '../records/page-of.ts'

const scopesOfRole = `CASE person.role ${Object.entries(roles)
  .map(([role, scopes]) => `WHEN '${role}' THEN '${JSON.stringify(scopes)}'::json`)
  .join(' ')} ELSE to_json(key.scopes) END`

/** SQL of a key as JSON text. @param now the bound time at which its status is */
const keyJson = (now: string) => `json_build_object(
  'id', key.key_id::text, 'name', key.name,
  'person', CASE WHEN person.person_id IS NOT NULL THEN json_build_object('id', person.person_id::text, 'name', person.name) END,
  'scopes', ${scopesOfRole}, 'createdAt', ${instantText('key.created_at')},
  'expiresAt', ${instantText('key.expires_at')}, 'revokedAt', ${instantText('key.revoked_at')},
  'lastUsedAt', ${instantText('key.last_used_at')},
  'status', CASE WHEN key.revoked_at IS NOT NULL THEN 'revoked' WHEN key.expires_at <= ${now} THEN 'expired'
            WHEN person.deactivated_at IS NOT NULL THEN 'deactivated' ELSE 'valid' END)::text`

const keyRows = `api.keys AS key
       LEFT JOIN api.people AS person ON person.tenant_id = $1 AND person.person_id = key.person_id`

/** The keys of a tenant, newest first. @param client in a transaction of role `lazi_writer` */
export async function listTenantKeys(
  client: pg.ClientBase,
  tenantId: string,
  { now, after, count }: { readonly now: Date; readonly after: CursorKey | null; readonly count: number },
): Promise<KeyedRow[]> {
  const { rows } = await client.query<KeyedRow>(
    `SELECT ${keyJson('$3::timestamptz')} AS row, ARRAY[key.key_id::text] AS key FROM ${keyRows}
      WHERE key.tenant_id = $1 AND ($4::bigint IS NULL OR key.key_id < $4) ORDER BY key.key_id DESC LIMIT $2`,
    [tenantId, count, now, after?.[0] ?? null],
  )
  return rows
}

/** A key as JSON text; null when the tenant has none with this id. */
export async function readKey(
  client: pg.ClientBase,
  tenantId: string,
  keyId: string,
  now: Date,
): Promise<string | null> {
  const { rows } = await client.query<{ row: string }>(
    `SELECT ${keyJson('$3::timestamptz')} AS row FROM ${keyRows} WHERE key.tenant_id = $1 AND key.key_id = $2`,
    [tenantId, keyId, now],
  )
  return rows[0]?.row ?? null
}

import type pg from 'pg'
import type { CursorKey } from '../records/list-cursor.ts'
import type { KeyedRow } from '../records/page-of.ts'
import { instantText } from '../resource-definition/field-kinds.ts'

/** SQL of a key as JSON text. @param now the bound time at which its status is */
const keyJson = (now: string) => `json_build_object(
  'id', key_id::text, 'name', name, 'scopes', scopes, 'createdAt', ${instantText('created_at')},
  'expiresAt', ${instantText('expires_at')}, 'revokedAt', ${instantText('revoked_at')},
  'lastUsedAt', ${instantText('last_used_at')},
  'status', CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= ${now} THEN 'expired'
            ELSE 'valid' END)::text`

/** The keys of a tenant, newest first. @param client in a transaction of role `lazi_writer` */
export async function listTenantKeys(
  client: pg.ClientBase,
  tenantId: string,
  { now, after, count }: { readonly now: Date; readonly after: CursorKey | null; readonly count: number },
): Promise<KeyedRow[]> {
  const { rows } = await client.query<KeyedRow>(
    `SELECT ${keyJson('$3::timestamptz')} AS row, ARRAY[key_id::text] AS key FROM api.keys
      WHERE tenant_id = $1 AND ($4::bigint IS NULL OR key_id < $4) ORDER BY key_id DESC LIMIT $2`,
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
    `SELECT ${keyJson('$3::timestamptz')} AS row FROM api.keys WHERE tenant_id = $1 AND key_id = $2`,
    [tenantId, keyId, now],
  )
  return rows[0]?.row ?? null
}

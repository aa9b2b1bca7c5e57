import type pg from 'pg'
import { roles } from '../protocol/roles.ts'
import type { Difference } from './drift.ts'

/** The functions that `lazi_retention` owns; all others are of `lazi_migrator`. */
export const retentionFunctions = ['audit.trim(bigint,bigint,integer)', 'audit.remove_tenant(bigint)']

/**
 * The functions of `lazi_retention` that have another owner, as after a restore without owners. They are mended last:
 * after it is given away, its former owner may no longer grant it.
 */
export async function readFunctionOwners(client: pg.ClientBase): Promise<Difference[]> {
  const { rows } = await client.query<Difference>(
    `SELECT 'owner' AS kind, name, 'different' AS problem, $2::text AS expected, proowner::regrole::text AS found,
            format('GRANT %1$I TO CURRENT_USER; GRANT CREATE ON SCHEMA audit TO %1$I; ALTER FUNCTION %2$s OWNER TO %1$I; REVOKE CREATE ON SCHEMA audit FROM %1$I; REVOKE %1$I FROM CURRENT_USER;', $2::text, name) AS mend
       FROM unnest($1::text[]) AS name JOIN pg_proc ON pg_proc.oid = to_regprocedure(name)
      WHERE proowner::regrole::text <> $2 ORDER BY name`,
    [retentionFunctions, roles.retention],
  )
  return rows
}

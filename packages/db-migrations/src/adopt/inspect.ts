import type pg from 'pg'
import { ledger } from '../protocol/ledger.ts'

/** A table found in schema raw. */
export interface FoundTable {
  readonly name: string
  readonly owner: string
  /** Whether the connection has the owner's privileges. */
  readonly mine: boolean
  readonly bytes: number
  /** Column types as PostgreSQL formats them, by name. */
  readonly columns: Readonly<Record<string, string>>
  readonly primaryKey: readonly string[]
  /** The columns of each unique constraint and index, sorted. */
  readonly unique: readonly (readonly string[])[]
  /** Indexes, checks, triggers and what columns have besides their type, which are dropped with the table. */
  readonly attachments: readonly string[]
  /** SQL that grants SELECT on the new table to the roles that have it on the old one. */
  readonly grants: readonly string[]
  /** Privileges that are not granted on the new table. */
  readonly lostGrants: readonly string[]
}

export interface FoundSchema {
  readonly exists: boolean
  readonly owner: string
  readonly mine: boolean
  readonly mayCreateSchema: boolean
  readonly mayCreateLedger: boolean
  /** Other schemas that have a ledger. */
  readonly ledgersElsewhere: readonly string[]
  readonly holdingSchemaTaken: boolean
}

/** Schema of an old table while its rows are converted; created and dropped in the table's transaction. */
export const holdingSchema = 'adopt_old'

/** The state of schema raw and the connection's privileges. Reads only. */
export async function inspectSchema(client: pg.ClientBase): Promise<FoundSchema> {
  const { rows } = await client.query<FoundSchema>(
    `SELECT n.oid IS NOT NULL AS exists, coalesce(n.nspowner::regrole::text, '') AS owner,
            coalesce(pg_has_role(n.nspowner, 'USAGE'), false) AS mine,
            has_database_privilege(current_database(), 'CREATE') AS "mayCreateSchema",
            (to_regclass($1) IS NOT NULL OR has_schema_privilege($2, 'CREATE')) AS "mayCreateLedger",
            ARRAY(SELECT s.nspname::text FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
                   WHERE c.relname = $3 AND c.relkind = 'r' AND s.nspname <> $2 ORDER BY 1) AS "ledgersElsewhere",
            to_regnamespace('${holdingSchema}') IS NOT NULL AS "holdingSchemaTaken"
       FROM (SELECT to_regnamespace('raw')::oid AS raw) AS here LEFT JOIN pg_namespace n ON n.oid = here.raw`,
    [`${ledger.schema}.${ledger.table}`, ledger.schema, ledger.table],
  )
  return rows[0] as FoundSchema
}

/** The tables of schema raw. Reads only. */
export async function inspectTables(client: pg.ClientBase): Promise<FoundTable[]> {
  const { rows } = await client.query<FoundTable>(`
    SELECT c.relname::text AS name, c.relowner::regrole::text AS owner, pg_has_role(c.relowner, 'USAGE') AS mine,
           pg_total_relation_size(c.oid)::float8 AS bytes,
           (SELECT json_object_agg(attname, format_type(atttypid, atttypmod) ORDER BY attnum) FROM pg_attribute
             WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) AS columns,
           coalesce((SELECT ${keyColumns} FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary), '[]') AS "primaryKey",
           coalesce((SELECT json_agg(${keyColumns}) FROM pg_index i
                      WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL AND i.indisvalid), '[]') AS unique,
           ARRAY(SELECT 'index ' || i.indexrelid::regclass FROM pg_index i WHERE i.indrelid = c.oid
                 UNION ALL SELECT 'check ' || quote_ident(k.conname) FROM pg_constraint k
                            WHERE k.conrelid = c.oid AND k.contype = 'c'
                 UNION ALL SELECT 'trigger ' || quote_ident(t.tgname) FROM pg_trigger t
                            WHERE t.tgrelid = c.oid AND NOT t.tgisinternal
                 UNION ALL SELECT format(CASE a.attgenerated WHEN '' THEN 'default of %I: %s' ELSE '%I generated as %s' END, a.attname,
                                         pg_get_expr(d.adbin, d.adrelid))
                             FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
                            WHERE d.adrelid = c.oid AND a.attname <> ALL (${common})
                 UNION ALL SELECT format('%s of %I', CASE WHEN a.attidentity = '' THEN 'NOT NULL' ELSE 'identity' END, a.attname)
                             FROM pg_attribute a
                            WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attnotnull AND a.attname <> ALL (${common})
                 UNION ALL SELECT format('comment of %I: %s', a.attname, col_description(c.oid, a.attnum))
                             FROM pg_attribute a
                            WHERE a.attrelid = c.oid AND a.attnum > 0 AND col_description(c.oid, a.attnum) IS NOT NULL
                 ORDER BY 1) AS attachments,
           ARRAY(SELECT format('GRANT SELECT ON raw.%I TO %s%s', c.relname, ${grantee},
                               CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                   FROM aclexplode(c.relacl) WHERE grantee <> c.relowner AND privilege_type = 'SELECT' ORDER BY 1) AS grants,
           ARRAY(SELECT format('%s on raw.%I to %s', privilege_type, c.relname, ${grantee})
                   FROM aclexplode(c.relacl) WHERE grantee <> c.relowner AND privilege_type <> 'SELECT'
                 UNION ALL
                 SELECT format('%s on raw.%I.%I to %s', privilege_type, c.relname, a.attname, ${grantee})
                   FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) WHERE a.attrelid = c.oid
                 ORDER BY 1) AS "lostGrants"
      FROM pg_class c WHERE c.relnamespace = to_regnamespace('raw') AND c.relkind = 'r' ORDER BY c.relname`)
  return rows
}

const keyColumns = `(SELECT json_agg(a.attname ORDER BY a.attname) FROM unnest(i.indkey[0:i.indnkeyatts - 1]) AS key (attnum)
              LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = key.attnum)`
/** Columns that every new table has as well, with properties of their own. */
const common = `'{id,tenant_id,st_id,table_name,full_data,created_at,updated_at,synced_at}'::name[]`
const grantee = `CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END`

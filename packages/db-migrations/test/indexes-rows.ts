import type pg from 'pg'

/** The schemas whose tables are filled. */
export const filledSchemas = ['analytics', 'audit', 'lazi', 'raw', 'sync']

const tenants = 40

/** Rows per table: enough that scanning all rows of a tenant is not the cheaper plan. */
const sizes: Readonly<Record<string, number>> = {
  st_jobs: 20_000,
  st_appointments: 20_000,
  st_appointment_assignments: 20_000,
  jobs: 20_000,
  invoices: 20_000,
  visits: 20_000,
  technician_visits: 20_000,
  technician_jobs: 20_000,
  estimates: 20_000,
  appointments: 20_000,
  appointment_assignments: 20_000,
}
const defaultSize = 4_000

/** SQL of a uuid that has a number. */
function uuidOf(number: string): string {
  return `('00000000-0000-8000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
}

/** Columns whose values affect plans; others are filled by type. `g` is the row number, `h` a pseudo-random number. */
const expressions: Readonly<Record<string, string>> = {
  tenant_id: `1 + g % ${tenants}`,
  'tenants.tenant_id': 'g',
  'change_positions.tenant_id': 'g',
  'job_numbers.tenant_id': 'g',
  'outbox.record_id': uuidOf('g'),
  'outbox.op': `CASE WHEN g % 50 = 0 THEN 'create' ELSE 'update' END`,
  'outbox.state': `'kept'`,
  'outbox.due_at': `CASE WHEN h % 50 = 0 THEN '2026-01-01Z'::timestamptz + g * interval '1 minute' END`,
  'outbox.blocked_by': `CASE WHEN g % 50 = 0 THEN 'customers/' || g END`,
  'outbox.sent': `CASE WHEN g % 50 = 0 THEN '{}'::jsonb END`,
  'outbox.sent_at': `CASE WHEN g % 50 = 0 THEN '2026-01-01Z'::timestamptz + g * interval '1 minute' END`,
  'conflicts.conflict_id': uuidOf('g'),
  'conflicts.record_id': uuidOf('g'),
  'conflicts.kind': `'both-changed'`,
  'conflicts.policy': `'ask'`,
  'field_rules.on_conflict': `'ask'`,
  'domains.paused_at': 'NULL::timestamptz',
  'domains.paused_by': 'NULL::text',
  'conflicts.decision': `CASE WHEN g % 20 > 0 THEN 'lazi' END`,
  'conflicts.decided_by': `CASE WHEN g % 20 > 0 THEN 'policy' END`,
  'conflicts.decided_at': `CASE WHEN g % 20 > 0 THEN '2026-06-01Z'::timestamptz END`,
  'appointment_assignments.may_overlap': 'NULL::boolean',
  'rate_limits.tenant_id': 'g',
  'followers.tenant_id': 'g',
  'positions.tenant_id': 'g',
  'entries.seq': 'g',
  'erased.emptied_at': `CASE WHEN h % 50 > 0 THEN '2026-06-01Z'::timestamptz END`,
  'entries.at': `'2026-01-01Z'::timestamptz + g * interval '1 minute'`,
  'entries.actor_kind': `(ARRAY['key', 'cli', 'worker'])[1 + h % 3]`,
  'entries.action': `'update'`,
  'entries.entity': `(ARRAY['api.keys', 'raw.tenants'])[1 + h % 2]`,
  'entries.salt': 'gen_random_uuid()',
  changes_hash: `sha256(int8send(g))`,
  'seals.size': 'g',
  frontier: 'ARRAY[sha256(int8send(g))]',
  root: `sha256(int8send(g))`,
  prev_seal_hash: `sha256(int8send(g))`,
  exported_at: `CASE WHEN h % 50 <> 0 THEN '2026-01-01Z'::timestamptz END`,
  'verifications.outcome': `'ok'`,
  'verifications.verified_at': `'2026-01-01Z'::timestamptz + g * interval '1 minute'`,
  'followers.name': `'records'`,
  'domains.tenant_id': '1 + g / 5',
  'domains.domain': `(ARRAY['customers', 'jobs', 'people', 'reference', 'accounting'])[1 + g % 5]`,
  'domains.mode': `'servicetitan'`,
  'waiting.reason': `CASE WHEN h % 20 = 0 THEN 'refused' ELSE 'reference' END`,
  'waiting.needs_table': `(ARRAY['customers', 'jobs', 'technicians'])[1 + h % 3]`,
  is_due: 'h % 50 = 0',
  source: `'servicetitan'`,
  id: uuidOf('g'),
  'dirty_keys.key': uuidOf('g'),
  'dirty_keys.due_at': `'2026-01-01Z'::timestamptz + g * interval '1 minute'`,
  recall_for_id: `CASE WHEN h % 20 = 0 THEN ${uuidOf('h % 1000')} END`,
  worker_id: uuidOf('g'),
  st_id: 'g',
  active: 'h % 20 <> 0',
  deleted_at: `CASE WHEN h % 50 = 0 THEN '2026-06-01Z'::timestamptz END`,
  content_hash: 'int8send(g)',
  full_data: `jsonb_build_object('id', g, 'customerId', h % 1000, 'technicianAssignments',
                jsonb_build_array(jsonb_build_object('technicianId', h % 400)))`,
  table_name: `'st_' || g % 20`,
  'sync_state.table_name': `'st_' || g`,
  'sync_schedules.table_name': `'st_' || g`,
  record_key: 'g::text',
  status: `(ARRAY['Scheduled', 'Dispatched', 'Working', 'Completed', 'Canceled'])[1 + h % 5]`,
  'tenants.status': `'active'`,
  'sync_state.status': `'idle'`,
  'sync_runs.status': `'succeeded'`,
  'sync_runs.kind': `'incremental'`,
  'sync_requests.status': `CASE WHEN h % 20 = 0 THEN 'pending' ELSE 'succeeded' END`,
  'sync_requests.kind': `'full'`,
  'sync_requests.quarantine_id': 'NULL',
  'changes.op': `'update'`,
  'changes.seq': 'g',
  'full_sync_pages.page': 'g',
  'api_drift.kind': `'unknown'`,
  'api_drift.json_path': `'field' || g`,
  balance: 'greatest(h % 1000 - 900, 0)',
  latitude: '30 + h % 10000 / 1000.0',
  longitude: '-100 + h % 9973 / 1000.0',
  end_time: `'2026-01-01Z'::timestamptz + h % 525600 * interval '1 minute' + interval '2 hours'`,
  start_time: `'2026-01-01Z'::timestamptz + h % 525600 * interval '1 minute'`,
  'st_appointments.technician_ids': 'CASE WHEN h % 10 > 0 THEN ARRAY[h % 100, h % 101] END',
  'st_technicians.zone_ids': 'ARRAY[h % 200, h % 201]',
  'st_technicians.skills': `jsonb_build_array(jsonb_build_object('id', h % 200))`,
  'st_technicians.team': `'Team ' || h % 50`,
  'st_customer_contacts.type': `'Email'`,
  'st_location_contacts.type': `'Phone'`,
  'customer_contacts.type': `'Email'`,
  'location_contacts.type': `'Phone'`,
  'appointments.technician_ids': `CASE WHEN h % 10 > 0 THEN ARRAY[${uuidOf('h % 100')}] END`,
  merged_into_id: `CASE WHEN h % 20 = 0 THEN ${uuidOf('h % 1000')} END`,
}

const byType: Readonly<Record<string, string>> = {
  bigint: 'h % 1000',
  integer: 'h % 1000',
  numeric: 'h % 1000',
  boolean: 'h % 2 = 0',
  'double precision': 'h % 1000',
  text: `'Text ' || h % 1000`,
  timestamptz: `'2026-01-01Z'::timestamptz + h % 525600 * interval '1 minute'`,
  uuid: uuidOf('h % 1000'),
  date: `'2026-01-01'::date + (h % 365)::integer`,
  interval: `(1 + h % 1440) * interval '1 minute'`,
  'bigint[]': 'ARRAY[h % 1000]',
  'uuid[]': `ARRAY[${uuidOf('h % 1000')}]`,
  'text[]': `ARRAY['Text ' || h % 1000]`,
  json: `'{}'`,
  jsonb: `'{}'`,
}

interface Column {
  readonly schema: string
  readonly table: string
  readonly column: string
  readonly type: string
}

/**
 * Fills every table of {@link filledSchemas} by the system catalog: new tables need code only for special
 * values. Foreign keys are dropped: references are independent of each other, as the planner assumes.
 */
export async function fillTables(pool: pg.Pool): Promise<void> {
  const { rows: keys } = await pool.query<{ sql: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS sql
       FROM pg_constraint WHERE contype = 'f' AND connamespace = ANY ($1::text[]::regnamespace[])`,
    [filledSchemas],
  )
  for (const { sql } of keys) await pool.query(sql)
  const { rows } = await pool.query<Column>(
    `SELECT c.relnamespace::regnamespace::text AS schema, c.relname AS table, a.attname AS column,
           replace(format_type(a.atttypid, NULL), 'timestamp with time zone', 'timestamptz') AS type
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = ANY ($1::text[]::regnamespace[]) AND c.relkind = 'r'
       AND a.attidentity = '' AND a.attgenerated = ''
     ORDER BY 1, c.relname, a.attnum`,
    [filledSchemas],
  )
  for (const [name, columns] of Map.groupBy(rows, ({ schema, table }) => `${schema}.${table}`)) {
    const { table } = columns[0] as Column
    const values = columns.map(({ schema, column, type }, index) => {
      // The second column of a fact is the id of its record.
      const key = schema === 'analytics' && index === 1 && type === 'uuid' ? uuidOf('g') : undefined
      const expression = key ?? expressions[`${table}.${column}`] ?? expressions[column] ?? byType[type]
      if (expression === undefined)
        throw new Error(`Expected a value for ${table}.${column} of type ${type}.`)
      // Columns are independent of each other and of the tenant, as the planner assumes.
      return expression.replaceAll(/\bh\b/g, `(hashint8extended(g, ${index + 1}) & 2147483647)`)
    })
    await pool.query(`
      INSERT INTO ${name} (${columns.map(({ column }) => column).join(', ')})
      SELECT ${values.join(', ')} FROM generate_series(1, ${sizes[table] ?? defaultSize}) AS g`)
  }
  // Index-only scans are chosen for all-visible pages. A concurrent snapshot, such as that of autovacuum, keeps VACUUM
  // from marking them, so it is repeated.
  for (;;) {
    await pool.query('VACUUM ANALYZE')
    const { rowCount } = await pool.query(
      `SELECT FROM pg_class WHERE relnamespace = ANY ($1::text[]::regnamespace[]) AND relkind = 'r'
          AND relallvisible < relpages`,
      [filledSchemas],
    )
    if (rowCount === 0) return
  }
}

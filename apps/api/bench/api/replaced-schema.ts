import type pg from 'pg'
import { fillTable } from './fill.ts'
import { generatedTables } from './rows.ts'

// The shape of the schema that this one replaces: ids as varchar(50), an additional uuid as primary key, and indexes of
// single columns. Left out is what no question here touches: its triggers, and the GIN index on full_data.
const tables: Readonly<Record<string, { columns: readonly string[]; indexed: readonly string[] }>> = {
  st_jobs: {
    columns: [
      'job_number varchar(50)',
      'customer_id varchar(50)',
      'location_id varchar(50)',
      'status varchar(50)',
      'business_unit_id varchar(50)',
      'job_type_id varchar(50)',
      'summary text',
      'completed_on timestamptz',
      'total numeric(12, 2)',
      'created_on timestamptz',
      'modified_on timestamptz',
      'full_data jsonb',
    ],
    indexed: ['tenant_id', 'customer_id', 'location_id', 'status', 'job_number'],
  },
  st_appointments: {
    columns: [
      'job_id varchar(50)',
      'customer_id varchar(50)',
      'technician_id varchar(50)',
      'status varchar(50)',
      'appointment_number varchar(50)',
      'start_time timestamptz',
      'end_time timestamptz',
      'arrival_window_start varchar(50)',
      'arrival_window_end varchar(50)',
      'created_on timestamptz',
      'modified_on timestamptz',
      'full_data jsonb',
    ],
    indexed: ['tenant_id', 'job_id', 'technician_id', 'start_time', 'status'],
  },
  st_technicians: {
    columns: [
      'name varchar(255)',
      'team varchar(255)',
      'business_unit_id varchar(50)',
      'active boolean',
      'created_on timestamptz',
      'modified_on timestamptz',
      'full_data jsonb',
    ],
    indexed: ['tenant_id', 'team'],
  },
}

/** Makes schema `replaced` and fills it with the same rows. */
export async function fillReplacedSchema(
  admin: pg.ClientBase,
  appointments: number,
  progress: (line: string) => void,
): Promise<void> {
  await admin.query('CREATE SCHEMA replaced')
  for (const { name, rows, columns } of generatedTables(appointments)) {
    const table = tables[name]
    if (!table) continue
    progress(`  ${rows.toLocaleString('en-US')} rows of the replaced ${name} …`)
    await admin.query(`CREATE TABLE replaced.${name} (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id varchar(50) NOT NULL, st_id varchar(50) NOT NULL,
      ${table.columns.join(', ')}, created_at timestamptz DEFAULT now(), updated_at timestamptz DEFAULT now())`)
    const names = ['st_id', ...table.columns.map((column) => column.split(' ')[0] ?? '')]
    const chosen = Object.fromEntries(names.map((column) => [column, columns[column] ?? 'NULL']))
    await fillTable(admin, { name: `replaced.${name}`, rows, columns: chosen })
    await admin.query(`ALTER TABLE replaced.${name} ADD UNIQUE (tenant_id, st_id)`)
    for (const column of table.indexed) await admin.query(`CREATE INDEX ON replaced.${name} (${column})`)
    await admin.query(`VACUUM (ANALYZE) replaced.${name}`)
  }
}

export async function dropReplacedSchema(admin: pg.ClientBase): Promise<void> {
  await admin.query('DROP SCHEMA IF EXISTS replaced CASCADE')
}

// The tables of the hand-run scripts, and the source of each value of the new tables. Readers and paths equal those of
// the sync, so that a record is read the same way by both.

/** How a value is converted to a column, as in the sync. */
export type Reader =
  | 'text'
  | 'boolean'
  | 'bigint'
  | 'integer'
  | 'numeric'
  | 'timestamptz'
  | 'date'
  | 'latitude'
  | 'longitude'
  | 'bigint[]'
  | 'text[]'
  | 'jsonb'

export interface AdoptedColumn {
  readonly name: string
  readonly reader: Reader
  /** Path of the value in `full_data`; undefined for columns that are not read from the record. */
  readonly path?: readonly string[]
  /** In a b-tree index, where a value above about 2,700 bytes is an error. */
  readonly indexed?: true
}

export interface AdoptedTable {
  readonly name: string
  /** The migration that creates the new table. */
  readonly migration: string
  readonly columns: readonly AdoptedColumn[]
  /** Top-level fields that the sync excludes from `full_data` unless a tenant's settings keep them. */
  readonly droppedFields: readonly string[]
}

/** `[name, reader, path]`; a `!` after the name: indexed. */
type Line = readonly [name: string, reader: Reader, path?: string]

const shared: readonly Line[] = [
  ['active', 'boolean', 'active'],
  ['created_on', 'timestamptz', 'createdOn'],
  ['modified_on', 'timestamptz', 'modifiedOn'],
]

function table(
  [name, migration]: readonly [string, string],
  lines: readonly Line[],
  droppedFields: readonly string[] = [],
): AdoptedTable {
  const columns = [...shared, ...lines].map(
    ([label, reader, path]): AdoptedColumn => ({
      name: label.replace('!', ''),
      reader,
      ...(path !== undefined && { path: path.split('.') }),
      ...(label.endsWith('!') && { indexed: true as const }),
    }),
  )
  return { name, migration, columns, droppedFields }
}

const locations = table(
  ['st_locations', '002_create_st_locations'],
  [
    ['customer_id', 'bigint', 'customerId'],
    ['name', 'text', 'name'],
    ['address_street', 'text', 'address.street'],
    ['address_unit', 'text', 'address.unit'],
    ['address_city', 'text', 'address.city'],
    ['address_state', 'text', 'address.state'],
    ['address_zip!', 'text', 'address.zip'],
    ['address_country', 'text', 'address.country'],
    ['latitude', 'latitude', 'address.latitude'],
    ['longitude', 'longitude', 'address.longitude'],
    ['phone', 'text'],
    ['email', 'text'],
    ['zone_id', 'bigint', 'zoneId'],
    ['tax_zone_id', 'bigint', 'taxZoneId'],
    ['tax_exempt', 'boolean', 'taxExempt'],
    ['merged_to_id', 'bigint', 'mergedToId'],
    ['tag_type_ids', 'bigint[]', 'tagTypeIds'],
  ],
)

const jobs = table(
  ['st_jobs', '003_create_st_jobs'],
  [
    ['job_number!', 'text', 'jobNumber'],
    ['customer_id', 'bigint', 'customerId'],
    ['location_id', 'bigint', 'locationId'],
    ['project_id', 'bigint', 'projectId'],
    ['business_unit_id', 'bigint', 'businessUnitId'],
    ['job_type_id', 'bigint', 'jobTypeId'],
    ['campaign_id', 'bigint', 'campaignId'],
    ['status!', 'text', 'jobStatus'],
    ['priority', 'text', 'priority'],
    ['summary', 'text', 'summary'],
    ['completed_on', 'timestamptz', 'completedOn'],
    ['total', 'numeric', 'total'],
    ['invoice_id', 'bigint', 'invoiceId'],
    ['sold_by_id', 'bigint', 'soldById'],
    ['no_charge', 'boolean', 'noCharge'],
    ['appointment_count', 'integer', 'appointmentCount'],
    ['first_appointment_id', 'bigint', 'firstAppointmentId'],
    ['last_appointment_id', 'bigint', 'lastAppointmentId'],
    ['tag_type_ids', 'bigint[]', 'tagTypeIds'],
    ['scheduled_start', 'timestamptz'],
    ['scheduled_end', 'timestamptz'],
    ['actual_start', 'timestamptz'],
    ['actual_end', 'timestamptz'],
    ['duration', 'integer'],
  ],
)

const appointments = table(
  ['st_appointments', '004_create_st_appointments'],
  [
    ['job_id', 'bigint', 'jobId'],
    ['customer_id', 'bigint', 'customerId'],
    ['technician_id', 'bigint'],
    ['technician_ids!', 'bigint[]'],
    ['appointment_number', 'text', 'appointmentNumber'],
    ['start_time', 'timestamptz', 'start'],
    ['end_time', 'timestamptz', 'end'],
    ['arrival_window_start', 'timestamptz', 'arrivalWindowStart'],
    ['arrival_window_end', 'timestamptz', 'arrivalWindowEnd'],
    ['status!', 'text', 'status'],
    ['special_instructions', 'text', 'specialInstructions'],
    ['unused', 'boolean', 'unused'],
    ['is_confirmed', 'boolean', 'isConfirmed'],
  ],
)

const technicians = table(
  ['st_technicians', '005_create_st_technicians'],
  [
    ['user_id', 'bigint', 'userId'],
    ['name', 'text', 'name'],
    ['first_name', 'text', 'firstName'],
    ['last_name', 'text', 'lastName'],
    ['email!', 'text', 'email'],
    ['phone', 'text', 'phoneNumber'],
    ['mobile', 'text', 'mobilePhone'],
    ['login_name', 'text', 'loginName'],
    ['business_unit_id', 'bigint', 'businessUnitId'],
    ['team!', 'text', 'team'],
    ['team_id', 'bigint'],
    ['zone_id', 'bigint', 'mainZoneId'],
    ['zone_ids', 'bigint[]', 'zoneIds'],
    ['skills', 'jsonb', 'skills'],
    ['positions', 'text[]', 'positions'],
    ['role_ids', 'bigint[]', 'roleIds'],
    ['role', 'text'],
    ['status', 'text', 'status'],
    ['hire_date', 'date', 'startDate'],
    ['is_managed_tech', 'boolean', 'isManagedTech'],
    ['license_type', 'text', 'licenseType'],
  ],
  ['burdenRate', 'commissionRate', 'hourlyRate', 'soldByRate', 'home', 'permissions'],
)

/** The cache tables of the hand-run scripts, in their order. */
export const adoptedTables: readonly AdoptedTable[] = [locations, jobs, appointments, technicians]

export const syncState = { name: 'sync_state', migration: '001_create_raw_schema' } as const

/** Creates `raw.quarantine` and `raw.sync_runs`, which adoption needs before this migration is recorded. */
export const bookkeepingMigration = '007_create_sync_bookkeeping'

/** Columns of every new cache table, which are no {@link AdoptedColumn}. */
export const rowColumns = {
  tenant_id: 'bigint',
  st_id: 'bigint',
  full_data: 'jsonb',
  content_hash: 'bytea',
  synced_at: 'timestamp with time zone',
  created_at: 'timestamp with time zone',
  updated_at: 'timestamp with time zone',
  deleted_at: 'timestamp with time zone',
} as const

/** PostgreSQL's name of the type of a reader's column. */
export function columnType(reader: Reader): string {
  switch (reader) {
    case 'latitude':
    case 'longitude':
      return 'double precision'
    case 'timestamptz':
      return 'timestamp with time zone'
    default:
      return reader
  }
}

-- What the migrations come to. Made by `db-migrations docs`; not meant to be run.

CREATE SCHEMA api;
CREATE SCHEMA raw;

CREATE TABLE api.keys (
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone,
  key_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  last_used_at timestamp with time zone,
  name text NOT NULL,
  revoked_at timestamp with time zone,
  scopes text[] NOT NULL,
  secret_hash bytea NOT NULL,
  tenant_id bigint NOT NULL
);
ALTER TABLE api.keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api.keys FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.api_drift (
  detail text,
  first_seen_at timestamp with time zone NOT NULL,
  json_path text NOT NULL,
  kind text NOT NULL,
  last_seen_at timestamp with time zone NOT NULL,
  occurrences bigint NOT NULL DEFAULT 0,
  table_name text NOT NULL,
  tenant_id bigint NOT NULL
);
ALTER TABLE raw.api_drift ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.api_drift FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.change_positions (
  last_seq bigint NOT NULL DEFAULT 0,
  tenant_id bigint NOT NULL,
  trimmed_seq bigint NOT NULL DEFAULT 0,
  updated_at timestamp with time zone NOT NULL
);
ALTER TABLE raw.change_positions ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.change_positions FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.changes (
  at timestamp with time zone NOT NULL,
  changed_paths text[] NOT NULL DEFAULT '{}'::text[],
  op text NOT NULL,
  seq bigint NOT NULL,
  st_id bigint,
  table_name text NOT NULL,
  tenant_id bigint NOT NULL
);
ALTER TABLE raw.changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.changes FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.delete_suspects (
  run_id bigint,
  st_id bigint NOT NULL,
  suspected_at timestamp with time zone NOT NULL,
  table_name text NOT NULL,
  tenant_id bigint NOT NULL
);
ALTER TABLE raw.delete_suspects ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.delete_suspects FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.full_sync_pages (
  page bigint NOT NULL,
  st_ids bigint[] NOT NULL,
  table_name text NOT NULL,
  tenant_id bigint NOT NULL
);
ALTER TABLE raw.full_sync_pages ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.full_sync_pages FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.quarantine (
  attempts integer NOT NULL DEFAULT 1,
  error text NOT NULL,
  error_code text,
  first_seen_at timestamp with time zone NOT NULL,
  last_seen_at timestamp with time zone NOT NULL,
  payload json NOT NULL,
  quarantine_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  record_key text NOT NULL,
  resolved_at timestamp with time zone,
  run_id bigint,
  table_name text NOT NULL,
  tenant_id bigint NOT NULL
);
ALTER TABLE raw.quarantine ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.quarantine FORCE ROW LEVEL SECURITY;

CREATE UNLOGGED TABLE raw.rate_limits (
  full_at timestamp with time zone NOT NULL,
  tenant_id bigint NOT NULL
);
ALTER TABLE raw.rate_limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.rate_limits FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_appointment_assignments (
  active boolean NOT NULL,
  appointment_id bigint,
  assigned_by_id bigint,
  assigned_on timestamp with time zone,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  deleted_at timestamp with time zone,
  full_data jsonb NOT NULL,
  is_paused boolean,
  job_id bigint,
  modified_on timestamp with time zone,
  st_id bigint NOT NULL,
  status text,
  synced_at timestamp with time zone NOT NULL,
  technician_id bigint,
  technician_name text,
  tenant_id bigint NOT NULL,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.st_appointment_assignments ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_appointment_assignments FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_appointments (
  active boolean NOT NULL,
  appointment_number text,
  arrival_window_end timestamp with time zone,
  arrival_window_start timestamp with time zone,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  customer_id bigint,
  deleted_at timestamp with time zone,
  end_time timestamp with time zone,
  full_data jsonb NOT NULL,
  is_confirmed boolean,
  job_id bigint,
  modified_on timestamp with time zone,
  special_instructions text,
  st_id bigint NOT NULL,
  start_time timestamp with time zone,
  status text,
  synced_at timestamp with time zone NOT NULL,
  technician_id bigint,
  technician_ids bigint[],
  tenant_id bigint NOT NULL,
  unused boolean,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.st_appointments ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_appointments FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_business_units (
  account_code text,
  active boolean NOT NULL,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  currency text,
  default_tax_rate numeric,
  deleted_at timestamp with time zone,
  division_id bigint,
  division_name text,
  email text,
  full_data jsonb NOT NULL,
  modified_on timestamp with time zone,
  name text,
  official_name text,
  phone text,
  st_id bigint NOT NULL,
  synced_at timestamp with time zone NOT NULL,
  tag_type_ids bigint[],
  tenant_id bigint NOT NULL,
  trade_id bigint,
  trade_name text,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.st_business_units ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_business_units FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_campaigns (
  active boolean NOT NULL,
  business_unit text,
  category_id bigint,
  category_name text,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  deleted_at timestamp with time zone,
  full_data jsonb NOT NULL,
  is_default boolean,
  medium text,
  modified_on timestamp with time zone,
  name text,
  other_medium text,
  other_source text,
  phone_numbers text[],
  source text,
  st_id bigint NOT NULL,
  synced_at timestamp with time zone NOT NULL,
  tenant_id bigint NOT NULL,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.st_campaigns ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_campaigns FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_customer_contacts (
  active boolean NOT NULL,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  customer_id bigint,
  deleted_at timestamp with time zone,
  do_not_text boolean,
  full_data jsonb NOT NULL,
  memo text,
  modified_on timestamp with time zone,
  st_id bigint NOT NULL,
  synced_at timestamp with time zone NOT NULL,
  tenant_id bigint NOT NULL,
  type text,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  value text,
  value_key text GENERATED ALWAYS AS (
CASE
    WHEN (type = ANY (ARRAY['Phone'::text, 'MobilePhone'::text, 'Fax'::text])) THEN "left"(regexp_replace(value, '[^0-9]'::text, ''::text, 'g'::text), 100)
    ELSE lower("left"(value, 100))
END) STORED
);
ALTER TABLE raw.st_customer_contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_customer_contacts FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_customers (
  active boolean NOT NULL,
  address_city text,
  address_country text,
  address_state text,
  address_street text,
  address_unit text,
  address_zip text,
  balance numeric,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_by_id bigint,
  created_on timestamp with time zone,
  credit_limit numeric,
  credit_limit_balance numeric,
  deleted_at timestamp with time zone,
  do_not_mail boolean,
  do_not_service boolean,
  full_data jsonb NOT NULL,
  merged_to_id bigint,
  modified_on timestamp with time zone,
  name text,
  name_key text GENERATED ALWAYS AS (lower("left"(name, 100))) STORED,
  national_account boolean,
  payment_term_id bigint,
  st_id bigint NOT NULL,
  synced_at timestamp with time zone NOT NULL,
  tag_type_ids bigint[],
  tax_exempt boolean,
  tenant_id bigint NOT NULL,
  type text,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.st_customers ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_customers FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_employees (
  account_locked boolean,
  active boolean NOT NULL,
  business_unit_id bigint,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  deleted_at timestamp with time zone,
  email text,
  first_name text,
  full_data jsonb NOT NULL,
  hire_date date,
  last_name text,
  login_name text,
  manager_id bigint,
  modified_on timestamp with time zone,
  name text,
  phone text,
  role text,
  role_ids bigint[],
  st_id bigint NOT NULL,
  synced_at timestamp with time zone NOT NULL,
  tenant_id bigint NOT NULL,
  termination_date date,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  user_id bigint
);
ALTER TABLE raw.st_employees ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_employees FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_estimates (
  active boolean NOT NULL,
  business_unit_id bigint,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  customer_id bigint,
  deleted_at timestamp with time zone,
  deposit_amount numeric,
  deposit_percent numeric,
  full_data jsonb NOT NULL,
  is_change_order boolean,
  is_recommended boolean,
  job_id bigint,
  job_number text,
  location_id bigint,
  modified_on timestamp with time zone,
  name text,
  project_id bigint,
  proposal_tag_name text,
  review_status text,
  sold_by_id bigint,
  sold_on timestamp with time zone,
  st_id bigint NOT NULL,
  status text,
  subtotal numeric,
  summary text,
  synced_at timestamp with time zone NOT NULL,
  tax numeric,
  tenant_id bigint NOT NULL,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.st_estimates ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_estimates FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_invoices (
  active boolean NOT NULL,
  adjustment_to_id bigint,
  balance numeric,
  batch_id bigint,
  business_unit_id bigint,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  customer_id bigint,
  customer_name text,
  deleted_at timestamp with time zone,
  deposited_on timestamp with time zone,
  discount_total numeric,
  due_date timestamp with time zone,
  full_data jsonb NOT NULL,
  invoice_configuration text,
  invoice_date timestamp with time zone,
  invoice_number text,
  invoice_type text,
  job_id bigint,
  job_number text,
  location_id bigint,
  membership_id bigint,
  modified_on timestamp with time zone,
  paid_on timestamp with time zone,
  project_id bigint,
  review_status text,
  sales_tax numeric,
  sent_status text,
  st_id bigint NOT NULL,
  subtotal numeric,
  summary text,
  sync_status text,
  synced_at timestamp with time zone NOT NULL,
  tax_zone_id bigint,
  tenant_id bigint NOT NULL,
  term_name text,
  total numeric,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.st_invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_invoices FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_job_types (
  active boolean NOT NULL,
  business_unit_ids bigint[],
  class text,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  deleted_at timestamp with time zone,
  duration bigint,
  full_data jsonb NOT NULL,
  modified_on timestamp with time zone,
  name text,
  no_charge boolean,
  priority text,
  skills text[],
  sold_threshold numeric,
  st_id bigint NOT NULL,
  synced_at timestamp with time zone NOT NULL,
  tag_type_ids bigint[],
  tenant_id bigint NOT NULL,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.st_job_types ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_job_types FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_jobs (
  active boolean NOT NULL,
  actual_end timestamp with time zone,
  actual_start timestamp with time zone,
  appointment_count integer,
  business_unit_id bigint,
  campaign_id bigint,
  completed_on timestamp with time zone,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  customer_id bigint,
  deleted_at timestamp with time zone,
  duration integer,
  first_appointment_id bigint,
  full_data jsonb NOT NULL,
  invoice_id bigint,
  job_number text,
  job_type_id bigint,
  last_appointment_id bigint,
  location_id bigint,
  modified_on timestamp with time zone,
  no_charge boolean,
  priority text,
  project_id bigint,
  scheduled_end timestamp with time zone,
  scheduled_start timestamp with time zone,
  sold_by_id bigint,
  st_id bigint NOT NULL,
  status text,
  summary text,
  synced_at timestamp with time zone NOT NULL,
  tag_type_ids bigint[],
  tenant_id bigint NOT NULL,
  total numeric,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.st_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_jobs FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_location_contacts (
  active boolean NOT NULL,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  deleted_at timestamp with time zone,
  do_not_text boolean,
  full_data jsonb NOT NULL,
  location_id bigint,
  memo text,
  modified_on timestamp with time zone,
  st_id bigint NOT NULL,
  synced_at timestamp with time zone NOT NULL,
  tenant_id bigint NOT NULL,
  type text,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  value text,
  value_key text GENERATED ALWAYS AS (
CASE
    WHEN (type = ANY (ARRAY['Phone'::text, 'MobilePhone'::text, 'Fax'::text])) THEN "left"(regexp_replace(value, '[^0-9]'::text, ''::text, 'g'::text), 100)
    ELSE lower("left"(value, 100))
END) STORED
);
ALTER TABLE raw.st_location_contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_location_contacts FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_locations (
  active boolean NOT NULL,
  address_city text,
  address_country text,
  address_state text,
  address_street text,
  address_unit text,
  address_zip text,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  customer_id bigint,
  deleted_at timestamp with time zone,
  email text,
  full_data jsonb NOT NULL,
  latitude double precision,
  longitude double precision,
  merged_to_id bigint,
  modified_on timestamp with time zone,
  name text,
  name_key text GENERATED ALWAYS AS (lower("left"(name, 100))) STORED,
  phone text,
  st_id bigint NOT NULL,
  synced_at timestamp with time zone NOT NULL,
  tag_type_ids bigint[],
  tax_exempt boolean,
  tax_zone_id bigint,
  tenant_id bigint NOT NULL,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  zone_id bigint
);
ALTER TABLE raw.st_locations ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_locations FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_payments (
  active boolean NOT NULL,
  batch_id bigint,
  business_unit_id bigint,
  check_number text,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  customer_id bigint,
  customer_name text,
  deleted_at timestamp with time zone,
  deposit_id bigint,
  full_data jsonb NOT NULL,
  memo text,
  modified_on timestamp with time zone,
  paid_on timestamp with time zone,
  reference_number text,
  refunded_payment_id bigint,
  st_id bigint NOT NULL,
  sync_status text,
  synced_at timestamp with time zone NOT NULL,
  tenant_id bigint NOT NULL,
  total numeric,
  type text,
  type_id text,
  unapplied_amount numeric,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.st_payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_payments FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_tag_types (
  active boolean NOT NULL,
  code text,
  color text,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  deleted_at timestamp with time zone,
  full_data jsonb NOT NULL,
  importance text,
  is_conversion_opportunity boolean,
  is_visible_on_dispatch_board boolean,
  modified_on timestamp with time zone,
  name text,
  st_id bigint NOT NULL,
  synced_at timestamp with time zone NOT NULL,
  tenant_id bigint NOT NULL,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.st_tag_types ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_tag_types FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_teams (
  active boolean NOT NULL,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_by_id bigint,
  created_on timestamp with time zone,
  deleted_at timestamp with time zone,
  full_data jsonb NOT NULL,
  modified_on timestamp with time zone,
  name text,
  st_id bigint NOT NULL,
  synced_at timestamp with time zone NOT NULL,
  tenant_id bigint NOT NULL,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.st_teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_teams FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_technicians (
  active boolean NOT NULL,
  business_unit_id bigint,
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_on timestamp with time zone,
  deleted_at timestamp with time zone,
  email text,
  first_name text,
  full_data jsonb NOT NULL,
  hire_date date,
  is_managed_tech boolean,
  last_name text,
  license_type text,
  login_name text,
  mobile text,
  modified_on timestamp with time zone,
  name text,
  phone text,
  positions text[],
  role text,
  role_ids bigint[],
  skills jsonb,
  st_id bigint NOT NULL,
  status text,
  synced_at timestamp with time zone NOT NULL,
  team text,
  team_id bigint,
  tenant_id bigint NOT NULL,
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  user_id bigint,
  zone_id bigint,
  zone_ids bigint[]
);
ALTER TABLE raw.st_technicians ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_technicians FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.st_zones (
  active boolean NOT NULL,
  business_unit_ids bigint[],
  cities text[],
  content_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_by_id bigint,
  created_on timestamp with time zone,
  deleted_at timestamp with time zone,
  full_data jsonb NOT NULL,
  modified_on timestamp with time zone,
  name text,
  service_days text[],
  service_days_enabled boolean,
  st_id bigint NOT NULL,
  synced_at timestamp with time zone NOT NULL,
  technician_ids bigint[],
  tenant_id bigint NOT NULL,
  territory_numbers text[],
  updated_at timestamp with time zone NOT NULL DEFAULT now(),
  zips text[]
);
ALTER TABLE raw.st_zones ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.st_zones FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.sync_requests (
  allow_deletes boolean NOT NULL DEFAULT false,
  error text,
  finished_at timestamp with time zone,
  kind text NOT NULL,
  quarantine_id bigint,
  request_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  requested_at timestamp with time zone NOT NULL DEFAULT now(),
  requested_by text,
  run_id bigint,
  started_at timestamp with time zone,
  status text NOT NULL DEFAULT 'pending'::text,
  subject text GENERATED ALWAYS AS (
CASE
    WHEN (kind = ANY (ARRAY['replay'::text, 'drop'::text])) THEN 'quarantine'::text
    ELSE 'run'::text
END) STORED NOT NULL,
  table_name text NOT NULL,
  tenant_id bigint NOT NULL
);
ALTER TABLE raw.sync_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.sync_requests FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.sync_runs (
  bytes bigint NOT NULL DEFAULT 0,
  error text,
  fetched bigint NOT NULL DEFAULT 0,
  finished_at timestamp with time zone,
  inserted bigint NOT NULL DEFAULT 0,
  kind text NOT NULL,
  mended bigint NOT NULL DEFAULT 0,
  pages bigint NOT NULL DEFAULT 0,
  quarantined bigint NOT NULL DEFAULT 0,
  requests bigint NOT NULL DEFAULT 0,
  run_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  started_at timestamp with time zone NOT NULL,
  status text NOT NULL DEFAULT 'running'::text,
  table_name text NOT NULL,
  tenant_id bigint NOT NULL,
  tombstoned bigint NOT NULL DEFAULT 0,
  unchanged bigint NOT NULL DEFAULT 0,
  updated bigint NOT NULL DEFAULT 0,
  windows bigint NOT NULL DEFAULT 0
);
ALTER TABLE raw.sync_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.sync_runs FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.sync_schedules (
  freshness_target interval,
  full_every interval,
  incremental_every interval,
  table_name text NOT NULL,
  tenant_id bigint NOT NULL,
  verify_every interval
);
ALTER TABLE raw.sync_schedules ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.sync_schedules FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.sync_state (
  complete_as_of timestamp with time zone,
  consecutive_failures integer NOT NULL DEFAULT 0,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  cursor text,
  data_as_of timestamp with time zone,
  full_sync_cursor text,
  full_sync_started_at timestamp with time zone,
  last_error text,
  last_error_at timestamp with time zone,
  last_full_sync timestamp with time zone,
  last_hot_sync timestamp with time zone,
  last_incremental_sync timestamp with time zone,
  last_verified_at timestamp with time zone,
  lease_id uuid,
  leased_until timestamp with time zone,
  next_run_at timestamp with time zone,
  records_synced bigint NOT NULL DEFAULT 0,
  status text NOT NULL DEFAULT 'idle'::text,
  table_name text NOT NULL,
  tenant_id bigint NOT NULL,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.sync_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.sync_state FORCE ROW LEVEL SECURITY;

CREATE TABLE raw.tenants (
  circuit_open_until timestamp with time zone,
  circuit_reason text,
  consecutive_failures integer NOT NULL DEFAULT 0,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  name text NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  status text NOT NULL DEFAULT 'active'::text,
  tenant_id bigint NOT NULL,
  time_zone text NOT NULL DEFAULT 'UTC'::text,
  updated_at timestamp with time zone NOT NULL DEFAULT now()
);
ALTER TABLE raw.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE raw.tenants FORCE ROW LEVEL SECURITY;

ALTER TABLE api.keys ADD CONSTRAINT keys_pkey PRIMARY KEY (tenant_id, key_id);
ALTER TABLE api.keys ADD CONSTRAINT keys_scopes_check CHECK (((scopes <@ ARRAY['read'::text, 'sync'::text, 'admin'::text]) AND (cardinality(scopes) > 0)));
ALTER TABLE api.keys ADD CONSTRAINT keys_secret_hash_check CHECK ((octet_length(secret_hash) = 32));
ALTER TABLE raw.api_drift ADD CONSTRAINT api_drift_kind_check CHECK ((kind = ANY (ARRAY['unknown'::text, 'missing'::text, 'type'::text])));
ALTER TABLE raw.api_drift ADD CONSTRAINT api_drift_pkey PRIMARY KEY (tenant_id, table_name, json_path, kind);
ALTER TABLE raw.change_positions ADD CONSTRAINT change_positions_pkey PRIMARY KEY (tenant_id);
ALTER TABLE raw.changes ADD CONSTRAINT changes_op_check CHECK ((op = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text, 'restore'::text, 'snapshot'::text])));
ALTER TABLE raw.changes ADD CONSTRAINT changes_pkey PRIMARY KEY (tenant_id, seq);
ALTER TABLE raw.delete_suspects ADD CONSTRAINT delete_suspects_pkey PRIMARY KEY (tenant_id, table_name, st_id);
ALTER TABLE raw.full_sync_pages ADD CONSTRAINT full_sync_pages_pkey PRIMARY KEY (tenant_id, table_name, page);
ALTER TABLE raw.quarantine ADD CONSTRAINT quarantine_pkey PRIMARY KEY (tenant_id, quarantine_id);
ALTER TABLE raw.quarantine ADD CONSTRAINT quarantine_record_key UNIQUE (tenant_id, table_name, record_key);
ALTER TABLE raw.rate_limits ADD CONSTRAINT rate_limits_pkey PRIMARY KEY (tenant_id);
ALTER TABLE raw.st_appointment_assignments ADD CONSTRAINT st_appointment_assignments_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_appointments ADD CONSTRAINT st_appointments_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_business_units ADD CONSTRAINT st_business_units_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_campaigns ADD CONSTRAINT st_campaigns_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_customer_contacts ADD CONSTRAINT st_customer_contacts_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_customers ADD CONSTRAINT st_customers_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_employees ADD CONSTRAINT st_employees_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_estimates ADD CONSTRAINT st_estimates_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_invoices ADD CONSTRAINT st_invoices_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_job_types ADD CONSTRAINT st_job_types_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_jobs ADD CONSTRAINT st_jobs_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_location_contacts ADD CONSTRAINT st_location_contacts_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_locations ADD CONSTRAINT st_locations_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_payments ADD CONSTRAINT st_payments_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_tag_types ADD CONSTRAINT st_tag_types_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_teams ADD CONSTRAINT st_teams_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_technicians ADD CONSTRAINT st_technicians_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.st_zones ADD CONSTRAINT st_zones_pkey PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);
ALTER TABLE raw.sync_requests ADD CONSTRAINT sync_requests_kind_check CHECK ((kind = ANY (ARRAY['full'::text, 'incremental'::text, 'hot'::text, 'verify'::text, 'replay'::text, 'drop'::text])));
ALTER TABLE raw.sync_requests ADD CONSTRAINT sync_requests_pkey PRIMARY KEY (tenant_id, request_id);
ALTER TABLE raw.sync_requests ADD CONSTRAINT sync_requests_quarantine_check CHECK (((kind = ANY (ARRAY['replay'::text, 'drop'::text])) = (quarantine_id IS NOT NULL)));
ALTER TABLE raw.sync_requests ADD CONSTRAINT sync_requests_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'running'::text, 'succeeded'::text, 'failed'::text])));
ALTER TABLE raw.sync_runs ADD CONSTRAINT sync_runs_kind_check CHECK ((kind = ANY (ARRAY['full'::text, 'incremental'::text, 'hot'::text, 'verify'::text])));
ALTER TABLE raw.sync_runs ADD CONSTRAINT sync_runs_pkey PRIMARY KEY (tenant_id, run_id);
ALTER TABLE raw.sync_runs ADD CONSTRAINT sync_runs_status_check CHECK ((status = ANY (ARRAY['running'::text, 'succeeded'::text, 'failed'::text, 'interrupted'::text])));
ALTER TABLE raw.sync_schedules ADD CONSTRAINT sync_schedules_pkey PRIMARY KEY (tenant_id, table_name);
ALTER TABLE raw.sync_schedules ADD CONSTRAINT sync_schedules_positive_check CHECK (((incremental_every > '00:00:00'::interval) AND (full_every > '00:00:00'::interval) AND (verify_every > '00:00:00'::interval) AND (freshness_target > '00:00:00'::interval)));
ALTER TABLE raw.sync_state ADD CONSTRAINT sync_state_pkey PRIMARY KEY (tenant_id, table_name);
ALTER TABLE raw.sync_state ADD CONSTRAINT sync_state_status_check CHECK ((status = ANY (ARRAY['idle'::text, 'running'::text, 'failed'::text])));
ALTER TABLE raw.tenants ADD CONSTRAINT tenants_pkey PRIMARY KEY (tenant_id);
ALTER TABLE raw.tenants ADD CONSTRAINT tenants_status_check CHECK ((status = ANY (ARRAY['active'::text, 'paused'::text])));

CREATE INDEX st_appointment_assignments_appointment_idx ON raw.st_appointment_assignments USING btree (tenant_id, appointment_id);
CREATE INDEX st_appointment_assignments_full_data_idx ON raw.st_appointment_assignments USING gin (full_data jsonb_path_ops);
CREATE INDEX st_appointment_assignments_job_idx ON raw.st_appointment_assignments USING btree (tenant_id, job_id);
CREATE INDEX st_appointment_assignments_modified_idx ON raw.st_appointment_assignments USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_appointment_assignments_technician_idx ON raw.st_appointment_assignments USING btree (tenant_id, technician_id, assigned_on);
CREATE INDEX st_appointments_board_idx ON raw.st_appointments USING btree (tenant_id, start_time) INCLUDE (end_time, status, job_id, technician_ids) WHERE (active AND (deleted_at IS NULL));
CREATE INDEX st_appointments_full_data_idx ON raw.st_appointments USING gin (full_data jsonb_path_ops);
CREATE INDEX st_appointments_job_idx ON raw.st_appointments USING btree (tenant_id, job_id);
CREATE INDEX st_appointments_modified_idx ON raw.st_appointments USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_business_units_full_data_idx ON raw.st_business_units USING gin (full_data jsonb_path_ops);
CREATE INDEX st_business_units_modified_idx ON raw.st_business_units USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_campaigns_full_data_idx ON raw.st_campaigns USING gin (full_data jsonb_path_ops);
CREATE INDEX st_campaigns_modified_idx ON raw.st_campaigns USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_customer_contacts_customer_idx ON raw.st_customer_contacts USING btree (tenant_id, customer_id);
CREATE INDEX st_customer_contacts_full_data_idx ON raw.st_customer_contacts USING gin (full_data jsonb_path_ops);
CREATE INDEX st_customer_contacts_modified_idx ON raw.st_customer_contacts USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_customer_contacts_value_idx ON raw.st_customer_contacts USING btree (tenant_id, value_key);
CREATE INDEX st_customers_full_data_idx ON raw.st_customers USING gin (full_data jsonb_path_ops);
CREATE INDEX st_customers_modified_idx ON raw.st_customers USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_customers_name_idx ON raw.st_customers USING btree (tenant_id, name_key text_pattern_ops);
CREATE INDEX st_employees_full_data_idx ON raw.st_employees USING gin (full_data jsonb_path_ops);
CREATE INDEX st_employees_modified_idx ON raw.st_employees USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_estimates_customer_idx ON raw.st_estimates USING btree (tenant_id, customer_id, created_on);
CREATE INDEX st_estimates_full_data_idx ON raw.st_estimates USING gin (full_data jsonb_path_ops);
CREATE INDEX st_estimates_job_idx ON raw.st_estimates USING btree (tenant_id, job_id);
CREATE INDEX st_estimates_modified_idx ON raw.st_estimates USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_estimates_sold_idx ON raw.st_estimates USING btree (tenant_id, sold_on) INCLUDE (sold_by_id, business_unit_id, subtotal) WHERE ((sold_on IS NOT NULL) AND active AND (deleted_at IS NULL));
CREATE INDEX st_invoices_customer_idx ON raw.st_invoices USING btree (tenant_id, customer_id, invoice_date);
CREATE INDEX st_invoices_date_idx ON raw.st_invoices USING btree (tenant_id, invoice_date) INCLUDE (business_unit_id, total) WHERE (active AND (deleted_at IS NULL));
CREATE INDEX st_invoices_full_data_idx ON raw.st_invoices USING gin (full_data jsonb_path_ops);
CREATE INDEX st_invoices_job_idx ON raw.st_invoices USING btree (tenant_id, job_id);
CREATE INDEX st_invoices_modified_idx ON raw.st_invoices USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_invoices_number_idx ON raw.st_invoices USING btree (tenant_id, invoice_number);
CREATE INDEX st_invoices_unpaid_idx ON raw.st_invoices USING btree (tenant_id, due_date) WHERE ((balance > (0)::numeric) AND active AND (deleted_at IS NULL));
CREATE INDEX st_job_types_full_data_idx ON raw.st_job_types USING gin (full_data jsonb_path_ops);
CREATE INDEX st_job_types_modified_idx ON raw.st_job_types USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_jobs_completed_idx ON raw.st_jobs USING btree (tenant_id, completed_on) INCLUDE (business_unit_id, job_type_id, campaign_id) WHERE ((completed_on IS NOT NULL) AND (deleted_at IS NULL));
CREATE INDEX st_jobs_created_idx ON raw.st_jobs USING btree (tenant_id, created_on) INCLUDE (business_unit_id, job_type_id, campaign_id) WHERE (deleted_at IS NULL);
CREATE INDEX st_jobs_customer_idx ON raw.st_jobs USING btree (tenant_id, customer_id, created_on);
CREATE INDEX st_jobs_full_data_idx ON raw.st_jobs USING gin (full_data jsonb_path_ops);
CREATE INDEX st_jobs_location_idx ON raw.st_jobs USING btree (tenant_id, location_id, created_on);
CREATE INDEX st_jobs_modified_idx ON raw.st_jobs USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_jobs_number_idx ON raw.st_jobs USING btree (tenant_id, job_number);
CREATE INDEX st_jobs_status_idx ON raw.st_jobs USING btree (tenant_id, status, created_on);
CREATE INDEX st_location_contacts_full_data_idx ON raw.st_location_contacts USING gin (full_data jsonb_path_ops);
CREATE INDEX st_location_contacts_location_idx ON raw.st_location_contacts USING btree (tenant_id, location_id);
CREATE INDEX st_location_contacts_modified_idx ON raw.st_location_contacts USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_location_contacts_value_idx ON raw.st_location_contacts USING btree (tenant_id, value_key);
CREATE INDEX st_locations_customer_idx ON raw.st_locations USING btree (tenant_id, customer_id);
CREATE INDEX st_locations_full_data_idx ON raw.st_locations USING gin (full_data jsonb_path_ops);
CREATE INDEX st_locations_modified_idx ON raw.st_locations USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_locations_name_idx ON raw.st_locations USING btree (tenant_id, name_key text_pattern_ops);
CREATE INDEX st_locations_position_idx ON raw.st_locations USING btree (tenant_id, latitude, longitude);
CREATE INDEX st_locations_zip_idx ON raw.st_locations USING btree (tenant_id, address_zip);
CREATE INDEX st_locations_zone_idx ON raw.st_locations USING btree (tenant_id, zone_id);
CREATE INDEX st_payments_customer_idx ON raw.st_payments USING btree (tenant_id, customer_id, paid_on);
CREATE INDEX st_payments_full_data_idx ON raw.st_payments USING gin (full_data jsonb_path_ops);
CREATE INDEX st_payments_modified_idx ON raw.st_payments USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_payments_paid_idx ON raw.st_payments USING btree (tenant_id, paid_on) INCLUDE (business_unit_id, type, total) WHERE (active AND (deleted_at IS NULL));
CREATE INDEX st_tag_types_full_data_idx ON raw.st_tag_types USING gin (full_data jsonb_path_ops);
CREATE INDEX st_tag_types_modified_idx ON raw.st_tag_types USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_teams_full_data_idx ON raw.st_teams USING gin (full_data jsonb_path_ops);
CREATE INDEX st_teams_modified_idx ON raw.st_teams USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_technicians_business_unit_idx ON raw.st_technicians USING btree (tenant_id, business_unit_id) WHERE (active AND (deleted_at IS NULL));
CREATE INDEX st_technicians_email_idx ON raw.st_technicians USING btree (tenant_id, lower(email));
CREATE INDEX st_technicians_full_data_idx ON raw.st_technicians USING gin (full_data jsonb_path_ops);
CREATE INDEX st_technicians_modified_idx ON raw.st_technicians USING btree (tenant_id, modified_on, st_id);
CREATE INDEX st_technicians_skills_idx ON raw.st_technicians USING gin (skills jsonb_path_ops) WHERE (active AND (deleted_at IS NULL));
CREATE INDEX st_technicians_team_idx ON raw.st_technicians USING btree (tenant_id, team) WHERE (active AND (deleted_at IS NULL));
CREATE INDEX st_technicians_zone_idx ON raw.st_technicians USING gin (zone_ids) WHERE (active AND (deleted_at IS NULL));
CREATE INDEX st_zones_full_data_idx ON raw.st_zones USING gin (full_data jsonb_path_ops);
CREATE INDEX st_zones_modified_idx ON raw.st_zones USING btree (tenant_id, modified_on, st_id);
CREATE INDEX sync_requests_pending_idx ON raw.sync_requests USING btree (tenant_id, requested_at) WHERE (status = 'pending'::text);
CREATE INDEX sync_runs_table_idx ON raw.sync_runs USING btree (tenant_id, table_name, started_at);

CREATE VIEW raw.freshness WITH (security_invoker=true) AS
 SELECT tenants.tenant_id,
    tenants.name AS tenant,
    cache_tables.table_name,
    state.data_as_of,
    (now() - state.data_as_of) AS lag,
    COALESCE(schedule.freshness_target, '00:30:00'::interval) AS target,
    COALESCE(((now() - state.data_as_of) > COALESCE(schedule.freshness_target, '00:30:00'::interval)), true) AS breached,
    state.complete_as_of,
    state.last_full_sync,
    state.last_incremental_sync,
    state.last_error,
    COALESCE(state.status, 'idle'::text) AS status
   FROM (((raw.tenants
     CROSS JOIN ( VALUES ('st_locations'::text), ('st_jobs'::text), ('st_appointments'::text), ('st_technicians'::text), ('st_appointment_assignments'::text), ('st_customers'::text), ('st_customer_contacts'::text), ('st_location_contacts'::text), ('st_business_units'::text), ('st_campaigns'::text), ('st_job_types'::text), ('st_zones'::text), ('st_teams'::text), ('st_tag_types'::text), ('st_employees'::text), ('st_invoices'::text), ('st_payments'::text), ('st_estimates'::text)) cache_tables(table_name))
     LEFT JOIN raw.sync_state state ON (((state.tenant_id = tenants.tenant_id) AND (state.table_name = cache_tables.table_name))))
     LEFT JOIN raw.sync_schedules schedule ON (((schedule.tenant_id = tenants.tenant_id) AND (schedule.table_name = cache_tables.table_name))));
ALTER VIEW raw.freshness OWNER TO lazi_migrator;
REVOKE ALL ON TABLE raw.freshness FROM lazi_reader, lazi_sync;
GRANT SELECT ON TABLE raw.freshness TO lazi_reader;
GRANT SELECT ON TABLE raw.freshness TO lazi_sync;

CREATE POLICY all_tenants ON api.keys AS PERMISSIVE FOR ALL TO lazi_migrator USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON api.keys AS PERMISSIVE FOR SELECT TO lazi_api USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY one_tenant_used ON api.keys AS PERMISSIVE FOR UPDATE TO lazi_api USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint)) WITH CHECK ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.api_drift AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.api_drift AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.change_positions AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.change_positions AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.changes AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.changes AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.delete_suspects AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.delete_suspects AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.full_sync_pages AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.full_sync_pages AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.quarantine AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.quarantine AS PERMISSIVE FOR SELECT TO lazi_api, lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.rate_limits AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.rate_limits AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_appointment_assignments AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_appointment_assignments AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_appointments AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_appointments AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_business_units AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_business_units AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_campaigns AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_campaigns AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_customer_contacts AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_customer_contacts AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_customers AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_customers AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_employees AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_employees AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_estimates AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_estimates AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_invoices AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_invoices AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_job_types AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_job_types AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_jobs AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_jobs AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_location_contacts AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_location_contacts AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_locations AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_locations AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_payments AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_payments AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_tag_types AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_tag_types AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_teams AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_teams AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_technicians AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_technicians AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.st_zones AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.st_zones AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.sync_requests AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.sync_requests AS PERMISSIVE FOR SELECT TO lazi_api, lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY one_tenant_asks ON raw.sync_requests AS PERMISSIVE FOR INSERT TO lazi_api WITH CHECK ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.sync_runs AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.sync_runs AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.sync_schedules AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.sync_schedules AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.sync_state AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.sync_state AS PERMISSIVE FOR SELECT TO lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));
CREATE POLICY all_tenants ON raw.tenants AS PERMISSIVE FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON raw.tenants AS PERMISSIVE FOR SELECT TO lazi_api, lazi_reader USING ((tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint));

GRANT DELETE ON TABLE raw.api_drift TO lazi_sync;
GRANT DELETE ON TABLE raw.change_positions TO lazi_sync;
GRANT DELETE ON TABLE raw.changes TO lazi_sync;
GRANT DELETE ON TABLE raw.delete_suspects TO lazi_sync;
GRANT DELETE ON TABLE raw.full_sync_pages TO lazi_sync;
GRANT DELETE ON TABLE raw.quarantine TO lazi_sync;
GRANT DELETE ON TABLE raw.rate_limits TO lazi_sync;
GRANT DELETE ON TABLE raw.st_appointment_assignments TO lazi_sync;
GRANT DELETE ON TABLE raw.st_appointments TO lazi_sync;
GRANT DELETE ON TABLE raw.st_business_units TO lazi_sync;
GRANT DELETE ON TABLE raw.st_campaigns TO lazi_sync;
GRANT DELETE ON TABLE raw.st_customer_contacts TO lazi_sync;
GRANT DELETE ON TABLE raw.st_customers TO lazi_sync;
GRANT DELETE ON TABLE raw.st_employees TO lazi_sync;
GRANT DELETE ON TABLE raw.st_estimates TO lazi_sync;
GRANT DELETE ON TABLE raw.st_invoices TO lazi_sync;
GRANT DELETE ON TABLE raw.st_job_types TO lazi_sync;
GRANT DELETE ON TABLE raw.st_jobs TO lazi_sync;
GRANT DELETE ON TABLE raw.st_location_contacts TO lazi_sync;
GRANT DELETE ON TABLE raw.st_locations TO lazi_sync;
GRANT DELETE ON TABLE raw.st_payments TO lazi_sync;
GRANT DELETE ON TABLE raw.st_tag_types TO lazi_sync;
GRANT DELETE ON TABLE raw.st_teams TO lazi_sync;
GRANT DELETE ON TABLE raw.st_technicians TO lazi_sync;
GRANT DELETE ON TABLE raw.st_zones TO lazi_sync;
GRANT DELETE ON TABLE raw.sync_requests TO lazi_sync;
GRANT DELETE ON TABLE raw.sync_runs TO lazi_sync;
GRANT DELETE ON TABLE raw.sync_schedules TO lazi_sync;
GRANT DELETE ON TABLE raw.sync_state TO lazi_sync;
GRANT DELETE ON TABLE raw.tenants TO lazi_sync;
GRANT INSERT (allow_deletes) ON raw.sync_requests TO lazi_api;
GRANT INSERT (kind) ON raw.sync_requests TO lazi_api;
GRANT INSERT (quarantine_id) ON raw.sync_requests TO lazi_api;
GRANT INSERT (requested_by) ON raw.sync_requests TO lazi_api;
GRANT INSERT (table_name) ON raw.sync_requests TO lazi_api;
GRANT INSERT (tenant_id) ON raw.sync_requests TO lazi_api;
GRANT INSERT ON TABLE raw.api_drift TO lazi_sync;
GRANT INSERT ON TABLE raw.change_positions TO lazi_sync;
GRANT INSERT ON TABLE raw.changes TO lazi_sync;
GRANT INSERT ON TABLE raw.delete_suspects TO lazi_sync;
GRANT INSERT ON TABLE raw.full_sync_pages TO lazi_sync;
GRANT INSERT ON TABLE raw.quarantine TO lazi_sync;
GRANT INSERT ON TABLE raw.rate_limits TO lazi_sync;
GRANT INSERT ON TABLE raw.st_appointment_assignments TO lazi_sync;
GRANT INSERT ON TABLE raw.st_appointments TO lazi_sync;
GRANT INSERT ON TABLE raw.st_business_units TO lazi_sync;
GRANT INSERT ON TABLE raw.st_campaigns TO lazi_sync;
GRANT INSERT ON TABLE raw.st_customer_contacts TO lazi_sync;
GRANT INSERT ON TABLE raw.st_customers TO lazi_sync;
GRANT INSERT ON TABLE raw.st_employees TO lazi_sync;
GRANT INSERT ON TABLE raw.st_estimates TO lazi_sync;
GRANT INSERT ON TABLE raw.st_invoices TO lazi_sync;
GRANT INSERT ON TABLE raw.st_job_types TO lazi_sync;
GRANT INSERT ON TABLE raw.st_jobs TO lazi_sync;
GRANT INSERT ON TABLE raw.st_location_contacts TO lazi_sync;
GRANT INSERT ON TABLE raw.st_locations TO lazi_sync;
GRANT INSERT ON TABLE raw.st_payments TO lazi_sync;
GRANT INSERT ON TABLE raw.st_tag_types TO lazi_sync;
GRANT INSERT ON TABLE raw.st_teams TO lazi_sync;
GRANT INSERT ON TABLE raw.st_technicians TO lazi_sync;
GRANT INSERT ON TABLE raw.st_zones TO lazi_sync;
GRANT INSERT ON TABLE raw.sync_requests TO lazi_sync;
GRANT INSERT ON TABLE raw.sync_runs TO lazi_sync;
GRANT INSERT ON TABLE raw.sync_schedules TO lazi_sync;
GRANT INSERT ON TABLE raw.sync_state TO lazi_sync;
GRANT INSERT ON TABLE raw.tenants TO lazi_sync;
GRANT SELECT (attempts) ON raw.quarantine TO lazi_reader;
GRANT SELECT (error) ON raw.quarantine TO lazi_reader;
GRANT SELECT (error_code) ON raw.quarantine TO lazi_reader;
GRANT SELECT (first_seen_at) ON raw.quarantine TO lazi_reader;
GRANT SELECT (last_seen_at) ON raw.quarantine TO lazi_reader;
GRANT SELECT (quarantine_id) ON raw.quarantine TO lazi_reader;
GRANT SELECT (record_key) ON raw.quarantine TO lazi_reader;
GRANT SELECT (resolved_at) ON raw.quarantine TO lazi_reader;
GRANT SELECT (run_id) ON raw.quarantine TO lazi_reader;
GRANT SELECT (table_name) ON raw.quarantine TO lazi_reader;
GRANT SELECT (tenant_id) ON raw.quarantine TO lazi_reader;
GRANT SELECT ON TABLE api.keys TO lazi_api;
GRANT SELECT ON TABLE raw.api_drift TO lazi_reader;
GRANT SELECT ON TABLE raw.api_drift TO lazi_sync;
GRANT SELECT ON TABLE raw.change_positions TO lazi_reader;
GRANT SELECT ON TABLE raw.change_positions TO lazi_sync;
GRANT SELECT ON TABLE raw.changes TO lazi_reader;
GRANT SELECT ON TABLE raw.changes TO lazi_sync;
GRANT SELECT ON TABLE raw.delete_suspects TO lazi_reader;
GRANT SELECT ON TABLE raw.delete_suspects TO lazi_sync;
GRANT SELECT ON TABLE raw.freshness TO lazi_reader;
GRANT SELECT ON TABLE raw.freshness TO lazi_sync;
GRANT SELECT ON TABLE raw.full_sync_pages TO lazi_reader;
GRANT SELECT ON TABLE raw.full_sync_pages TO lazi_sync;
GRANT SELECT ON TABLE raw.quarantine TO lazi_api;
GRANT SELECT ON TABLE raw.quarantine TO lazi_sync;
GRANT SELECT ON TABLE raw.rate_limits TO lazi_reader;
GRANT SELECT ON TABLE raw.rate_limits TO lazi_sync;
GRANT SELECT ON TABLE raw.st_appointment_assignments TO lazi_reader;
GRANT SELECT ON TABLE raw.st_appointment_assignments TO lazi_sync;
GRANT SELECT ON TABLE raw.st_appointments TO lazi_reader;
GRANT SELECT ON TABLE raw.st_appointments TO lazi_sync;
GRANT SELECT ON TABLE raw.st_business_units TO lazi_reader;
GRANT SELECT ON TABLE raw.st_business_units TO lazi_sync;
GRANT SELECT ON TABLE raw.st_campaigns TO lazi_reader;
GRANT SELECT ON TABLE raw.st_campaigns TO lazi_sync;
GRANT SELECT ON TABLE raw.st_customer_contacts TO lazi_reader;
GRANT SELECT ON TABLE raw.st_customer_contacts TO lazi_sync;
GRANT SELECT ON TABLE raw.st_customers TO lazi_reader;
GRANT SELECT ON TABLE raw.st_customers TO lazi_sync;
GRANT SELECT ON TABLE raw.st_employees TO lazi_reader;
GRANT SELECT ON TABLE raw.st_employees TO lazi_sync;
GRANT SELECT ON TABLE raw.st_estimates TO lazi_reader;
GRANT SELECT ON TABLE raw.st_estimates TO lazi_sync;
GRANT SELECT ON TABLE raw.st_invoices TO lazi_reader;
GRANT SELECT ON TABLE raw.st_invoices TO lazi_sync;
GRANT SELECT ON TABLE raw.st_job_types TO lazi_reader;
GRANT SELECT ON TABLE raw.st_job_types TO lazi_sync;
GRANT SELECT ON TABLE raw.st_jobs TO lazi_reader;
GRANT SELECT ON TABLE raw.st_jobs TO lazi_sync;
GRANT SELECT ON TABLE raw.st_location_contacts TO lazi_reader;
GRANT SELECT ON TABLE raw.st_location_contacts TO lazi_sync;
GRANT SELECT ON TABLE raw.st_locations TO lazi_reader;
GRANT SELECT ON TABLE raw.st_locations TO lazi_sync;
GRANT SELECT ON TABLE raw.st_payments TO lazi_reader;
GRANT SELECT ON TABLE raw.st_payments TO lazi_sync;
GRANT SELECT ON TABLE raw.st_tag_types TO lazi_reader;
GRANT SELECT ON TABLE raw.st_tag_types TO lazi_sync;
GRANT SELECT ON TABLE raw.st_teams TO lazi_reader;
GRANT SELECT ON TABLE raw.st_teams TO lazi_sync;
GRANT SELECT ON TABLE raw.st_technicians TO lazi_reader;
GRANT SELECT ON TABLE raw.st_technicians TO lazi_sync;
GRANT SELECT ON TABLE raw.st_zones TO lazi_reader;
GRANT SELECT ON TABLE raw.st_zones TO lazi_sync;
GRANT SELECT ON TABLE raw.sync_requests TO lazi_api;
GRANT SELECT ON TABLE raw.sync_requests TO lazi_reader;
GRANT SELECT ON TABLE raw.sync_requests TO lazi_sync;
GRANT SELECT ON TABLE raw.sync_runs TO lazi_reader;
GRANT SELECT ON TABLE raw.sync_runs TO lazi_sync;
GRANT SELECT ON TABLE raw.sync_schedules TO lazi_reader;
GRANT SELECT ON TABLE raw.sync_schedules TO lazi_sync;
GRANT SELECT ON TABLE raw.sync_state TO lazi_reader;
GRANT SELECT ON TABLE raw.sync_state TO lazi_sync;
GRANT SELECT ON TABLE raw.tenants TO lazi_api;
GRANT SELECT ON TABLE raw.tenants TO lazi_reader;
GRANT SELECT ON TABLE raw.tenants TO lazi_sync;
GRANT UPDATE (last_used_at) ON api.keys TO lazi_api;
GRANT UPDATE ON TABLE raw.api_drift TO lazi_sync;
GRANT UPDATE ON TABLE raw.change_positions TO lazi_sync;
GRANT UPDATE ON TABLE raw.changes TO lazi_sync;
GRANT UPDATE ON TABLE raw.delete_suspects TO lazi_sync;
GRANT UPDATE ON TABLE raw.full_sync_pages TO lazi_sync;
GRANT UPDATE ON TABLE raw.quarantine TO lazi_sync;
GRANT UPDATE ON TABLE raw.rate_limits TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_appointment_assignments TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_appointments TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_business_units TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_campaigns TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_customer_contacts TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_customers TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_employees TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_estimates TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_invoices TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_job_types TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_jobs TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_location_contacts TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_locations TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_payments TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_tag_types TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_teams TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_technicians TO lazi_sync;
GRANT UPDATE ON TABLE raw.st_zones TO lazi_sync;
GRANT UPDATE ON TABLE raw.sync_requests TO lazi_sync;
GRANT UPDATE ON TABLE raw.sync_runs TO lazi_sync;
GRANT UPDATE ON TABLE raw.sync_schedules TO lazi_sync;
GRANT UPDATE ON TABLE raw.sync_state TO lazi_sync;
GRANT UPDATE ON TABLE raw.tenants TO lazi_sync;
GRANT USAGE ON SCHEMA api TO lazi_api;
GRANT USAGE ON SCHEMA raw TO lazi_api;
GRANT USAGE ON SCHEMA raw TO lazi_reader;
GRANT USAGE ON SCHEMA raw TO lazi_sync;
GRANT USAGE ON SEQUENCE raw.quarantine_quarantine_id_seq TO lazi_sync;
GRANT USAGE ON SEQUENCE raw.sync_requests_request_id_seq TO lazi_sync;
GRANT USAGE ON SEQUENCE raw.sync_runs_run_id_seq TO lazi_sync;

COMMENT ON COLUMN api.keys.created_at IS 'When the key was made.';
COMMENT ON COLUMN api.keys.expires_at IS 'When it ends to be valid; NULL: never.';
COMMENT ON COLUMN api.keys.key_id IS 'The key, for people to name it by.';
COMMENT ON COLUMN api.keys.last_used_at IS 'When it was last used, to about a minute; NULL: never.';
COMMENT ON COLUMN api.keys.name IS 'Who uses it, for people.';
COMMENT ON COLUMN api.keys.revoked_at IS 'When it was revoked; NULL while it is not.';
COMMENT ON COLUMN api.keys.scopes IS 'What it may do. read: read the cache; sync: also ask for syncs; admin: also see payloads and settle quarantine.';
COMMENT ON COLUMN api.keys.secret_hash IS 'SHA-256 of the secret, which is 256 random bits and is stored nowhere: there is nothing to guess, so a fast hash will do.';
COMMENT ON COLUMN api.keys.tenant_id IS 'The tenant that the key opens: one ServiceTitan account.';
COMMENT ON COLUMN raw.api_drift.detail IS 'What was expected, such as bigint. Never a value: it may be personal data.';
COMMENT ON COLUMN raw.api_drift.first_seen_at IS 'When it was first seen.';
COMMENT ON COLUMN raw.api_drift.json_path IS 'Where in the record, such as address.latitude.';
COMMENT ON COLUMN raw.api_drift.kind IS 'unknown: a field nobody knew; missing: a required field is not sent; type: a value that its column cannot hold.';
COMMENT ON COLUMN raw.api_drift.last_seen_at IS 'When it was last seen.';
COMMENT ON COLUMN raw.api_drift.occurrences IS 'Records that showed it when they were written.';
COMMENT ON COLUMN raw.api_drift.table_name IS 'The cache table in schema raw, such as st_jobs.';
COMMENT ON COLUMN raw.api_drift.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.change_positions.last_seq IS 'The greatest seq given. A page takes its numbers here last of all and holds this row until it commits, hence the order of raw.changes.';
COMMENT ON COLUMN raw.change_positions.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.change_positions.trimmed_seq IS 'Changes up to this seq were removed; a consumer that is behind it reads the tables anew.';
COMMENT ON COLUMN raw.change_positions.updated_at IS 'When this row last changed.';
COMMENT ON COLUMN raw.changes.at IS 'When the page that made the change was written.';
COMMENT ON COLUMN raw.changes.changed_paths IS 'JSON paths of full_data that an update changed, such as address.street; else empty.';
COMMENT ON COLUMN raw.changes.op IS 'What happened to the row; delete: it got a tombstone, restore: it lost it. snapshot: the first full sync ended whole, read the table.';
COMMENT ON COLUMN raw.changes.seq IS 'Number of the change within the tenant: without gaps and in the order of commits, so that following seq misses none.';
COMMENT ON COLUMN raw.changes.st_id IS 'The row that changed; NULL for a snapshot, which is about the whole table.';
COMMENT ON COLUMN raw.changes.table_name IS 'The cache table in schema raw, such as st_jobs.';
COMMENT ON COLUMN raw.changes.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.delete_suspects.run_id IS 'The run that did not see it.';
COMMENT ON COLUMN raw.delete_suspects.st_id IS 'ServiceTitan''s id of the record, unique within the tenant only.';
COMMENT ON COLUMN raw.delete_suspects.suspected_at IS 'When that was.';
COMMENT ON COLUMN raw.delete_suspects.table_name IS 'The cache table in schema raw, such as st_jobs.';
COMMENT ON COLUMN raw.delete_suspects.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.freshness.breached IS 'Whether lag is more than target, or nothing was synced yet.';
COMMENT ON COLUMN raw.freshness.complete_as_of IS 'The same as data_as_of, proven by counts of a verify run; NULL: none ended yet.';
COMMENT ON COLUMN raw.freshness.data_as_of IS 'Everything that ServiceTitan changed before this moment is in the table; NULL: nothing was synced yet.';
COMMENT ON COLUMN raw.freshness.lag IS 'How long ago data_as_of was.';
COMMENT ON COLUMN raw.freshness.last_error IS 'What stopped the last failed run; NULL once a run ends well.';
COMMENT ON COLUMN raw.freshness.last_full_sync IS 'When the last full sync ended whole.';
COMMENT ON COLUMN raw.freshness.last_incremental_sync IS 'When the last incremental sync ended whole.';
COMMENT ON COLUMN raw.freshness.status IS 'What the sync of this table does now: idle, running or failed.';
COMMENT ON COLUMN raw.freshness.table_name IS 'The cache table in schema raw, such as st_jobs.';
COMMENT ON COLUMN raw.freshness.target IS 'How long ago it may be: the freshness_target of raw.sync_schedules, or 30 minutes.';
COMMENT ON COLUMN raw.freshness.tenant IS 'Name of the contractor, for people.';
COMMENT ON COLUMN raw.freshness.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.full_sync_pages.page IS 'Number of the page within the full sync, in the order it was written.';
COMMENT ON COLUMN raw.full_sync_pages.st_ids IS 'ServiceTitan''s ids of the records on the page.';
COMMENT ON COLUMN raw.full_sync_pages.table_name IS 'The cache table in schema raw, such as st_jobs.';
COMMENT ON COLUMN raw.full_sync_pages.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.quarantine.attempts IS 'How often writing it was tried.';
COMMENT ON COLUMN raw.quarantine.error IS 'Why the record could not be written.';
COMMENT ON COLUMN raw.quarantine.error_code IS 'SQLSTATE of the error, where PostgreSQL refused the record.';
COMMENT ON COLUMN raw.quarantine.first_seen_at IS 'When it was first refused.';
COMMENT ON COLUMN raw.quarantine.last_seen_at IS 'When it was last refused.';
COMMENT ON COLUMN raw.quarantine.payload IS 'The record exactly as received (json and not jsonb: it keeps what jsonb refuses).';
COMMENT ON COLUMN raw.quarantine.quarantine_id IS 'The entry, for people to name it by.';
COMMENT ON COLUMN raw.quarantine.record_key IS 'The record''s id as text, or a hash of the payload where it has none that can be read.';
COMMENT ON COLUMN raw.quarantine.resolved_at IS 'When a version of the record was written after all, or it was dropped; NULL while open.';
COMMENT ON COLUMN raw.quarantine.run_id IS 'The run that met it last.';
COMMENT ON COLUMN raw.quarantine.table_name IS 'The cache table in schema raw, such as st_jobs.';
COMMENT ON COLUMN raw.quarantine.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.rate_limits.full_at IS 'When the tenant may again send as many requests at once as the limit allows; each request moves it on.';
COMMENT ON COLUMN raw.rate_limits.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_appointment_assignments.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_appointment_assignments.appointment_id IS 'The appointment (API: appointmentId).';
COMMENT ON COLUMN raw.st_appointment_assignments.assigned_by_id IS 'The user who made the assignment (API: assignedById).';
COMMENT ON COLUMN raw.st_appointment_assignments.assigned_on IS 'When it was made (API: assignedOn).';
COMMENT ON COLUMN raw.st_appointment_assignments.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_appointment_assignments.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_appointment_assignments.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_appointment_assignments.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_appointment_assignments.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_appointment_assignments.is_paused IS 'Whether the technician has paused the work (API: isPaused).';
COMMENT ON COLUMN raw.st_appointment_assignments.job_id IS 'The job of the appointment (API: jobId).';
COMMENT ON COLUMN raw.st_appointment_assignments.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_appointment_assignments.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_appointment_assignments.status IS 'Scheduled, Dispatched, Working or Done; the API may add others (API: status).';
COMMENT ON COLUMN raw.st_appointment_assignments.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_appointment_assignments.technician_id IS 'The technician (API: technicianId).';
COMMENT ON COLUMN raw.st_appointment_assignments.technician_name IS 'The technician''s name (API: technicianName).';
COMMENT ON COLUMN raw.st_appointment_assignments.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_appointment_assignments.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_appointments.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_appointments.appointment_number IS 'The number people know the appointment by (API: appointmentNumber).';
COMMENT ON COLUMN raw.st_appointments.arrival_window_end IS 'Latest promised arrival (API: arrivalWindowEnd).';
COMMENT ON COLUMN raw.st_appointments.arrival_window_start IS 'Earliest promised arrival (API: arrivalWindowStart).';
COMMENT ON COLUMN raw.st_appointments.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_appointments.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_appointments.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_appointments.customer_id IS 'The customer (API: customerId).';
COMMENT ON COLUMN raw.st_appointments.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_appointments.end_time IS 'When it ends (API: end).';
COMMENT ON COLUMN raw.st_appointments.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_appointments.is_confirmed IS 'Whether the customer confirmed it (API: isConfirmed).';
COMMENT ON COLUMN raw.st_appointments.job_id IS 'The job (API: jobId).';
COMMENT ON COLUMN raw.st_appointments.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_appointments.special_instructions IS 'What the technician should know (API: specialInstructions).';
COMMENT ON COLUMN raw.st_appointments.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_appointments.start_time IS 'When it starts (API: start).';
COMMENT ON COLUMN raw.st_appointments.status IS 'Scheduled, Dispatched, Working, Hold, Done or Canceled; the API may add others (API: status).';
COMMENT ON COLUMN raw.st_appointments.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_appointments.technician_id IS 'Derived: the technician assigned first of those still assigned.';
COMMENT ON COLUMN raw.st_appointments.technician_ids IS 'Derived: all technicians assigned, first assigned first, 100 at the most; NULL when nobody is.';
COMMENT ON COLUMN raw.st_appointments.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_appointments.unused IS 'Whether the appointment was not needed (API: unused).';
COMMENT ON COLUMN raw.st_appointments.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_business_units.account_code IS 'Account code for accounting (API: accountCode).';
COMMENT ON COLUMN raw.st_business_units.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_business_units.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_business_units.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_business_units.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_business_units.currency IS 'Currency code, such as USD (API: currency).';
COMMENT ON COLUMN raw.st_business_units.default_tax_rate IS 'Tax rate of taxable items (API: defaultTaxRate).';
COMMENT ON COLUMN raw.st_business_units.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_business_units.division_id IS 'The division (API: division.id).';
COMMENT ON COLUMN raw.st_business_units.division_name IS 'Name of the division (API: division.name).';
COMMENT ON COLUMN raw.st_business_units.email IS 'E-mail address (API: email).';
COMMENT ON COLUMN raw.st_business_units.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_business_units.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_business_units.name IS 'Name within the company (API: name).';
COMMENT ON COLUMN raw.st_business_units.official_name IS 'Name that customers see (API: officialName).';
COMMENT ON COLUMN raw.st_business_units.phone IS 'Phone number (API: phoneNumber).';
COMMENT ON COLUMN raw.st_business_units.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_business_units.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_business_units.tag_type_ids IS 'Tags put on its jobs (API: tagTypeIds).';
COMMENT ON COLUMN raw.st_business_units.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_business_units.trade_id IS 'The trade (API: trade.id).';
COMMENT ON COLUMN raw.st_business_units.trade_name IS 'Name of the trade (API: trade.name).';
COMMENT ON COLUMN raw.st_business_units.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_campaigns.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_campaigns.business_unit IS 'Name of the business unit; the API sends no id (API: businessUnit).';
COMMENT ON COLUMN raw.st_campaigns.category_id IS 'The category (API: category.id).';
COMMENT ON COLUMN raw.st_campaigns.category_name IS 'Name of the category (API: category.name).';
COMMENT ON COLUMN raw.st_campaigns.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_campaigns.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_campaigns.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_campaigns.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_campaigns.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_campaigns.is_default IS 'Whether it is the default campaign (API: isDefaultCampaign).';
COMMENT ON COLUMN raw.st_campaigns.medium IS 'Medium (API: medium).';
COMMENT ON COLUMN raw.st_campaigns.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_campaigns.name IS 'Name of the campaign (API: name).';
COMMENT ON COLUMN raw.st_campaigns.other_medium IS 'Medium in own words (API: otherMedium).';
COMMENT ON COLUMN raw.st_campaigns.other_source IS 'Source in own words (API: otherSource).';
COMMENT ON COLUMN raw.st_campaigns.phone_numbers IS 'Phone numbers that tell the campaign (API: campaignPhoneNumbers).';
COMMENT ON COLUMN raw.st_campaigns.source IS 'Source, such as Google (API: source).';
COMMENT ON COLUMN raw.st_campaigns.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_campaigns.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_campaigns.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_campaigns.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_customer_contacts.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_customer_contacts.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_customer_contacts.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_customer_contacts.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_customer_contacts.customer_id IS 'The customer (API: customerId).';
COMMENT ON COLUMN raw.st_customer_contacts.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_customer_contacts.do_not_text IS 'Whether the number opted out of text messages (API: phoneSettings.doNotText).';
COMMENT ON COLUMN raw.st_customer_contacts.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_customer_contacts.memo IS 'What the contact is for, such as whose number it is (API: memo).';
COMMENT ON COLUMN raw.st_customer_contacts.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_customer_contacts.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_customer_contacts.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_customer_contacts.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_customer_contacts.type IS 'Phone, MobilePhone, Fax or Email; the API may add others (API: type).';
COMMENT ON COLUMN raw.st_customer_contacts.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_customer_contacts.value IS 'The number or address, as entered (API: value).';
COMMENT ON COLUMN raw.st_customer_contacts.value_key IS 'Derived, to search by: of a number its digits, of all else the first 100 characters in lower case.';
COMMENT ON COLUMN raw.st_customers.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_customers.address_city IS 'Billing address: city (API: address.city).';
COMMENT ON COLUMN raw.st_customers.address_country IS 'Billing address: country, as entered (API: address.country).';
COMMENT ON COLUMN raw.st_customers.address_state IS 'Billing address: state or province, as entered (API: address.state).';
COMMENT ON COLUMN raw.st_customers.address_street IS 'Billing address: street and number (API: address.street).';
COMMENT ON COLUMN raw.st_customers.address_unit IS 'Billing address: unit or apartment (API: address.unit).';
COMMENT ON COLUMN raw.st_customers.address_zip IS 'Billing address: postal code, as entered (API: address.zip).';
COMMENT ON COLUMN raw.st_customers.balance IS 'What the customer owes, in the tenant''s currency (API: balance).';
COMMENT ON COLUMN raw.st_customers.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_customers.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_customers.created_by_id IS 'The user who created the record (API: createdById).';
COMMENT ON COLUMN raw.st_customers.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_customers.credit_limit IS 'Credit limit, in the tenant''s currency (API: creditLimit).';
COMMENT ON COLUMN raw.st_customers.credit_limit_balance IS 'What is left of the credit limit (API: creditLimitBalance).';
COMMENT ON COLUMN raw.st_customers.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_customers.do_not_mail IS 'Whether the customer wants no mail (API: doNotMail).';
COMMENT ON COLUMN raw.st_customers.do_not_service IS 'Whether no work is to be done for the customer (API: doNotService).';
COMMENT ON COLUMN raw.st_customers.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_customers.merged_to_id IS 'The customer that this one was merged into (API: mergedToId).';
COMMENT ON COLUMN raw.st_customers.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_customers.name IS 'Name of the customer (API: name).';
COMMENT ON COLUMN raw.st_customers.name_key IS 'Derived: the first 100 characters of the name in lower case, to search by.';
COMMENT ON COLUMN raw.st_customers.national_account IS 'Whether it is a national account (API: nationalAccount).';
COMMENT ON COLUMN raw.st_customers.payment_term_id IS 'The payment term (API: paymentTermId).';
COMMENT ON COLUMN raw.st_customers.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_customers.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_customers.tag_type_ids IS 'Tags on the customer (API: tagTypeIds).';
COMMENT ON COLUMN raw.st_customers.tax_exempt IS 'Whether sales tax is waived (API: taxExempt).';
COMMENT ON COLUMN raw.st_customers.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_customers.type IS 'Residential or Commercial (API: type).';
COMMENT ON COLUMN raw.st_customers.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_employees.account_locked IS 'Whether the account is locked (API: accountLocked).';
COMMENT ON COLUMN raw.st_employees.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_employees.business_unit_id IS 'The business unit (API: businessUnitId).';
COMMENT ON COLUMN raw.st_employees.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_employees.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_employees.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_employees.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_employees.email IS 'E-mail address (API: email).';
COMMENT ON COLUMN raw.st_employees.first_name IS 'First name (API: firstName).';
COMMENT ON COLUMN raw.st_employees.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_employees.hire_date IS 'First day of work (API: startDate).';
COMMENT ON COLUMN raw.st_employees.last_name IS 'Last name (API: lastName).';
COMMENT ON COLUMN raw.st_employees.login_name IS 'Name to log in with (API: loginName).';
COMMENT ON COLUMN raw.st_employees.manager_id IS 'The manager (API: managerId).';
COMMENT ON COLUMN raw.st_employees.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_employees.name IS 'Full name (API: name).';
COMMENT ON COLUMN raw.st_employees.phone IS 'Phone number (API: phoneNumber).';
COMMENT ON COLUMN raw.st_employees.role IS 'Built-in role, which the API deprecates in favor of role_ids (API: role).';
COMMENT ON COLUMN raw.st_employees.role_ids IS 'Roles (API: roleIds).';
COMMENT ON COLUMN raw.st_employees.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_employees.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_employees.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_employees.termination_date IS 'Last day of work (API: terminationDate).';
COMMENT ON COLUMN raw.st_employees.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_employees.user_id IS 'The employee''s user account (API: userId).';
COMMENT ON COLUMN raw.st_estimates.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_estimates.business_unit_id IS 'The business unit (API: businessUnitId).';
COMMENT ON COLUMN raw.st_estimates.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_estimates.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_estimates.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_estimates.customer_id IS 'The customer (API: customerId).';
COMMENT ON COLUMN raw.st_estimates.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_estimates.deposit_amount IS 'Deposit that is asked for (API: depositAmount).';
COMMENT ON COLUMN raw.st_estimates.deposit_percent IS 'The same in percent (API: depositPercent).';
COMMENT ON COLUMN raw.st_estimates.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_estimates.is_change_order IS 'Whether it changes an order (API: isChangeOrder).';
COMMENT ON COLUMN raw.st_estimates.is_recommended IS 'Whether it is the one recommended (API: isRecommended).';
COMMENT ON COLUMN raw.st_estimates.job_id IS 'The job (API: jobId).';
COMMENT ON COLUMN raw.st_estimates.job_number IS 'Number of the job (API: jobNumber).';
COMMENT ON COLUMN raw.st_estimates.location_id IS 'The location (API: locationId).';
COMMENT ON COLUMN raw.st_estimates.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_estimates.name IS 'Name of the estimate (API: name).';
COMMENT ON COLUMN raw.st_estimates.project_id IS 'The project (API: projectId).';
COMMENT ON COLUMN raw.st_estimates.proposal_tag_name IS 'Name of the proposal tag (API: proposalTagName).';
COMMENT ON COLUMN raw.st_estimates.review_status IS 'None, NeedsApproval, Approved or NotApproved (API: reviewStatus).';
COMMENT ON COLUMN raw.st_estimates.sold_by_id IS 'Who sold it (API: soldBy).';
COMMENT ON COLUMN raw.st_estimates.sold_on IS 'When it was sold (API: soldOn).';
COMMENT ON COLUMN raw.st_estimates.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_estimates.status IS 'Open, Sold or Dismissed; the API may add others (API: status.name).';
COMMENT ON COLUMN raw.st_estimates.subtotal IS 'Sum before tax, in the tenant''s currency (API: subtotal).';
COMMENT ON COLUMN raw.st_estimates.summary IS 'Summary (API: summary).';
COMMENT ON COLUMN raw.st_estimates.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_estimates.tax IS 'Tax (API: tax).';
COMMENT ON COLUMN raw.st_estimates.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_estimates.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_invoices.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_invoices.adjustment_to_id IS 'The invoice that this one adjusts (API: adjustmentToId).';
COMMENT ON COLUMN raw.st_invoices.balance IS 'What is still to be paid (API: balance).';
COMMENT ON COLUMN raw.st_invoices.batch_id IS 'The accounting batch (API: batch.id).';
COMMENT ON COLUMN raw.st_invoices.business_unit_id IS 'The business unit (API: businessUnit.id).';
COMMENT ON COLUMN raw.st_invoices.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_invoices.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_invoices.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_invoices.customer_id IS 'The customer (API: customer.id).';
COMMENT ON COLUMN raw.st_invoices.customer_name IS 'Name of the customer (API: customer.name).';
COMMENT ON COLUMN raw.st_invoices.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_invoices.deposited_on IS 'When the money was deposited (API: depositedOn).';
COMMENT ON COLUMN raw.st_invoices.discount_total IS 'Sum of discounts (API: discountTotal).';
COMMENT ON COLUMN raw.st_invoices.due_date IS 'When it is to be paid (API: dueDate).';
COMMENT ON COLUMN raw.st_invoices.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_invoices.invoice_configuration IS 'What it bills, such as JobInvoice (API: invoiceConfiguration).';
COMMENT ON COLUMN raw.st_invoices.invoice_date IS 'Date of the invoice (API: invoiceDate).';
COMMENT ON COLUMN raw.st_invoices.invoice_number IS 'The number people know the invoice by (API: referenceNumber).';
COMMENT ON COLUMN raw.st_invoices.invoice_type IS 'Type of invoice (API: invoiceType.name).';
COMMENT ON COLUMN raw.st_invoices.job_id IS 'The job (API: job.id).';
COMMENT ON COLUMN raw.st_invoices.job_number IS 'Number of the job (API: job.number).';
COMMENT ON COLUMN raw.st_invoices.location_id IS 'Where the work was done (API: location.id).';
COMMENT ON COLUMN raw.st_invoices.membership_id IS 'The membership billed (API: membershipId).';
COMMENT ON COLUMN raw.st_invoices.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_invoices.paid_on IS 'When it was paid (API: paidOn).';
COMMENT ON COLUMN raw.st_invoices.project_id IS 'The project (API: projectId).';
COMMENT ON COLUMN raw.st_invoices.review_status IS 'NeedsReview, OnHold, Reviewed and others (API: reviewStatus).';
COMMENT ON COLUMN raw.st_invoices.sales_tax IS 'Sales tax (API: salesTax).';
COMMENT ON COLUMN raw.st_invoices.sent_status IS 'NotSent, Sent or Opened (API: sentStatus).';
COMMENT ON COLUMN raw.st_invoices.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_invoices.subtotal IS 'Sum before tax, in the tenant''s currency (API: subTotal).';
COMMENT ON COLUMN raw.st_invoices.summary IS 'Summary, as HTML (API: summary).';
COMMENT ON COLUMN raw.st_invoices.sync_status IS 'Pending, Posted or Exported (API: syncStatus).';
COMMENT ON COLUMN raw.st_invoices.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_invoices.tax_zone_id IS 'Tax zone (API: taxZoneId).';
COMMENT ON COLUMN raw.st_invoices.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_invoices.term_name IS 'Name of the payment term (API: termName).';
COMMENT ON COLUMN raw.st_invoices.total IS 'Sum with tax (API: total).';
COMMENT ON COLUMN raw.st_invoices.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_job_types.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_job_types.business_unit_ids IS 'Business units that do it (API: businessUnitIds).';
COMMENT ON COLUMN raw.st_job_types.class IS 'Group of job types (API: class).';
COMMENT ON COLUMN raw.st_job_types.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_job_types.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_job_types.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_job_types.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_job_types.duration IS 'Usual length of a job in the API''s unit, seconds as its filters say (API: duration).';
COMMENT ON COLUMN raw.st_job_types.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_job_types.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_job_types.name IS 'Name of the job type (API: name).';
COMMENT ON COLUMN raw.st_job_types.no_charge IS 'Whether its jobs are free of charge (API: noCharge).';
COMMENT ON COLUMN raw.st_job_types.priority IS 'Priority of its jobs (API: priority).';
COMMENT ON COLUMN raw.st_job_types.skills IS 'Skills that it takes (API: skills).';
COMMENT ON COLUMN raw.st_job_types.sold_threshold IS 'Subtotal from which a job counts as sold (API: soldThreshold).';
COMMENT ON COLUMN raw.st_job_types.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_job_types.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_job_types.tag_type_ids IS 'Tags put on its jobs (API: tagTypeIds).';
COMMENT ON COLUMN raw.st_job_types.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_job_types.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_jobs.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_jobs.actual_end IS 'When work ended; NULL until a resource that tells it is synced.';
COMMENT ON COLUMN raw.st_jobs.actual_start IS 'When work began; NULL until a resource that tells it is synced.';
COMMENT ON COLUMN raw.st_jobs.appointment_count IS 'Number of appointments (API: appointmentCount).';
COMMENT ON COLUMN raw.st_jobs.business_unit_id IS 'The business unit (API: businessUnitId).';
COMMENT ON COLUMN raw.st_jobs.campaign_id IS 'The marketing campaign (API: campaignId).';
COMMENT ON COLUMN raw.st_jobs.completed_on IS 'When the job was completed (API: completedOn).';
COMMENT ON COLUMN raw.st_jobs.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_jobs.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_jobs.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_jobs.customer_id IS 'The customer (API: customerId).';
COMMENT ON COLUMN raw.st_jobs.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_jobs.duration IS 'Derived: minutes from scheduled_start to scheduled_end.';
COMMENT ON COLUMN raw.st_jobs.first_appointment_id IS 'The first appointment (API: firstAppointmentId).';
COMMENT ON COLUMN raw.st_jobs.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_jobs.invoice_id IS 'The invoice (API: invoiceId).';
COMMENT ON COLUMN raw.st_jobs.job_number IS 'The number people know the job by (API: jobNumber).';
COMMENT ON COLUMN raw.st_jobs.job_type_id IS 'The job type (API: jobTypeId).';
COMMENT ON COLUMN raw.st_jobs.last_appointment_id IS 'The last appointment (API: lastAppointmentId).';
COMMENT ON COLUMN raw.st_jobs.location_id IS 'Where the work is done (API: locationId).';
COMMENT ON COLUMN raw.st_jobs.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_jobs.no_charge IS 'Whether the job is free of charge (API: noCharge).';
COMMENT ON COLUMN raw.st_jobs.priority IS 'Low, Normal, High or Urgent (API: priority).';
COMMENT ON COLUMN raw.st_jobs.project_id IS 'The project that the job is part of (API: projectId).';
COMMENT ON COLUMN raw.st_jobs.scheduled_end IS 'Derived: the latest end of the job''s live appointments.';
COMMENT ON COLUMN raw.st_jobs.scheduled_start IS 'Derived: the earliest start of the job''s live appointments.';
COMMENT ON COLUMN raw.st_jobs.sold_by_id IS 'The technician who sold the job (API: soldById).';
COMMENT ON COLUMN raw.st_jobs.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_jobs.status IS 'Scheduled, Dispatched, InProgress, Hold, Completed or Canceled; the API may add others (API: jobStatus).';
COMMENT ON COLUMN raw.st_jobs.summary IS 'What is to be done, as HTML (API: summary).';
COMMENT ON COLUMN raw.st_jobs.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_jobs.tag_type_ids IS 'Tags on the job (API: tagTypeIds).';
COMMENT ON COLUMN raw.st_jobs.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_jobs.total IS 'Revenue of the job in the tenant''s currency (API: total).';
COMMENT ON COLUMN raw.st_jobs.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_location_contacts.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_location_contacts.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_location_contacts.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_location_contacts.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_location_contacts.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_location_contacts.do_not_text IS 'Whether the number opted out of text messages (API: phoneSettings.doNotText).';
COMMENT ON COLUMN raw.st_location_contacts.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_location_contacts.location_id IS 'The location (API: locationId).';
COMMENT ON COLUMN raw.st_location_contacts.memo IS 'What the contact is for, such as whose number it is (API: memo).';
COMMENT ON COLUMN raw.st_location_contacts.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_location_contacts.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_location_contacts.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_location_contacts.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_location_contacts.type IS 'Phone, MobilePhone, Fax or Email; the API may add others (API: type).';
COMMENT ON COLUMN raw.st_location_contacts.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_location_contacts.value IS 'The number or address, as entered (API: value).';
COMMENT ON COLUMN raw.st_location_contacts.value_key IS 'Derived, to search by: of a number its digits, of all else the first 100 characters in lower case.';
COMMENT ON COLUMN raw.st_locations.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_locations.address_city IS 'City (API: address.city).';
COMMENT ON COLUMN raw.st_locations.address_country IS 'Country, as entered (API: address.country).';
COMMENT ON COLUMN raw.st_locations.address_state IS 'State or province, as entered (API: address.state).';
COMMENT ON COLUMN raw.st_locations.address_street IS 'Street and number (API: address.street).';
COMMENT ON COLUMN raw.st_locations.address_unit IS 'Unit or apartment (API: address.unit).';
COMMENT ON COLUMN raw.st_locations.address_zip IS 'Postal code, as entered (API: address.zip).';
COMMENT ON COLUMN raw.st_locations.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_locations.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_locations.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_locations.customer_id IS 'The customer that the location belongs to (API: customerId).';
COMMENT ON COLUMN raw.st_locations.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_locations.email IS 'First e-mail address of the location''s contacts; not part of the API''s location record.';
COMMENT ON COLUMN raw.st_locations.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_locations.latitude IS 'Degrees, -90 to 90; NULL when unknown or out of range (API: address.latitude).';
COMMENT ON COLUMN raw.st_locations.longitude IS 'Degrees, -180 to 180; NULL when unknown or out of range (API: address.longitude).';
COMMENT ON COLUMN raw.st_locations.merged_to_id IS 'The location that this one was merged into (API: mergedToId).';
COMMENT ON COLUMN raw.st_locations.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_locations.name IS 'Name of the location (API: name).';
COMMENT ON COLUMN raw.st_locations.name_key IS 'Derived: the first 100 characters of the name in lower case, to search by.';
COMMENT ON COLUMN raw.st_locations.phone IS 'First phone number of the location''s contacts; not part of the API''s location record.';
COMMENT ON COLUMN raw.st_locations.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_locations.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_locations.tag_type_ids IS 'Tags on the location (API: tagTypeIds).';
COMMENT ON COLUMN raw.st_locations.tax_exempt IS 'Whether sales tax is waived (API: taxExempt).';
COMMENT ON COLUMN raw.st_locations.tax_zone_id IS 'Tax zone (API: taxZoneId).';
COMMENT ON COLUMN raw.st_locations.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_locations.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_locations.zone_id IS 'Dispatch zone (API: zoneId).';
COMMENT ON COLUMN raw.st_payments.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_payments.batch_id IS 'The accounting batch (API: batch.id).';
COMMENT ON COLUMN raw.st_payments.business_unit_id IS 'The business unit (API: businessUnit.id).';
COMMENT ON COLUMN raw.st_payments.check_number IS 'Number of the check (API: checkNumber).';
COMMENT ON COLUMN raw.st_payments.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_payments.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_payments.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_payments.customer_id IS 'The customer (API: customer.id).';
COMMENT ON COLUMN raw.st_payments.customer_name IS 'Name of the customer (API: customer.name).';
COMMENT ON COLUMN raw.st_payments.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_payments.deposit_id IS 'The deposit (API: deposit.id).';
COMMENT ON COLUMN raw.st_payments.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_payments.memo IS 'Memo (API: memo).';
COMMENT ON COLUMN raw.st_payments.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_payments.paid_on IS 'Date of the payment (API: date).';
COMMENT ON COLUMN raw.st_payments.reference_number IS 'The number people know the payment by (API: referenceNumber).';
COMMENT ON COLUMN raw.st_payments.refunded_payment_id IS 'The payment that this one refunds (API: refundedPaymentId).';
COMMENT ON COLUMN raw.st_payments.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_payments.sync_status IS 'Pending, Posted or Exported (API: syncStatus).';
COMMENT ON COLUMN raw.st_payments.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_payments.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_payments.total IS 'Amount, in the tenant''s currency (API: total).';
COMMENT ON COLUMN raw.st_payments.type IS 'Name of the payment type, such as Cash (API: type).';
COMMENT ON COLUMN raw.st_payments.type_id IS 'The payment type; the API sends text (API: typeId).';
COMMENT ON COLUMN raw.st_payments.unapplied_amount IS 'What is applied to no invoice yet (API: unappliedAmount).';
COMMENT ON COLUMN raw.st_payments.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_tag_types.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_tag_types.code IS 'Short code (API: code).';
COMMENT ON COLUMN raw.st_tag_types.color IS 'Color as hexadecimal digits (API: color).';
COMMENT ON COLUMN raw.st_tag_types.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_tag_types.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_tag_types.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_tag_types.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_tag_types.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_tag_types.importance IS 'Medium, High or NULL (API: importance).';
COMMENT ON COLUMN raw.st_tag_types.is_conversion_opportunity IS 'Whether a tagged job is an opportunity (API: isConversionOpportunity).';
COMMENT ON COLUMN raw.st_tag_types.is_visible_on_dispatch_board IS 'Whether the board shows it (API: isVisibleOnDispatchBoard).';
COMMENT ON COLUMN raw.st_tag_types.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_tag_types.name IS 'Name of the tag (API: name).';
COMMENT ON COLUMN raw.st_tag_types.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_tag_types.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_tag_types.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_tag_types.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_teams.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_teams.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_teams.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_teams.created_by_id IS 'The user who created the record (API: createdBy).';
COMMENT ON COLUMN raw.st_teams.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_teams.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_teams.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_teams.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_teams.name IS 'Name of the team (API: name).';
COMMENT ON COLUMN raw.st_teams.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_teams.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_teams.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_teams.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_technicians.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_technicians.business_unit_id IS 'The business unit (API: businessUnitId).';
COMMENT ON COLUMN raw.st_technicians.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_technicians.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_technicians.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_technicians.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_technicians.email IS 'E-mail address (API: email).';
COMMENT ON COLUMN raw.st_technicians.first_name IS 'First name (API: firstName).';
COMMENT ON COLUMN raw.st_technicians.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_technicians.hire_date IS 'First day of work (API: startDate).';
COMMENT ON COLUMN raw.st_technicians.is_managed_tech IS 'Whether the technician is a managed one (API: isManagedTech).';
COMMENT ON COLUMN raw.st_technicians.last_name IS 'Last name (API: lastName).';
COMMENT ON COLUMN raw.st_technicians.license_type IS 'NonManagedTech, ManagedTech or ManagedInstaller (API: licenseType).';
COMMENT ON COLUMN raw.st_technicians.login_name IS 'Name to log in with (API: loginName).';
COMMENT ON COLUMN raw.st_technicians.mobile IS 'Mobile phone number (API: mobilePhone).';
COMMENT ON COLUMN raw.st_technicians.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_technicians.name IS 'Full name (API: name).';
COMMENT ON COLUMN raw.st_technicians.phone IS 'Phone number (API: phoneNumber).';
COMMENT ON COLUMN raw.st_technicians.positions IS 'Positions, such as Service or Installer (API: positions).';
COMMENT ON COLUMN raw.st_technicians.role IS 'Name of the role, where a resource tells it; not part of the technician record.';
COMMENT ON COLUMN raw.st_technicians.role_ids IS 'Roles (API: roleIds).';
COMMENT ON COLUMN raw.st_technicians.skills IS 'Skills and certifications as an array of {id, name} (API: skills).';
COMMENT ON COLUMN raw.st_technicians.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_technicians.status IS 'Idle, Dispatched, Working or Meal; changes all day long (API: status).';
COMMENT ON COLUMN raw.st_technicians.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_technicians.team IS 'Name of the team (API: team).';
COMMENT ON COLUMN raw.st_technicians.team_id IS 'The team, resolved from its name through the teams resource.';
COMMENT ON COLUMN raw.st_technicians.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_technicians.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_technicians.user_id IS 'The technician''s user account (API: userId).';
COMMENT ON COLUMN raw.st_technicians.zone_id IS 'Main dispatch zone (API: mainZoneId).';
COMMENT ON COLUMN raw.st_technicians.zone_ids IS 'All dispatch zones (API: zoneIds).';
COMMENT ON COLUMN raw.st_zones.active IS 'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).';
COMMENT ON COLUMN raw.st_zones.business_unit_ids IS 'Business units that serve it (API: businessUnits).';
COMMENT ON COLUMN raw.st_zones.cities IS 'Cities in the zone (API: cities).';
COMMENT ON COLUMN raw.st_zones.content_hash IS 'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.';
COMMENT ON COLUMN raw.st_zones.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.st_zones.created_by_id IS 'The user who created the record (API: createdBy).';
COMMENT ON COLUMN raw.st_zones.created_on IS 'When ServiceTitan created the record (API: createdOn).';
COMMENT ON COLUMN raw.st_zones.deleted_at IS 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.';
COMMENT ON COLUMN raw.st_zones.full_data IS 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.';
COMMENT ON COLUMN raw.st_zones.modified_on IS 'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).';
COMMENT ON COLUMN raw.st_zones.name IS 'Name of the zone (API: name).';
COMMENT ON COLUMN raw.st_zones.service_days IS 'Those days (API: serviceDays).';
COMMENT ON COLUMN raw.st_zones.service_days_enabled IS 'Whether the zone is served on some days only (API: serviceDaysEnabled).';
COMMENT ON COLUMN raw.st_zones.st_id IS 'ServiceTitan''s id, unique within the tenant only (API: id).';
COMMENT ON COLUMN raw.st_zones.synced_at IS 'When this version was written; an unchanged record does not touch it.';
COMMENT ON COLUMN raw.st_zones.technician_ids IS 'Technicians who serve it (API: technicians).';
COMMENT ON COLUMN raw.st_zones.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.st_zones.territory_numbers IS 'Territory numbers (API: territoryNumbers).';
COMMENT ON COLUMN raw.st_zones.updated_at IS 'When this row last changed, by its own record or by a derived value.';
COMMENT ON COLUMN raw.st_zones.zips IS 'Postal codes in the zone (API: zips).';
COMMENT ON COLUMN raw.sync_requests.allow_deletes IS 'Whether the run may write more tombstones than a run may by itself.';
COMMENT ON COLUMN raw.sync_requests.error IS 'Why it failed.';
COMMENT ON COLUMN raw.sync_requests.finished_at IS 'When its run ended, well or not.';
COMMENT ON COLUMN raw.sync_requests.kind IS 'The kind of run that is asked for, as in raw.sync_runs; replay or drop: settle a record in quarantine.';
COMMENT ON COLUMN raw.sync_requests.quarantine_id IS 'The entry in quarantine that is to be replayed or dropped; NULL for a run.';
COMMENT ON COLUMN raw.sync_requests.request_id IS 'The request; later ones have greater numbers.';
COMMENT ON COLUMN raw.sync_requests.requested_at IS 'When it was asked for.';
COMMENT ON COLUMN raw.sync_requests.requested_by IS 'Who asked, for people.';
COMMENT ON COLUMN raw.sync_requests.run_id IS 'The run that answers it; NULL before it began.';
COMMENT ON COLUMN raw.sync_requests.started_at IS 'When a worker took it.';
COMMENT ON COLUMN raw.sync_requests.status IS 'What became of it; pending: no worker has taken it yet.';
COMMENT ON COLUMN raw.sync_requests.subject IS 'What the request is about. run: a run of the table; quarantine: the entry in quarantine_id.';
COMMENT ON COLUMN raw.sync_requests.table_name IS 'The cache table in schema raw, such as st_jobs.';
COMMENT ON COLUMN raw.sync_requests.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.sync_runs.bytes IS 'Bytes of response bodies received.';
COMMENT ON COLUMN raw.sync_runs.error IS 'What stopped a failed run.';
COMMENT ON COLUMN raw.sync_runs.fetched IS 'Records received in those pages.';
COMMENT ON COLUMN raw.sync_runs.finished_at IS 'When it ended; NULL while it runs.';
COMMENT ON COLUMN raw.sync_runs.inserted IS 'Rows inserted.';
COMMENT ON COLUMN raw.sync_runs.kind IS 'full: the whole resource; incremental: from the stored cursor on; hot: the newest changes, the cursor stays; verify: counted against ServiceTitan, and mended where it differs.';
COMMENT ON COLUMN raw.sync_runs.mended IS 'Rows that a verify run found to differ and wrote anew.';
COMMENT ON COLUMN raw.sync_runs.pages IS 'Pages committed.';
COMMENT ON COLUMN raw.sync_runs.quarantined IS 'Records that could not be written.';
COMMENT ON COLUMN raw.sync_runs.requests IS 'HTTP requests sent, retries included.';
COMMENT ON COLUMN raw.sync_runs.run_id IS 'The run; later runs have greater numbers.';
COMMENT ON COLUMN raw.sync_runs.started_at IS 'When the run began.';
COMMENT ON COLUMN raw.sync_runs.status IS 'interrupted: stopped on request, or its process ended without a word.';
COMMENT ON COLUMN raw.sync_runs.table_name IS 'The cache table in schema raw, such as st_jobs.';
COMMENT ON COLUMN raw.sync_runs.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.sync_runs.tombstoned IS 'Rows marked as deleted.';
COMMENT ON COLUMN raw.sync_runs.unchanged IS 'Records that were already stored, or older than what is stored.';
COMMENT ON COLUMN raw.sync_runs.updated IS 'Rows updated because the record changed.';
COMMENT ON COLUMN raw.sync_runs.windows IS 'Windows of modified_on whose records a verify run counted.';
COMMENT ON COLUMN raw.sync_schedules.freshness_target IS 'How old the data may be before raw.freshness calls it a breach; NULL: 30 minutes.';
COMMENT ON COLUMN raw.sync_schedules.full_every IS 'Time between two full syncs; NULL: the default.';
COMMENT ON COLUMN raw.sync_schedules.incremental_every IS 'Time between two incremental syncs; NULL: the default.';
COMMENT ON COLUMN raw.sync_schedules.table_name IS 'The cache table in schema raw, such as st_jobs.';
COMMENT ON COLUMN raw.sync_schedules.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.sync_schedules.verify_every IS 'Time between two verify runs; NULL: the default.';
COMMENT ON COLUMN raw.sync_state.complete_as_of IS 'Proven by counts: everything that ServiceTitan changed before this moment is in the table.';
COMMENT ON COLUMN raw.sync_state.consecutive_failures IS 'Failed runs since the last one that ended well.';
COMMENT ON COLUMN raw.sync_state.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.sync_state.cursor IS 'Where the next incremental sync goes on: the export feed''s continueFrom exactly as received; never parsed.';
COMMENT ON COLUMN raw.sync_state.data_as_of IS 'Everything that ServiceTitan changed before this moment is in the table.';
COMMENT ON COLUMN raw.sync_state.full_sync_cursor IS 'Where a full sync that has begun and not ended goes on; NULL when none is under way.';
COMMENT ON COLUMN raw.sync_state.full_sync_started_at IS 'When the full sync that is under way began; NULL when none is.';
COMMENT ON COLUMN raw.sync_state.last_error IS 'What stopped the last failed run; NULL once a run ends well.';
COMMENT ON COLUMN raw.sync_state.last_error_at IS 'When that happened.';
COMMENT ON COLUMN raw.sync_state.last_full_sync IS 'When the last full sync ended whole.';
COMMENT ON COLUMN raw.sync_state.last_hot_sync IS 'When the last hot pass ended whole: the newest changes, without moving the cursor.';
COMMENT ON COLUMN raw.sync_state.last_incremental_sync IS 'When the last incremental sync ended whole.';
COMMENT ON COLUMN raw.sync_state.last_verified_at IS 'When the table was last counted against ServiceTitan and what differed was mended.';
COMMENT ON COLUMN raw.sync_state.lease_id IS 'The claim, by which its worker notices that another one has claimed the table since; NULL: none.';
COMMENT ON COLUMN raw.sync_state.leased_until IS 'When the claim of the worker that syncs the table expires unless it is renewed; NULL: no worker has claimed it.';
COMMENT ON COLUMN raw.sync_state.next_run_at IS 'When the table is due again; NULL: no schedule.';
COMMENT ON COLUMN raw.sync_state.records_synced IS 'Records received by the last run, changed or not.';
COMMENT ON COLUMN raw.sync_state.status IS 'What the sync of this table does now; failed: the last run did not end well.';
COMMENT ON COLUMN raw.sync_state.table_name IS 'The cache table in schema raw, such as st_jobs.';
COMMENT ON COLUMN raw.sync_state.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.sync_state.updated_at IS 'When this row last changed.';
COMMENT ON COLUMN raw.tenants.circuit_open_until IS 'Nothing is asked of ServiceTitan for this tenant before this moment; NULL: no such pause.';
COMMENT ON COLUMN raw.tenants.circuit_reason IS 'Why it is paused: the failure that came last.';
COMMENT ON COLUMN raw.tenants.consecutive_failures IS 'Runs of this tenant that failed since the last one that ended well, whatever the table.';
COMMENT ON COLUMN raw.tenants.created_at IS 'When this row was first written.';
COMMENT ON COLUMN raw.tenants.name IS 'Name of the contractor, for people.';
COMMENT ON COLUMN raw.tenants.settings IS 'Choices of the tenant: droppedPaths, an object of table name to a list of JSON paths left out of full_data.';
COMMENT ON COLUMN raw.tenants.status IS 'paused: nothing is synced for this tenant.';
COMMENT ON COLUMN raw.tenants.tenant_id IS 'The tenant: one ServiceTitan account.';
COMMENT ON COLUMN raw.tenants.time_zone IS 'IANA name of the time zone in which the tenant reckons its days, such as America/Chicago.';
COMMENT ON COLUMN raw.tenants.updated_at IS 'When this row last changed.';
COMMENT ON INDEX api.keys_pkey IS 'Query: a key by its id; the keys of a tenant';
COMMENT ON INDEX raw.api_drift_pkey IS 'Query: the drift of a table';
COMMENT ON INDEX raw.change_positions_pkey IS 'Query: where the change feed of a tenant ends';
COMMENT ON INDEX raw.changes_pkey IS 'Query: the changes of a tenant after a seq, in order; its oldest changes, to remove them';
COMMENT ON INDEX raw.delete_suspects_pkey IS 'Query: the suspects of a table';
COMMENT ON INDEX raw.full_sync_pages_pkey IS 'Query: the ids that a full sync has seen';
COMMENT ON INDEX raw.quarantine_pkey IS 'Query: an entry by its id';
COMMENT ON INDEX raw.quarantine_record_key IS 'Query: the entry of a record; the entries of a table';
COMMENT ON INDEX raw.rate_limits_pkey IS 'Query: the rate limit of a tenant';
COMMENT ON INDEX raw.st_appointment_assignments_appointment_idx IS 'Query: the assignments of an appointment';
COMMENT ON INDEX raw.st_appointment_assignments_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_appointment_assignments_job_idx IS 'Query: the assignments of a job';
COMMENT ON INDEX raw.st_appointment_assignments_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_appointment_assignments_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_appointment_assignments_technician_idx IS 'Query: the assignments of a technician, newest first';
COMMENT ON INDEX raw.st_appointments_board_idx IS 'Query: the board of a day; a technician''s day or week; unassigned appointments in a period; booked minutes of each technician on a day';
COMMENT ON INDEX raw.st_appointments_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_appointments_job_idx IS 'Query: the appointments of a job';
COMMENT ON INDEX raw.st_appointments_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_appointments_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_business_units_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_business_units_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_business_units_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_campaigns_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_campaigns_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_campaigns_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_customer_contacts_customer_idx IS 'Query: the contacts of a customer';
COMMENT ON INDEX raw.st_customer_contacts_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_customer_contacts_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_customer_contacts_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_customer_contacts_value_idx IS 'Query: whose phone number or e-mail address this is (value_key =)';
COMMENT ON INDEX raw.st_customers_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_customers_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_customers_name_idx IS 'Query: customers by the beginning of the name, whatever the case (name_key ^@)';
COMMENT ON INDEX raw.st_customers_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_employees_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_employees_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_employees_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_estimates_customer_idx IS 'Query: the estimates of a customer, newest first';
COMMENT ON INDEX raw.st_estimates_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_estimates_job_idx IS 'Query: the estimates of a job';
COMMENT ON INDEX raw.st_estimates_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_estimates_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_estimates_sold_idx IS 'Query: what was sold in a period, by seller or business unit';
COMMENT ON INDEX raw.st_invoices_customer_idx IS 'Query: the invoices of a customer, newest first';
COMMENT ON INDEX raw.st_invoices_date_idx IS 'Query: what was invoiced in a period, by business unit';
COMMENT ON INDEX raw.st_invoices_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_invoices_job_idx IS 'Query: the invoices of a job';
COMMENT ON INDEX raw.st_invoices_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_invoices_number_idx IS 'Query: an invoice by its number';
COMMENT ON INDEX raw.st_invoices_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_invoices_unpaid_idx IS 'Query: unpaid invoices by the date they are due';
COMMENT ON INDEX raw.st_job_types_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_job_types_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_job_types_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_jobs_completed_idx IS 'Query: jobs completed in a period, by business unit, job type or campaign';
COMMENT ON INDEX raw.st_jobs_created_idx IS 'Query: jobs created in a period, by business unit, job type or campaign';
COMMENT ON INDEX raw.st_jobs_customer_idx IS 'Query: the jobs of a customer, newest first';
COMMENT ON INDEX raw.st_jobs_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_jobs_location_idx IS 'Query: the jobs at a location, newest first';
COMMENT ON INDEX raw.st_jobs_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_jobs_number_idx IS 'Query: a job by its number';
COMMENT ON INDEX raw.st_jobs_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_jobs_status_idx IS 'Query: the jobs in a status, newest first';
COMMENT ON INDEX raw.st_location_contacts_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_location_contacts_location_idx IS 'Query: the contacts of a location';
COMMENT ON INDEX raw.st_location_contacts_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_location_contacts_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_location_contacts_value_idx IS 'Query: whose phone number or e-mail address this is (value_key =)';
COMMENT ON INDEX raw.st_locations_customer_idx IS 'Query: the locations of a customer';
COMMENT ON INDEX raw.st_locations_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_locations_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_locations_name_idx IS 'Query: locations by the beginning of the name, whatever the case (name_key ^@)';
COMMENT ON INDEX raw.st_locations_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_locations_position_idx IS 'Query: locations within a bounding box, for those near a point';
COMMENT ON INDEX raw.st_locations_zip_idx IS 'Query: locations by postal code';
COMMENT ON INDEX raw.st_locations_zone_idx IS 'Query: locations of a dispatch zone';
COMMENT ON INDEX raw.st_payments_customer_idx IS 'Query: the payments of a customer, newest first';
COMMENT ON INDEX raw.st_payments_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_payments_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_payments_paid_idx IS 'Query: what was paid in a period, by business unit or type';
COMMENT ON INDEX raw.st_payments_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_tag_types_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_tag_types_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_tag_types_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_teams_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_teams_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_teams_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_technicians_business_unit_idx IS 'Query: active technicians of a business unit';
COMMENT ON INDEX raw.st_technicians_email_idx IS 'Query: a technician by e-mail address, whatever the case';
COMMENT ON INDEX raw.st_technicians_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_technicians_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_technicians_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.st_technicians_skills_idx IS 'Query: active technicians with a skill (skills @>)';
COMMENT ON INDEX raw.st_technicians_team_idx IS 'Query: active technicians of a team';
COMMENT ON INDEX raw.st_technicians_zone_idx IS 'Query: active technicians who serve a zone (zone_ids @>)';
COMMENT ON INDEX raw.st_zones_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';
COMMENT ON INDEX raw.st_zones_modified_idx IS 'Query: records changed since a moment, in order, page by page';
COMMENT ON INDEX raw.st_zones_pkey IS 'Query: a record by its id; is this record unchanged?';
COMMENT ON INDEX raw.sync_requests_pending_idx IS 'Query: the requests of a tenant that wait, oldest first';
COMMENT ON INDEX raw.sync_requests_pkey IS 'Query: a request by its id; the newest of a tenant';
COMMENT ON INDEX raw.sync_runs_pkey IS 'Query: a run by its id';
COMMENT ON INDEX raw.sync_runs_table_idx IS 'Query: the runs of a table, newest first';
COMMENT ON INDEX raw.sync_schedules_pkey IS 'Query: the schedule of a table; the schedules of a tenant';
COMMENT ON INDEX raw.sync_state_pkey IS 'Query: the sync state of a table; all tables of a tenant';
COMMENT ON INDEX raw.tenants_pkey IS 'Query: a tenant by its id';
COMMENT ON SCHEMA api IS 'Who may use the API.';
COMMENT ON SCHEMA raw IS 'ServiceTitan as it is: one cache table a resource, and what the sync knows of each.';
COMMENT ON TABLE api.keys IS 'The keys of the API, each for one tenant.';
COMMENT ON TABLE raw.api_drift IS 'API drift: where ServiceTitan sends other fields or types than were known.';
COMMENT ON TABLE raw.change_positions IS 'Where the change feed of each tenant begins and ends.';
COMMENT ON TABLE raw.changes IS 'The change feed: what changed in the cache tables, for consumers that follow it. Old changes are removed.';
COMMENT ON TABLE raw.delete_suspects IS 'Rows that look gone from ServiceTitan and have no tombstone, because a run found more of them than it may mark by itself.';
COMMENT ON TABLE raw.full_sync_pages IS 'What the full sync under way has seen, one row a page: rows of the table that it did not see are gone from ServiceTitan.';
COMMENT ON TABLE raw.quarantine IS 'Records that could not be written, with the reason, so that nothing is lost.';
COMMENT ON TABLE raw.rate_limits IS 'The rate limit that all workers of a tenant share. Not logged: after a crash it is empty, and that means full.';
COMMENT ON TABLE raw.st_appointment_assignments IS 'Appointment assignments: one row for each technician of each appointment.';
COMMENT ON TABLE raw.st_appointments IS 'Appointments: when a job is worked on, and by whom.';
COMMENT ON TABLE raw.st_business_units IS 'Business units: the parts of a company that jobs, technicians and invoices belong to.';
COMMENT ON TABLE raw.st_campaigns IS 'Marketing campaigns: where jobs come from.';
COMMENT ON TABLE raw.st_customer_contacts IS 'Phone numbers and e-mail addresses of customers.';
COMMENT ON TABLE raw.st_customers IS 'Customers: who is billed. Phone numbers and e-mail addresses are in st_customer_contacts.';
COMMENT ON TABLE raw.st_employees IS 'Employees other than technicians. Pay, home address and permissions are dropped as for technicians.';
COMMENT ON TABLE raw.st_estimates IS 'Estimates; their items are in full_data.';
COMMENT ON TABLE raw.st_invoices IS 'Invoices; their items are in full_data.';
COMMENT ON TABLE raw.st_job_types IS 'Job types.';
COMMENT ON TABLE raw.st_jobs IS 'Jobs. full_data also carries technicianAssignments, an array kept by the sync from the appointment assignments.';
COMMENT ON TABLE raw.st_location_contacts IS 'Phone numbers and e-mail addresses of locations.';
COMMENT ON TABLE raw.st_locations IS 'Service locations: where a customer has work done.';
COMMENT ON TABLE raw.st_payments IS 'Payments; the invoices that each was applied to are in full_data.appliedTo.';
COMMENT ON TABLE raw.st_tag_types IS 'Tag types: what tag_type_ids of other tables refer to.';
COMMENT ON TABLE raw.st_teams IS 'Teams of technicians; a technician names the team and not its id.';
COMMENT ON TABLE raw.st_technicians IS 'Technicians. Pay, home address and permissions are dropped from full_data unless the tenant keeps them.';
COMMENT ON TABLE raw.st_zones IS 'Dispatch zones.';
COMMENT ON TABLE raw.sync_requests IS 'Runs that people or apps ask for; a worker takes them.';
COMMENT ON TABLE raw.sync_runs IS 'One row a run: one execution of one sync of one resource for one tenant.';
COMMENT ON TABLE raw.sync_schedules IS 'How often a tenant wants a table synced, where that is not the default.';
COMMENT ON TABLE raw.sync_state IS 'The sync state of each cache table of each tenant.';
COMMENT ON TABLE raw.tenants IS 'The tenants. Credentials are never stored in the database.';
COMMENT ON VIEW raw.freshness IS 'How old the data of each cache table of each tenant is, and whether that is too old.';

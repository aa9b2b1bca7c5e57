-- Applies 049_create_lazi_views_of_labor. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '048_create_st_memberships' THEN
    RAISE EXCEPTION '049_create_lazi_views_of_labor comes after 048_create_st_memberships, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE VIEW lazi.job_timesheets WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       (SELECT known.id FROM lazi.jobs AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.job_id AND cached.job_id
         ORDER BY known.st_id LIMIT 1) AS job_id,
       cached.job_id AS job_st_id,
       (SELECT known.id FROM lazi.appointments AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.appointment_id AND cached.appointment_id
         ORDER BY known.st_id LIMIT 1) AS appointment_id,
       cached.appointment_id AS appointment_st_id,
       (SELECT known.id FROM lazi.technicians AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.technician_id AND cached.technician_id
         ORDER BY known.st_id LIMIT 1) AS technician_id,
       cached.technician_id AS technician_st_id,
       cached.dispatched_on AS dispatched_on,
       cached.arrived_on AS arrived_on,
       cached.canceled_on AS canceled_on,
       cached.done_on AS done_on,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_job_timesheets AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'job_timesheets', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.job_timesheets IS 'When technicians were dispatched to visits, arrived and were done.';

COMMENT ON COLUMN lazi.job_timesheets.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.job_timesheets.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.job_timesheets.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.job_timesheets.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.job_timesheets.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.job_timesheets.job_id IS 'The job.';

COMMENT ON COLUMN lazi.job_timesheets.job_st_id IS 'The job: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.job_timesheets.appointment_id IS 'The appointment.';

COMMENT ON COLUMN lazi.job_timesheets.appointment_st_id IS 'The appointment: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.job_timesheets.technician_id IS 'The technician.';

COMMENT ON COLUMN lazi.job_timesheets.technician_st_id IS 'The technician: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.job_timesheets.dispatched_on IS 'When the technician was dispatched.';

COMMENT ON COLUMN lazi.job_timesheets.arrived_on IS 'When the technician arrived.';

COMMENT ON COLUMN lazi.job_timesheets.canceled_on IS 'When the dispatch was canceled.';

COMMENT ON COLUMN lazi.job_timesheets.done_on IS 'When the technician was done.';

COMMENT ON COLUMN lazi.job_timesheets.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.job_timesheets.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.job_timesheets.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.job_timesheets.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.job_timesheets OWNER TO lazi_migrator;

GRANT SELECT ON lazi.job_timesheets TO lazi_sync, lazi_reader;

CREATE VIEW lazi.job_splits WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       (SELECT known.id FROM lazi.jobs AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.job_id AND cached.job_id
         ORDER BY known.st_id LIMIT 1) AS job_id,
       cached.job_id AS job_st_id,
       (SELECT known.id FROM lazi.technicians AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.technician_id AND cached.technician_id
         ORDER BY known.st_id LIMIT 1) AS technician_id,
       cached.technician_id AS technician_st_id,
       cached.split AS split,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_job_splits AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'job_splits', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.job_splits IS 'How the income of a job is divided among technicians.';

COMMENT ON COLUMN lazi.job_splits.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.job_splits.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.job_splits.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.job_splits.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.job_splits.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.job_splits.job_id IS 'The job.';

COMMENT ON COLUMN lazi.job_splits.job_st_id IS 'The job: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.job_splits.technician_id IS 'The technician.';

COMMENT ON COLUMN lazi.job_splits.technician_st_id IS 'The technician: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.job_splits.split IS 'Share of the technician, in the same unit as the other shares of the job.';

COMMENT ON COLUMN lazi.job_splits.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.job_splits.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.job_splits.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.job_splits.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.job_splits OWNER TO lazi_migrator;

GRANT SELECT ON lazi.job_splits TO lazi_sync, lazi_reader;

CREATE VIEW lazi.technician_shifts WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       (SELECT known.id FROM lazi.technicians AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.technician_id AND cached.technician_id
         ORDER BY known.st_id LIMIT 1) AS technician_id,
       cached.technician_id AS technician_st_id,
       cached.shift_type AS shift_type,
       cached.title AS title,
       cached.starts_on AS starts_on,
       cached.ends_on AS ends_on,
       cached.timesheet_code_id AS timesheet_code_st_id,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_technician_shifts AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'technician_shifts', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.technician_shifts IS 'When technicians work, are on call, or are off.';

COMMENT ON COLUMN lazi.technician_shifts.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.technician_shifts.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.technician_shifts.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.technician_shifts.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.technician_shifts.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.technician_shifts.technician_id IS 'The technician.';

COMMENT ON COLUMN lazi.technician_shifts.technician_st_id IS 'The technician: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.technician_shifts.shift_type IS 'Normal, OnCall or TimeOff.';

COMMENT ON COLUMN lazi.technician_shifts.title IS 'Title.';

COMMENT ON COLUMN lazi.technician_shifts.starts_on IS 'When it begins.';

COMMENT ON COLUMN lazi.technician_shifts.ends_on IS 'When it ends.';

COMMENT ON COLUMN lazi.technician_shifts.timesheet_code_st_id IS 'The timesheet code: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.technician_shifts.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.technician_shifts.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.technician_shifts.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.technician_shifts.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.technician_shifts OWNER TO lazi_migrator;

GRANT SELECT ON lazi.technician_shifts TO lazi_sync, lazi_reader;

CREATE VIEW lazi.non_job_appointments WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       (SELECT known.id FROM lazi.technicians AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.technician_id AND cached.technician_id
         ORDER BY known.st_id LIMIT 1) AS technician_id,
       cached.technician_id AS technician_st_id,
       cached.name AS name,
       cached.starts_on AS starts_on,
       cached.duration AS duration,
       cached.all_day AS all_day,
       cached.timesheet_code_id AS timesheet_code_st_id,
       cached.created_by_id AS created_by_st_id,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_non_job_appointments AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'non_job_appointments', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.non_job_appointments IS 'What technicians do that is no job, such as meetings and training.';

COMMENT ON COLUMN lazi.non_job_appointments.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.non_job_appointments.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.non_job_appointments.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.non_job_appointments.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.non_job_appointments.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.non_job_appointments.technician_id IS 'The technician.';

COMMENT ON COLUMN lazi.non_job_appointments.technician_st_id IS 'The technician: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.non_job_appointments.name IS 'Name.';

COMMENT ON COLUMN lazi.non_job_appointments.starts_on IS 'When it begins.';

COMMENT ON COLUMN lazi.non_job_appointments.duration IS 'How long it lasts, as [days.]hours:minutes:seconds.';

COMMENT ON COLUMN lazi.non_job_appointments.all_day IS 'Whether it lasts the whole day.';

COMMENT ON COLUMN lazi.non_job_appointments.timesheet_code_st_id IS 'The timesheet code: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.non_job_appointments.created_by_st_id IS 'The user who created it: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.non_job_appointments.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.non_job_appointments.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.non_job_appointments.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.non_job_appointments.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.non_job_appointments OWNER TO lazi_migrator;

GRANT SELECT ON lazi.non_job_appointments TO lazi_sync, lazi_reader;

CREATE VIEW lazi.calls WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       cached.direction AS direction,
       cached.status AS status,
       cached.call_type AS call_type,
       cached.duration AS duration,
       cached.from_number AS from_number,
       cached.to_number AS to_number,
       cached.reason_id AS reason_st_id,
       cached.reason_name AS reason_name,
       (SELECT known.id FROM lazi.customers AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.customer_id AND cached.customer_id
         ORDER BY known.st_id LIMIT 1) AS customer_id,
       cached.customer_id AS customer_st_id,
       (SELECT known.id FROM lazi.locations AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.location_id AND cached.location_id
         ORDER BY known.st_id LIMIT 1) AS location_id,
       cached.location_id AS location_st_id,
       (SELECT known.id FROM lazi.campaigns AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.campaign_id AND cached.campaign_id
         ORDER BY known.st_id LIMIT 1) AS campaign_id,
       cached.campaign_id AS campaign_st_id,
       (SELECT known.id FROM lazi.jobs AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.job_id AND cached.job_id
         ORDER BY known.st_id LIMIT 1) AS job_id,
       cached.job_id AS job_st_id,
       cached.agent_id AS agent_st_id,
       cached.agent_name AS agent_name,
       cached.lead_id AS lead_st_id,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_calls AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'calls', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.calls IS 'Calls with customers, and whether they became a booking.';

COMMENT ON COLUMN lazi.calls.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.calls.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.calls.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.calls.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.calls.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.calls.direction IS 'Inbound or Outbound.';

COMMENT ON COLUMN lazi.calls.status IS 'Ringing, Initiated, Answered or Completed.';

COMMENT ON COLUMN lazi.calls.call_type IS 'Abandoned, Unbooked, Excused, Booked or NotLead; NULL: not classified.';

COMMENT ON COLUMN lazi.calls.duration IS 'Duration, as hours:minutes:seconds.';

COMMENT ON COLUMN lazi.calls.from_number IS 'The number of the caller.';

COMMENT ON COLUMN lazi.calls.to_number IS 'The number called.';

COMMENT ON COLUMN lazi.calls.reason_st_id IS 'The reason: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.calls.reason_name IS 'Name of the reason.';

COMMENT ON COLUMN lazi.calls.customer_id IS 'The customer.';

COMMENT ON COLUMN lazi.calls.customer_st_id IS 'The customer: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.calls.location_id IS 'The location.';

COMMENT ON COLUMN lazi.calls.location_st_id IS 'The location: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.calls.campaign_id IS 'The campaign whose number was called.';

COMMENT ON COLUMN lazi.calls.campaign_st_id IS 'The campaign whose number was called: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.calls.job_id IS 'The job that was booked.';

COMMENT ON COLUMN lazi.calls.job_st_id IS 'The job that was booked: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.calls.agent_st_id IS 'The user who answered: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.calls.agent_name IS 'Name of the user who answered.';

COMMENT ON COLUMN lazi.calls.lead_st_id IS 'The lead: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.calls.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.calls.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.calls.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.calls.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.calls OWNER TO lazi_migrator;

GRANT SELECT ON lazi.calls TO lazi_sync, lazi_reader;

CREATE VIEW lazi.job_canceled_logs WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       (SELECT known.id FROM lazi.jobs AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.job_id AND cached.job_id
         ORDER BY known.st_id LIMIT 1) AS job_id,
       cached.job_id AS job_st_id,
       (SELECT known.id FROM lazi.job_cancel_reasons AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.reason_id AND cached.reason_id
         ORDER BY known.st_id LIMIT 1) AS reason_id,
       cached.reason_id AS reason_st_id,
       cached.memo AS memo,
       cached.created_by_id AS created_by_st_id,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_job_canceled_logs AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'job_canceled_logs', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.job_canceled_logs IS 'When, by whom and for what reason jobs were canceled.';

COMMENT ON COLUMN lazi.job_canceled_logs.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.job_canceled_logs.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.job_canceled_logs.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.job_canceled_logs.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.job_canceled_logs.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.job_canceled_logs.job_id IS 'The job.';

COMMENT ON COLUMN lazi.job_canceled_logs.job_st_id IS 'The job: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.job_canceled_logs.reason_id IS 'The reason.';

COMMENT ON COLUMN lazi.job_canceled_logs.reason_st_id IS 'The reason: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.job_canceled_logs.memo IS 'Comments.';

COMMENT ON COLUMN lazi.job_canceled_logs.created_by_st_id IS 'The user who canceled the job: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.job_canceled_logs.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.job_canceled_logs.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.job_canceled_logs.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.job_canceled_logs.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.job_canceled_logs OWNER TO lazi_migrator;

GRANT SELECT ON lazi.job_canceled_logs TO lazi_sync, lazi_reader;

CREATE VIEW lazi.invoice_items WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       lazi.projected_id(cached.tenant_id, 'invoices', cached.invoice_id) AS invoice_id,
       cached.item_type AS item_type,
       cached.sku_id AS sku_st_id,
       cached.sku_name AS sku_name,
       cached.description AS description,
       cached.quantity AS quantity,
       cached.price AS price,
       cached.total AS total,
       cached.cost AS cost,
       cached.total_cost AS total_cost,
       cached.sold_hours AS sold_hours,
       cached.account_type AS account_type,
       cached.membership_type_id AS membership_type_st_id,
       (SELECT known.id FROM lazi.technicians AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.technician_id AND cached.technician_id
         ORDER BY known.st_id LIMIT 1) AS technician_id,
       cached.technician_id AS technician_st_id,
       (SELECT known.id FROM lazi.business_units AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.business_unit_id AND cached.business_unit_id
         ORDER BY known.st_id LIMIT 1) AS business_unit_id,
       cached.business_unit_id AS business_unit_st_id,
       cached.service_date AS service_date,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_invoice_items AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'invoice_items', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.invoice_items IS 'Items of invoices, with their hours sold.';

COMMENT ON COLUMN lazi.invoice_items.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.invoice_items.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.invoice_items.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoice_items.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.invoice_items.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.invoice_items.invoice_id IS 'The invoice.';

COMMENT ON COLUMN lazi.invoice_items.item_type IS 'Service, Material, Equipment, PriceModifier or Unspecified.';

COMMENT ON COLUMN lazi.invoice_items.sku_st_id IS 'The pricebook item: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoice_items.sku_name IS 'Name of the pricebook item.';

COMMENT ON COLUMN lazi.invoice_items.description IS 'Description, as HTML.';

COMMENT ON COLUMN lazi.invoice_items.quantity IS 'Quantity.';

COMMENT ON COLUMN lazi.invoice_items.price IS 'Price of one, in the tenant''s currency.';

COMMENT ON COLUMN lazi.invoice_items.total IS 'Price of all.';

COMMENT ON COLUMN lazi.invoice_items.cost IS 'Cost of one.';

COMMENT ON COLUMN lazi.invoice_items.total_cost IS 'Cost of all.';

COMMENT ON COLUMN lazi.invoice_items.sold_hours IS 'Hours that one sells.';

COMMENT ON COLUMN lazi.invoice_items.account_type IS 'Type of the general ledger account, such as Income.';

COMMENT ON COLUMN lazi.invoice_items.membership_type_st_id IS 'The type of the membership that it sells; 0: none: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoice_items.technician_id IS 'The technician.';

COMMENT ON COLUMN lazi.invoice_items.technician_st_id IS 'The technician: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoice_items.business_unit_id IS 'The business unit.';

COMMENT ON COLUMN lazi.invoice_items.business_unit_st_id IS 'The business unit: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoice_items.service_date IS 'When the service was rendered.';

COMMENT ON COLUMN lazi.invoice_items.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.invoice_items.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.invoice_items.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.invoice_items.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.invoice_items OWNER TO lazi_migrator;

GRANT SELECT ON lazi.invoice_items TO lazi_sync, lazi_reader;

CREATE VIEW lazi.campaign_costs WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       (SELECT known.id FROM lazi.campaigns AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.campaign_id AND cached.campaign_id
         ORDER BY known.st_id LIMIT 1) AS campaign_id,
       cached.campaign_id AS campaign_st_id,
       cached.year AS year,
       cached.month AS month,
       cached.daily_cost AS daily_cost,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_campaign_costs AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'campaign_costs', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.campaign_costs IS 'What campaigns cost, by month.';

COMMENT ON COLUMN lazi.campaign_costs.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.campaign_costs.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.campaign_costs.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.campaign_costs.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.campaign_costs.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.campaign_costs.campaign_id IS 'The campaign.';

COMMENT ON COLUMN lazi.campaign_costs.campaign_st_id IS 'The campaign: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.campaign_costs.year IS 'The year.';

COMMENT ON COLUMN lazi.campaign_costs.month IS 'The month, from 1.';

COMMENT ON COLUMN lazi.campaign_costs.daily_cost IS 'Cost of each day of the month, in the tenant''s currency.';

COMMENT ON COLUMN lazi.campaign_costs.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.campaign_costs.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.campaign_costs.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.campaign_costs.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.campaign_costs OWNER TO lazi_migrator;

GRANT SELECT ON lazi.campaign_costs TO lazi_sync, lazi_reader;

CREATE VIEW lazi.membership_types WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       cached.name AS name,
       cached.display_name AS display_name,
       cached.discount_mode AS discount_mode,
       cached.discount AS discount,
       cached.location_target AS location_target,
       cached.revenue_recognition_mode AS revenue_recognition_mode,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_membership_types AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'membership_types', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.membership_types IS 'Kinds of memberships that customers can buy.';

COMMENT ON COLUMN lazi.membership_types.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.membership_types.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.membership_types.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.membership_types.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.membership_types.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.membership_types.name IS 'Name.';

COMMENT ON COLUMN lazi.membership_types.display_name IS 'Name that customers see.';

COMMENT ON COLUMN lazi.membership_types.discount_mode IS 'Basic, Units or Categories.';

COMMENT ON COLUMN lazi.membership_types.discount IS 'Discount in percent, if the mode is Basic.';

COMMENT ON COLUMN lazi.membership_types.location_target IS 'AllLocations or SingleLocation.';

COMMENT ON COLUMN lazi.membership_types.revenue_recognition_mode IS 'PointOfSale or Deferred.';

COMMENT ON COLUMN lazi.membership_types.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.membership_types.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.membership_types.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.membership_types.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.membership_types OWNER TO lazi_migrator;

GRANT SELECT ON lazi.membership_types TO lazi_sync, lazi_reader;

CREATE VIEW lazi.memberships WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       (SELECT known.id FROM lazi.customers AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.customer_id AND cached.customer_id
         ORDER BY known.st_id LIMIT 1) AS customer_id,
       cached.customer_id AS customer_st_id,
       (SELECT known.id FROM lazi.locations AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.location_id AND cached.location_id
         ORDER BY known.st_id LIMIT 1) AS location_id,
       cached.location_id AS location_st_id,
       (SELECT known.id FROM lazi.business_units AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.business_unit_id AND cached.business_unit_id
         ORDER BY known.st_id LIMIT 1) AS business_unit_id,
       cached.business_unit_id AS business_unit_st_id,
       lazi.projected_id(cached.tenant_id, 'membership_types', cached.membership_type_id) AS membership_type_id,
       cached.status AS status,
       cached.starts_on AS starts_on,
       cached.ends_on AS ends_on,
       cached.canceled_on AS canceled_on,
       cached.billing_frequency AS billing_frequency,
       cached.next_bill_on AS next_bill_on,
       cached.duration AS duration,
       cached.follow_up_status AS follow_up_status,
       cached.sold_by_id AS sold_by_st_id,
       lazi.projected_id(cached.tenant_id, 'memberships', cached.renewed_by_id) AS renewed_by_id,
       cached.memo AS memo,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_memberships AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'memberships', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.memberships IS 'Memberships of customers.';

COMMENT ON COLUMN lazi.memberships.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.memberships.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.memberships.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.memberships.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.memberships.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.memberships.customer_id IS 'The customer.';

COMMENT ON COLUMN lazi.memberships.customer_st_id IS 'The customer: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.memberships.location_id IS 'The location; NULL: all of them.';

COMMENT ON COLUMN lazi.memberships.location_st_id IS 'The location; NULL: all of them: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.memberships.business_unit_id IS 'The business unit.';

COMMENT ON COLUMN lazi.memberships.business_unit_st_id IS 'The business unit: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.memberships.membership_type_id IS 'The type.';

COMMENT ON COLUMN lazi.memberships.status IS 'Active, Suspended, Expired, Canceled or Deleted.';

COMMENT ON COLUMN lazi.memberships.starts_on IS 'When it begins.';

COMMENT ON COLUMN lazi.memberships.ends_on IS 'When it ends; NULL: it does not.';

COMMENT ON COLUMN lazi.memberships.canceled_on IS 'When it was or will be canceled.';

COMMENT ON COLUMN lazi.memberships.billing_frequency IS 'How often it is billed, such as Monthly.';

COMMENT ON COLUMN lazi.memberships.next_bill_on IS 'When it is billed next.';

COMMENT ON COLUMN lazi.memberships.duration IS 'Its length in months; NULL: it has no end.';

COMMENT ON COLUMN lazi.memberships.follow_up_status IS 'NotAttempted, Unreachable, Contacted, Won or Dismissed.';

COMMENT ON COLUMN lazi.memberships.sold_by_st_id IS 'Who sold it: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.memberships.renewed_by_id IS 'The membership that renews it.';

COMMENT ON COLUMN lazi.memberships.memo IS 'Memo.';

COMMENT ON COLUMN lazi.memberships.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.memberships.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.memberships.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.memberships.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.memberships OWNER TO lazi_migrator;

GRANT SELECT ON lazi.memberships TO lazi_sync, lazi_reader;

CREATE VIEW lazi.membership_status_changes WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       lazi.projected_id(cached.tenant_id, 'memberships', cached.membership_id) AS membership_id,
       cached.old_status AS old_status,
       cached.new_status AS new_status,
       cached.note AS note,
       cached.created_by_id AS created_by_st_id,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_membership_status_changes AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'membership_status_changes', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.membership_status_changes IS 'Changes of the status of memberships.';

COMMENT ON COLUMN lazi.membership_status_changes.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.membership_status_changes.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.membership_status_changes.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.membership_status_changes.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.membership_status_changes.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.membership_status_changes.membership_id IS 'The membership.';

COMMENT ON COLUMN lazi.membership_status_changes.old_status IS 'The status before.';

COMMENT ON COLUMN lazi.membership_status_changes.new_status IS 'The status after.';

COMMENT ON COLUMN lazi.membership_status_changes.note IS 'Note.';

COMMENT ON COLUMN lazi.membership_status_changes.created_by_st_id IS 'The user who changed it: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.membership_status_changes.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.membership_status_changes.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.membership_status_changes.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.membership_status_changes.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.membership_status_changes OWNER TO lazi_migrator;

GRANT SELECT ON lazi.membership_status_changes TO lazi_sync, lazi_reader;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('049_create_lazi_views_of_labor', now() AT TIME ZONE 'UTC');

COMMIT;

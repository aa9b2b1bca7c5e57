-- Applies 037_create_lazi_accounting. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '036_create_lazi_jobs' THEN
    RAISE EXCEPTION '037_create_lazi_accounting comes after 036_create_lazi_jobs, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE VIEW lazi.invoices WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       cached.invoice_number AS invoice_number,
       cached.invoice_date AS invoice_date,
       cached.due_date AS due_date,
       cached.paid_on AS paid_on,
       cached.deposited_on AS deposited_on,
       cached.subtotal AS subtotal,
       cached.sales_tax AS sales_tax,
       cached.discount_total AS discount_total,
       cached.total AS total,
       cached.balance AS balance,
       (SELECT known.id FROM lazi.customers AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.customer_id AND cached.customer_id
         ORDER BY known.st_id LIMIT 1) AS customer_id,
       cached.customer_id AS customer_st_id,
       cached.customer_name AS customer_name,
       (SELECT known.id FROM lazi.locations AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.location_id AND cached.location_id
         ORDER BY known.st_id LIMIT 1) AS location_id,
       cached.location_id AS location_st_id,
       (SELECT known.id FROM lazi.jobs AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.job_id AND cached.job_id
         ORDER BY known.st_id LIMIT 1) AS job_id,
       cached.job_id AS job_st_id,
       cached.job_number AS job_number,
       cached.project_id AS project_st_id,
       (SELECT known.id FROM lazi.business_units AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.business_unit_id AND cached.business_unit_id
         ORDER BY known.st_id LIMIT 1) AS business_unit_id,
       cached.business_unit_id AS business_unit_st_id,
       cached.invoice_type AS invoice_type,
       cached.invoice_configuration AS invoice_configuration,
       cached.review_status AS review_status,
       cached.sent_status AS sent_status,
       cached.sync_status AS sync_status,
       cached.batch_id AS batch_st_id,
       cached.term_name AS term_name,
       lazi.projected_id(cached.tenant_id, 'invoices', cached.adjustment_to_id) AS adjustment_to_id,
       cached.membership_id AS membership_st_id,
       cached.tax_zone_id AS tax_zone_st_id,
       cached.summary AS summary,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_invoices AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'invoices', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.invoices IS 'Invoices, as ServiceTitan has them.';

COMMENT ON COLUMN lazi.invoices.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.invoices.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.invoices.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoices.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.invoices.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.invoices.invoice_number IS 'The number people know the invoice by.';

COMMENT ON COLUMN lazi.invoices.invoice_date IS 'Date of the invoice.';

COMMENT ON COLUMN lazi.invoices.due_date IS 'When it is to be paid.';

COMMENT ON COLUMN lazi.invoices.paid_on IS 'When it was paid.';

COMMENT ON COLUMN lazi.invoices.deposited_on IS 'When the money was deposited.';

COMMENT ON COLUMN lazi.invoices.subtotal IS 'Sum before tax, in the tenant''s currency.';

COMMENT ON COLUMN lazi.invoices.sales_tax IS 'Sales tax.';

COMMENT ON COLUMN lazi.invoices.discount_total IS 'Sum of discounts.';

COMMENT ON COLUMN lazi.invoices.total IS 'Sum with tax.';

COMMENT ON COLUMN lazi.invoices.balance IS 'What is still to be paid.';

COMMENT ON COLUMN lazi.invoices.customer_id IS 'The customer.';

COMMENT ON COLUMN lazi.invoices.customer_st_id IS 'The customer: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoices.customer_name IS 'Name of the customer.';

COMMENT ON COLUMN lazi.invoices.location_id IS 'Where the work was done.';

COMMENT ON COLUMN lazi.invoices.location_st_id IS 'Where the work was done: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoices.job_id IS 'The job.';

COMMENT ON COLUMN lazi.invoices.job_st_id IS 'The job: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoices.job_number IS 'Number of the job.';

COMMENT ON COLUMN lazi.invoices.project_st_id IS 'The project: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoices.business_unit_id IS 'The business unit.';

COMMENT ON COLUMN lazi.invoices.business_unit_st_id IS 'The business unit: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoices.invoice_type IS 'Type of invoice.';

COMMENT ON COLUMN lazi.invoices.invoice_configuration IS 'What it bills, such as JobInvoice.';

COMMENT ON COLUMN lazi.invoices.review_status IS 'NeedsReview, OnHold, Reviewed and others.';

COMMENT ON COLUMN lazi.invoices.sent_status IS 'NotSent, Sent or Opened.';

COMMENT ON COLUMN lazi.invoices.sync_status IS 'Pending, Posted or Exported.';

COMMENT ON COLUMN lazi.invoices.batch_st_id IS 'The accounting batch: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoices.term_name IS 'Name of the payment term.';

COMMENT ON COLUMN lazi.invoices.adjustment_to_id IS 'The invoice that this one adjusts.';

COMMENT ON COLUMN lazi.invoices.membership_st_id IS 'The membership billed: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoices.tax_zone_st_id IS 'Tax zone: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.invoices.summary IS 'Summary, as HTML.';

COMMENT ON COLUMN lazi.invoices.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.invoices.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.invoices.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.invoices.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.invoices OWNER TO lazi_migrator;

GRANT SELECT ON lazi.invoices TO lazi_sync, lazi_reader;

CREATE VIEW lazi.payments WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       (SELECT known.id FROM lazi.customers AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.customer_id AND cached.customer_id
         ORDER BY known.st_id LIMIT 1) AS customer_id,
       cached.customer_id AS customer_st_id,
       cached.customer_name AS customer_name,
       (SELECT known.id FROM lazi.business_units AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.business_unit_id AND cached.business_unit_id
         ORDER BY known.st_id LIMIT 1) AS business_unit_id,
       cached.business_unit_id AS business_unit_st_id,
       cached.reference_number AS reference_number,
       cached.paid_on AS paid_on,
       cached.type AS type,
       cached.type_id AS type_st_id,
       cached.total AS total,
       cached.unapplied_amount AS unapplied_amount,
       cached.check_number AS check_number,
       cached.memo AS memo,
       lazi.projected_id(cached.tenant_id, 'payments', cached.refunded_payment_id) AS refunded_payment_id,
       cached.batch_id AS batch_st_id,
       cached.deposit_id AS deposit_st_id,
       cached.sync_status AS sync_status,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_payments AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'payments', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.payments IS 'Payments, as ServiceTitan has them.';

COMMENT ON COLUMN lazi.payments.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.payments.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.payments.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.payments.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.payments.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.payments.customer_id IS 'The customer.';

COMMENT ON COLUMN lazi.payments.customer_st_id IS 'The customer: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.payments.customer_name IS 'Name of the customer.';

COMMENT ON COLUMN lazi.payments.business_unit_id IS 'The business unit.';

COMMENT ON COLUMN lazi.payments.business_unit_st_id IS 'The business unit: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.payments.reference_number IS 'The number people know the payment by.';

COMMENT ON COLUMN lazi.payments.paid_on IS 'Date of the payment.';

COMMENT ON COLUMN lazi.payments.type IS 'Name of the payment type, such as Cash.';

COMMENT ON COLUMN lazi.payments.type_st_id IS 'The payment type; the API sends text: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.payments.total IS 'Amount, in the tenant''s currency.';

COMMENT ON COLUMN lazi.payments.unapplied_amount IS 'What is applied to no invoice yet.';

COMMENT ON COLUMN lazi.payments.check_number IS 'Number of the check.';

COMMENT ON COLUMN lazi.payments.memo IS 'Memo.';

COMMENT ON COLUMN lazi.payments.refunded_payment_id IS 'The payment that this one refunds.';

COMMENT ON COLUMN lazi.payments.batch_st_id IS 'The accounting batch: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.payments.deposit_st_id IS 'The deposit: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.payments.sync_status IS 'Pending, Posted or Exported.';

COMMENT ON COLUMN lazi.payments.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.payments.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.payments.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.payments.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.payments OWNER TO lazi_migrator;

GRANT SELECT ON lazi.payments TO lazi_sync, lazi_reader;

CREATE VIEW lazi.estimates WITH (security_invoker = true) AS
SELECT cached.tenant_id AS tenant_id,
       computed.id AS id,
       cached.st_id AS st_id,
       'servicetitan'::text AS source,
       cached.active AS active,
       cached.name AS name,
       (SELECT known.id FROM lazi.jobs AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.job_id AND cached.job_id
         ORDER BY known.st_id LIMIT 1) AS job_id,
       cached.job_id AS job_st_id,
       cached.job_number AS job_number,
       cached.project_id AS project_st_id,
       (SELECT known.id FROM lazi.locations AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.location_id AND cached.location_id
         ORDER BY known.st_id LIMIT 1) AS location_id,
       cached.location_id AS location_st_id,
       (SELECT known.id FROM lazi.customers AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.customer_id AND cached.customer_id
         ORDER BY known.st_id LIMIT 1) AS customer_id,
       cached.customer_id AS customer_st_id,
       (SELECT known.id FROM lazi.business_units AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.business_unit_id AND cached.business_unit_id
         ORDER BY known.st_id LIMIT 1) AS business_unit_id,
       cached.business_unit_id AS business_unit_st_id,
       cached.status AS status,
       cached.review_status AS review_status,
       cached.summary AS summary,
       cached.sold_on AS sold_on,
       (SELECT known.id FROM lazi.technicians AS known
         WHERE known.tenant_id = cached.tenant_id AND known.st_id BETWEEN cached.sold_by_id AND cached.sold_by_id
         ORDER BY known.st_id LIMIT 1) AS sold_by_id,
       cached.sold_by_id AS sold_by_st_id,
       cached.subtotal AS subtotal,
       cached.tax AS tax,
       cached.deposit_amount AS deposit_amount,
       cached.deposit_percent AS deposit_percent,
       cached.is_recommended AS is_recommended,
       cached.is_change_order AS is_change_order,
       cached.proposal_tag_name AS proposal_tag_name,
       cached.created_on AS created_at,
       cached.updated_at AS updated_at,
       cached.modified_on AS st_modified_on,
       cached.deleted_at AS deleted_at
  FROM raw.st_estimates AS cached CROSS JOIN LATERAL (SELECT lazi.projected_id(cached.tenant_id, 'estimates', cached.st_id) AS id) AS computed;

COMMENT ON VIEW lazi.estimates IS 'Estimates, as ServiceTitan has them.';

COMMENT ON COLUMN lazi.estimates.tenant_id IS 'The tenant: one ServiceTitan account.';

COMMENT ON COLUMN lazi.estimates.id IS 'LAZI''s id, computed from ServiceTitan''s.';

COMMENT ON COLUMN lazi.estimates.st_id IS 'ServiceTitan''s id.';

COMMENT ON COLUMN lazi.estimates.source IS 'Where the record was created: servicetitan.';

COMMENT ON COLUMN lazi.estimates.active IS 'False for deactivated records, which stay.';

COMMENT ON COLUMN lazi.estimates.name IS 'Name of the estimate.';

COMMENT ON COLUMN lazi.estimates.job_id IS 'The job.';

COMMENT ON COLUMN lazi.estimates.job_st_id IS 'The job: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.estimates.job_number IS 'Number of the job.';

COMMENT ON COLUMN lazi.estimates.project_st_id IS 'The project: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.estimates.location_id IS 'The location.';

COMMENT ON COLUMN lazi.estimates.location_st_id IS 'The location: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.estimates.customer_id IS 'The customer.';

COMMENT ON COLUMN lazi.estimates.customer_st_id IS 'The customer: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.estimates.business_unit_id IS 'The business unit.';

COMMENT ON COLUMN lazi.estimates.business_unit_st_id IS 'The business unit: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.estimates.status IS 'Open, Sold or Dismissed; the API may add others.';

COMMENT ON COLUMN lazi.estimates.review_status IS 'None, NeedsApproval, Approved or NotApproved.';

COMMENT ON COLUMN lazi.estimates.summary IS 'Summary.';

COMMENT ON COLUMN lazi.estimates.sold_on IS 'When it was sold.';

COMMENT ON COLUMN lazi.estimates.sold_by_id IS 'Who sold it.';

COMMENT ON COLUMN lazi.estimates.sold_by_st_id IS 'Who sold it: ServiceTitan''s id.';

COMMENT ON COLUMN lazi.estimates.subtotal IS 'Sum before tax, in the tenant''s currency.';

COMMENT ON COLUMN lazi.estimates.tax IS 'Tax.';

COMMENT ON COLUMN lazi.estimates.deposit_amount IS 'Deposit that is asked for.';

COMMENT ON COLUMN lazi.estimates.deposit_percent IS 'The same in percent.';

COMMENT ON COLUMN lazi.estimates.is_recommended IS 'Whether it is the one recommended.';

COMMENT ON COLUMN lazi.estimates.is_change_order IS 'Whether it changes an order.';

COMMENT ON COLUMN lazi.estimates.proposal_tag_name IS 'Name of the proposal tag.';

COMMENT ON COLUMN lazi.estimates.created_at IS 'When ServiceTitan created the record.';

COMMENT ON COLUMN lazi.estimates.updated_at IS 'When the cached row last changed.';

COMMENT ON COLUMN lazi.estimates.st_modified_on IS 'When ServiceTitan last changed the record (API: modifiedOn).';

COMMENT ON COLUMN lazi.estimates.deleted_at IS 'When the record was found deleted; NULL while it exists.';

ALTER VIEW lazi.estimates OWNER TO lazi_migrator;

GRANT SELECT ON lazi.estimates TO lazi_sync, lazi_reader;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('037_create_lazi_accounting', now() AT TIME ZONE 'UTC');

COMMIT;

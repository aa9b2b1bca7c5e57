-- Applies 009_create_accounting_and_sales. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '008_create_reference_resources' THEN
    RAISE EXCEPTION '009_create_accounting_and_sales comes after 008_create_reference_resources, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."st_invoices" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "invoice_number" text,
  "invoice_date" timestamptz,
  "due_date" timestamptz,
  "paid_on" timestamptz,
  "deposited_on" timestamptz,
  "subtotal" numeric,
  "sales_tax" numeric,
  "discount_total" numeric,
  "total" numeric,
  "balance" numeric,
  "customer_id" bigint,
  "customer_name" text,
  "location_id" bigint,
  "job_id" bigint,
  "job_number" text,
  "project_id" bigint,
  "business_unit_id" bigint,
  "invoice_type" text,
  "invoice_configuration" text,
  "review_status" text,
  "sent_status" text,
  "sync_status" text,
  "batch_id" bigint,
  "term_name" text,
  "adjustment_to_id" bigint,
  "membership_id" bigint,
  "tax_zone_id" bigint,
  "summary" text,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_invoices"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."invoice_number" IS $pga$The number people know the invoice by (API: referenceNumber).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."invoice_date" IS $pga$Date of the invoice (API: invoiceDate).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."due_date" IS $pga$When it is to be paid (API: dueDate).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."paid_on" IS $pga$When it was paid (API: paidOn).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."deposited_on" IS $pga$When the money was deposited (API: depositedOn).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."subtotal" IS $pga$Sum before tax, in the tenant's currency (API: subTotal).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."sales_tax" IS $pga$Sales tax (API: salesTax).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."discount_total" IS $pga$Sum of discounts (API: discountTotal).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."total" IS $pga$Sum with tax (API: total).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."balance" IS $pga$What is still to be paid (API: balance).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."customer_id" IS $pga$The customer (API: customer.id).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."customer_name" IS $pga$Name of the customer (API: customer.name).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."location_id" IS $pga$Where the work was done (API: location.id).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."job_id" IS $pga$The job (API: job.id).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."job_number" IS $pga$Number of the job (API: job.number).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."project_id" IS $pga$The project (API: projectId).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."business_unit_id" IS $pga$The business unit (API: businessUnit.id).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."invoice_type" IS $pga$Type of invoice (API: invoiceType.name).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."invoice_configuration" IS $pga$What it bills, such as JobInvoice (API: invoiceConfiguration).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."review_status" IS $pga$NeedsReview, OnHold, Reviewed and others (API: reviewStatus).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."sent_status" IS $pga$NotSent, Sent or Opened (API: sentStatus).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."sync_status" IS $pga$Pending, Posted or Exported (API: syncStatus).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."batch_id" IS $pga$The accounting batch (API: batch.id).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."term_name" IS $pga$Name of the payment term (API: termName).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."adjustment_to_id" IS $pga$The invoice that this one adjusts (API: adjustmentToId).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."membership_id" IS $pga$The membership billed (API: membershipId).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."tax_zone_id" IS $pga$Tax zone (API: taxZoneId).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."summary" IS $pga$Summary, as HTML (API: summary).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_invoices"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_invoices" IS $pga$Invoices; their items are in full_data.$pga$;

ALTER TABLE "raw"."st_invoices"
  ADD CONSTRAINT "st_invoices_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_invoices_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_invoices_job_idx" ON "raw"."st_invoices" ("tenant_id", "job_id");

COMMENT ON INDEX raw.st_invoices_job_idx IS 'Query: the invoices of a job';

CREATE INDEX "st_invoices_customer_idx" ON "raw"."st_invoices" ("tenant_id", "customer_id", "invoice_date");

COMMENT ON INDEX raw.st_invoices_customer_idx IS 'Query: the invoices of a customer, newest first';

CREATE INDEX "st_invoices_number_idx" ON "raw"."st_invoices" ("tenant_id", "invoice_number");

COMMENT ON INDEX raw.st_invoices_number_idx IS 'Query: an invoice by its number';

CREATE INDEX "st_invoices_date_idx" ON "raw"."st_invoices" ("tenant_id", "invoice_date") INCLUDE ("business_unit_id", "total") WHERE active AND deleted_at IS NULL;

COMMENT ON INDEX raw.st_invoices_date_idx IS 'Query: what was invoiced in a period, by business unit';

CREATE INDEX "st_invoices_unpaid_idx" ON "raw"."st_invoices" ("tenant_id", "due_date") WHERE balance > 0 AND active AND deleted_at IS NULL;

COMMENT ON INDEX raw.st_invoices_unpaid_idx IS 'Query: unpaid invoices by the date they are due';

CREATE INDEX "st_invoices_modified_idx" ON "raw"."st_invoices" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_invoices_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_invoices_full_data_idx" ON "raw"."st_invoices" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_invoices_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

CREATE TABLE "raw"."st_payments" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "customer_id" bigint,
  "customer_name" text,
  "business_unit_id" bigint,
  "reference_number" text,
  "paid_on" timestamptz,
  "type" text,
  "type_id" text,
  "total" numeric,
  "unapplied_amount" numeric,
  "check_number" text,
  "memo" text,
  "refunded_payment_id" bigint,
  "batch_id" bigint,
  "deposit_id" bigint,
  "sync_status" text,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_payments"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_payments"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."customer_id" IS $pga$The customer (API: customer.id).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."customer_name" IS $pga$Name of the customer (API: customer.name).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."business_unit_id" IS $pga$The business unit (API: businessUnit.id).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."reference_number" IS $pga$The number people know the payment by (API: referenceNumber).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."paid_on" IS $pga$Date of the payment (API: date).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."type" IS $pga$Name of the payment type, such as Cash (API: type).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."type_id" IS $pga$The payment type; the API sends text (API: typeId).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."total" IS $pga$Amount, in the tenant's currency (API: total).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."unapplied_amount" IS $pga$What is applied to no invoice yet (API: unappliedAmount).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."check_number" IS $pga$Number of the check (API: checkNumber).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."memo" IS $pga$Memo (API: memo).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."refunded_payment_id" IS $pga$The payment that this one refunds (API: refundedPaymentId).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."batch_id" IS $pga$The accounting batch (API: batch.id).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."deposit_id" IS $pga$The deposit (API: deposit.id).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."sync_status" IS $pga$Pending, Posted or Exported (API: syncStatus).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_payments"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_payments"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_payments"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_payments"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_payments"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_payments"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_payments" IS $pga$Payments; the invoices that each was applied to are in full_data.appliedTo.$pga$;

ALTER TABLE "raw"."st_payments"
  ADD CONSTRAINT "st_payments_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_payments_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_payments_customer_idx" ON "raw"."st_payments" ("tenant_id", "customer_id", "paid_on");

COMMENT ON INDEX raw.st_payments_customer_idx IS 'Query: the payments of a customer, newest first';

CREATE INDEX "st_payments_paid_idx" ON "raw"."st_payments" ("tenant_id", "paid_on") INCLUDE ("business_unit_id", "type", "total") WHERE active AND deleted_at IS NULL;

COMMENT ON INDEX raw.st_payments_paid_idx IS 'Query: what was paid in a period, by business unit or type';

CREATE INDEX "st_payments_modified_idx" ON "raw"."st_payments" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_payments_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_payments_full_data_idx" ON "raw"."st_payments" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_payments_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

CREATE TABLE "raw"."st_estimates" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "job_id" bigint,
  "job_number" text,
  "project_id" bigint,
  "location_id" bigint,
  "customer_id" bigint,
  "business_unit_id" bigint,
  "status" text,
  "review_status" text,
  "summary" text,
  "sold_on" timestamptz,
  "sold_by_id" bigint,
  "subtotal" numeric,
  "tax" numeric,
  "deposit_amount" numeric,
  "deposit_percent" numeric,
  "is_recommended" boolean,
  "is_change_order" boolean,
  "proposal_tag_name" text,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_estimates"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."name" IS $pga$Name of the estimate (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."job_id" IS $pga$The job (API: jobId).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."job_number" IS $pga$Number of the job (API: jobNumber).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."project_id" IS $pga$The project (API: projectId).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."location_id" IS $pga$The location (API: locationId).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."customer_id" IS $pga$The customer (API: customerId).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."business_unit_id" IS $pga$The business unit (API: businessUnitId).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."status" IS $pga$Open, Sold or Dismissed; the API may add others (API: status.name).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."review_status" IS $pga$None, NeedsApproval, Approved or NotApproved (API: reviewStatus).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."summary" IS $pga$Summary (API: summary).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."sold_on" IS $pga$When it was sold (API: soldOn).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."sold_by_id" IS $pga$Who sold it (API: soldBy).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."subtotal" IS $pga$Sum before tax, in the tenant's currency (API: subtotal).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."tax" IS $pga$Tax (API: tax).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."deposit_amount" IS $pga$Deposit that is asked for (API: depositAmount).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."deposit_percent" IS $pga$The same in percent (API: depositPercent).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."is_recommended" IS $pga$Whether it is the one recommended (API: isRecommended).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."is_change_order" IS $pga$Whether it changes an order (API: isChangeOrder).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."proposal_tag_name" IS $pga$Name of the proposal tag (API: proposalTagName).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_estimates"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_estimates" IS $pga$Estimates; their items are in full_data.$pga$;

ALTER TABLE "raw"."st_estimates"
  ADD CONSTRAINT "st_estimates_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_estimates_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_estimates_job_idx" ON "raw"."st_estimates" ("tenant_id", "job_id");

COMMENT ON INDEX raw.st_estimates_job_idx IS 'Query: the estimates of a job';

CREATE INDEX "st_estimates_customer_idx" ON "raw"."st_estimates" ("tenant_id", "customer_id", "created_on");

COMMENT ON INDEX raw.st_estimates_customer_idx IS 'Query: the estimates of a customer, newest first';

CREATE INDEX "st_estimates_sold_idx" ON "raw"."st_estimates" ("tenant_id", "sold_on") INCLUDE ("sold_by_id", "business_unit_id", "subtotal") WHERE sold_on IS NOT NULL AND active AND deleted_at IS NULL;

COMMENT ON INDEX raw.st_estimates_sold_idx IS 'Query: what was sold in a period, by seller or business unit';

CREATE INDEX "st_estimates_modified_idx" ON "raw"."st_estimates" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_estimates_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_estimates_full_data_idx" ON "raw"."st_estimates" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_estimates_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('009_create_accounting_and_sales', now() AT TIME ZONE 'UTC');

COMMIT;

-- Applies 008_create_reference_resources. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '007_create_sync_bookkeeping' THEN
    RAISE EXCEPTION '008_create_reference_resources comes after 007_create_sync_bookkeeping, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."st_customers" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "name_key" text GENERATED ALWAYS AS (lower(left(name, 100))) STORED,
  "type" text,
  "address_street" text,
  "address_unit" text,
  "address_city" text,
  "address_state" text,
  "address_zip" text,
  "address_country" text,
  "balance" numeric,
  "credit_limit" numeric,
  "credit_limit_balance" numeric,
  "payment_term_id" bigint,
  "tax_exempt" boolean,
  "do_not_mail" boolean,
  "do_not_service" boolean,
  "national_account" boolean,
  "merged_to_id" bigint,
  "created_by_id" bigint,
  "tag_type_ids" bigint[],
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_customers"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_customers"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."name" IS $pga$Name of the customer (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."name_key" IS $pga$Derived: the first 100 characters of the name in lower case, to search by.$pga$;
COMMENT ON COLUMN "raw"."st_customers"."type" IS $pga$Residential or Commercial (API: type).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."address_street" IS $pga$Billing address: street and number (API: address.street).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."address_unit" IS $pga$Billing address: unit or apartment (API: address.unit).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."address_city" IS $pga$Billing address: city (API: address.city).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."address_state" IS $pga$Billing address: state or province, as entered (API: address.state).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."address_zip" IS $pga$Billing address: postal code, as entered (API: address.zip).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."address_country" IS $pga$Billing address: country, as entered (API: address.country).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."balance" IS $pga$What the customer owes, in the tenant's currency (API: balance).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."credit_limit" IS $pga$Credit limit, in the tenant's currency (API: creditLimit).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."credit_limit_balance" IS $pga$What is left of the credit limit (API: creditLimitBalance).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."payment_term_id" IS $pga$The payment term (API: paymentTermId).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."tax_exempt" IS $pga$Whether sales tax is waived (API: taxExempt).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."do_not_mail" IS $pga$Whether the customer wants no mail (API: doNotMail).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."do_not_service" IS $pga$Whether no work is to be done for the customer (API: doNotService).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."national_account" IS $pga$Whether it is a national account (API: nationalAccount).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."merged_to_id" IS $pga$The customer that this one was merged into (API: mergedToId).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."created_by_id" IS $pga$The user who created the record (API: createdById).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."tag_type_ids" IS $pga$Tags on the customer (API: tagTypeIds).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_customers"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_customers"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_customers"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_customers"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_customers"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_customers"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_customers" IS $pga$Customers: who is billed. Phone numbers and e-mail addresses are in st_customer_contacts.$pga$;

ALTER TABLE "raw"."st_customers"
  ADD CONSTRAINT "st_customers_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_customers_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_customers_name_idx" ON "raw"."st_customers" ("tenant_id", "name_key" "text_pattern_ops");

COMMENT ON INDEX raw.st_customers_name_idx IS 'Query: customers by the beginning of the name, whatever the case (name_key ^@)';

CREATE INDEX "st_customers_modified_idx" ON "raw"."st_customers" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_customers_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_customers_full_data_idx" ON "raw"."st_customers" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_customers_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

CREATE TABLE "raw"."st_customer_contacts" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "customer_id" bigint,
  "type" text,
  "value" text,
  "value_key" text GENERATED ALWAYS AS (CASE WHEN type IN ('Phone', 'MobilePhone', 'Fax') THEN left(regexp_replace(value, '[^0-9]', '', 'g'), 100) ELSE lower(left(value, 100)) END) STORED,
  "memo" text,
  "do_not_text" boolean,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_customer_contacts"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."customer_id" IS $pga$The customer (API: customerId).$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."type" IS $pga$Phone, MobilePhone, Fax or Email; the API may add others (API: type).$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."value" IS $pga$The number or address, as entered (API: value).$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."value_key" IS $pga$Derived, to search by: of a number its digits, of all else the first 100 characters in lower case.$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."memo" IS $pga$What the contact is for, such as whose number it is (API: memo).$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."do_not_text" IS $pga$Whether the number opted out of text messages (API: phoneSettings.doNotText).$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_customer_contacts"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_customer_contacts" IS $pga$Phone numbers and e-mail addresses of customers.$pga$;

ALTER TABLE "raw"."st_customer_contacts"
  ADD CONSTRAINT "st_customer_contacts_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_customer_contacts_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_customer_contacts_customer_idx" ON "raw"."st_customer_contacts" ("tenant_id", "customer_id");

COMMENT ON INDEX raw.st_customer_contacts_customer_idx IS 'Query: the contacts of a customer';

CREATE INDEX "st_customer_contacts_value_idx" ON "raw"."st_customer_contacts" ("tenant_id", "value_key");

COMMENT ON INDEX raw.st_customer_contacts_value_idx IS 'Query: whose phone number or e-mail address this is (value_key =)';

CREATE INDEX "st_customer_contacts_modified_idx" ON "raw"."st_customer_contacts" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_customer_contacts_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_customer_contacts_full_data_idx" ON "raw"."st_customer_contacts" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_customer_contacts_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

CREATE TABLE "raw"."st_location_contacts" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "location_id" bigint,
  "type" text,
  "value" text,
  "value_key" text GENERATED ALWAYS AS (CASE WHEN type IN ('Phone', 'MobilePhone', 'Fax') THEN left(regexp_replace(value, '[^0-9]', '', 'g'), 100) ELSE lower(left(value, 100)) END) STORED,
  "memo" text,
  "do_not_text" boolean,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_location_contacts"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."location_id" IS $pga$The location (API: locationId).$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."type" IS $pga$Phone, MobilePhone, Fax or Email; the API may add others (API: type).$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."value" IS $pga$The number or address, as entered (API: value).$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."value_key" IS $pga$Derived, to search by: of a number its digits, of all else the first 100 characters in lower case.$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."memo" IS $pga$What the contact is for, such as whose number it is (API: memo).$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."do_not_text" IS $pga$Whether the number opted out of text messages (API: phoneSettings.doNotText).$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_location_contacts"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_location_contacts" IS $pga$Phone numbers and e-mail addresses of locations.$pga$;

ALTER TABLE "raw"."st_location_contacts"
  ADD CONSTRAINT "st_location_contacts_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_location_contacts_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_location_contacts_location_idx" ON "raw"."st_location_contacts" ("tenant_id", "location_id");

COMMENT ON INDEX raw.st_location_contacts_location_idx IS 'Query: the contacts of a location';

CREATE INDEX "st_location_contacts_value_idx" ON "raw"."st_location_contacts" ("tenant_id", "value_key");

COMMENT ON INDEX raw.st_location_contacts_value_idx IS 'Query: whose phone number or e-mail address this is (value_key =)';

CREATE INDEX "st_location_contacts_modified_idx" ON "raw"."st_location_contacts" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_location_contacts_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_location_contacts_full_data_idx" ON "raw"."st_location_contacts" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_location_contacts_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

CREATE TABLE "raw"."st_business_units" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "official_name" text,
  "email" text,
  "phone" text,
  "currency" text,
  "default_tax_rate" numeric,
  "trade_id" bigint,
  "trade_name" text,
  "division_id" bigint,
  "division_name" text,
  "account_code" text,
  "tag_type_ids" bigint[],
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_business_units"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."name" IS $pga$Name within the company (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."official_name" IS $pga$Name that customers see (API: officialName).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."email" IS $pga$E-mail address (API: email).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."phone" IS $pga$Phone number (API: phoneNumber).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."currency" IS $pga$Currency code, such as USD (API: currency).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."default_tax_rate" IS $pga$Tax rate of taxable items (API: defaultTaxRate).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."trade_id" IS $pga$The trade (API: trade.id).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."trade_name" IS $pga$Name of the trade (API: trade.name).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."division_id" IS $pga$The division (API: division.id).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."division_name" IS $pga$Name of the division (API: division.name).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."account_code" IS $pga$Account code for accounting (API: accountCode).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."tag_type_ids" IS $pga$Tags put on its jobs (API: tagTypeIds).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_business_units"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_business_units" IS $pga$Business units: the parts of a company that jobs, technicians and invoices belong to.$pga$;

ALTER TABLE "raw"."st_business_units"
  ADD CONSTRAINT "st_business_units_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_business_units_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_business_units_modified_idx" ON "raw"."st_business_units" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_business_units_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_business_units_full_data_idx" ON "raw"."st_business_units" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_business_units_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

CREATE TABLE "raw"."st_campaigns" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "category_id" bigint,
  "category_name" text,
  "source" text,
  "other_source" text,
  "medium" text,
  "other_medium" text,
  "business_unit" text,
  "is_default" boolean,
  "phone_numbers" text[],
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_campaigns"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."name" IS $pga$Name of the campaign (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."category_id" IS $pga$The category (API: category.id).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."category_name" IS $pga$Name of the category (API: category.name).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."source" IS $pga$Source, such as Google (API: source).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."other_source" IS $pga$Source in own words (API: otherSource).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."medium" IS $pga$Medium (API: medium).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."other_medium" IS $pga$Medium in own words (API: otherMedium).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."business_unit" IS $pga$Name of the business unit; the API sends no id (API: businessUnit).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."is_default" IS $pga$Whether it is the default campaign (API: isDefaultCampaign).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."phone_numbers" IS $pga$Phone numbers that tell the campaign (API: campaignPhoneNumbers).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_campaigns"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_campaigns" IS $pga$Marketing campaigns: where jobs come from.$pga$;

ALTER TABLE "raw"."st_campaigns"
  ADD CONSTRAINT "st_campaigns_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_campaigns_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_campaigns_modified_idx" ON "raw"."st_campaigns" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_campaigns_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_campaigns_full_data_idx" ON "raw"."st_campaigns" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_campaigns_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

CREATE TABLE "raw"."st_job_types" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "class" text,
  "priority" text,
  "duration" bigint,
  "sold_threshold" numeric,
  "no_charge" boolean,
  "business_unit_ids" bigint[],
  "tag_type_ids" bigint[],
  "skills" text[],
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_job_types"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."name" IS $pga$Name of the job type (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."class" IS $pga$Group of job types (API: class).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."priority" IS $pga$Priority of its jobs (API: priority).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."duration" IS $pga$Usual length of a job in the API's unit, seconds as its filters say (API: duration).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."sold_threshold" IS $pga$Subtotal from which a job counts as sold (API: soldThreshold).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."no_charge" IS $pga$Whether its jobs are free of charge (API: noCharge).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."business_unit_ids" IS $pga$Business units that do it (API: businessUnitIds).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."tag_type_ids" IS $pga$Tags put on its jobs (API: tagTypeIds).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."skills" IS $pga$Skills that it takes (API: skills).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_job_types"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_job_types" IS $pga$Job types.$pga$;

ALTER TABLE "raw"."st_job_types"
  ADD CONSTRAINT "st_job_types_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_job_types_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_job_types_modified_idx" ON "raw"."st_job_types" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_job_types_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_job_types_full_data_idx" ON "raw"."st_job_types" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_job_types_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

CREATE TABLE "raw"."st_zones" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "zips" text[],
  "cities" text[],
  "territory_numbers" text[],
  "service_days_enabled" boolean,
  "service_days" text[],
  "business_unit_ids" bigint[],
  "technician_ids" bigint[],
  "created_by_id" bigint,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_zones"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_zones"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."name" IS $pga$Name of the zone (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."zips" IS $pga$Postal codes in the zone (API: zips).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."cities" IS $pga$Cities in the zone (API: cities).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."territory_numbers" IS $pga$Territory numbers (API: territoryNumbers).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."service_days_enabled" IS $pga$Whether the zone is served on some days only (API: serviceDaysEnabled).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."service_days" IS $pga$Those days (API: serviceDays).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."business_unit_ids" IS $pga$Business units that serve it (API: businessUnits).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."technician_ids" IS $pga$Technicians who serve it (API: technicians).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."created_by_id" IS $pga$The user who created the record (API: createdBy).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_zones"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_zones"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_zones"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_zones"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_zones"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_zones"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_zones" IS $pga$Dispatch zones.$pga$;

ALTER TABLE "raw"."st_zones"
  ADD CONSTRAINT "st_zones_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_zones_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_zones_modified_idx" ON "raw"."st_zones" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_zones_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_zones_full_data_idx" ON "raw"."st_zones" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_zones_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

CREATE TABLE "raw"."st_teams" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "created_by_id" bigint,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_teams"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_teams"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_teams"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_teams"."name" IS $pga$Name of the team (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_teams"."created_by_id" IS $pga$The user who created the record (API: createdBy).$pga$;
COMMENT ON COLUMN "raw"."st_teams"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_teams"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_teams"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_teams"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_teams"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_teams"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_teams"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_teams"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_teams" IS $pga$Teams of technicians; a technician names the team and not its id.$pga$;

ALTER TABLE "raw"."st_teams"
  ADD CONSTRAINT "st_teams_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_teams_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_teams_modified_idx" ON "raw"."st_teams" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_teams_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_teams_full_data_idx" ON "raw"."st_teams" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_teams_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

CREATE TABLE "raw"."st_tag_types" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "code" text,
  "color" text,
  "importance" text,
  "is_conversion_opportunity" boolean,
  "is_visible_on_dispatch_board" boolean,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_tag_types"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."name" IS $pga$Name of the tag (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."code" IS $pga$Short code (API: code).$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."color" IS $pga$Color as hexadecimal digits (API: color).$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."importance" IS $pga$Medium, High or NULL (API: importance).$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."is_conversion_opportunity" IS $pga$Whether a tagged job is an opportunity (API: isConversionOpportunity).$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."is_visible_on_dispatch_board" IS $pga$Whether the board shows it (API: isVisibleOnDispatchBoard).$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_tag_types"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_tag_types" IS $pga$Tag types: what tag_type_ids of other tables refer to.$pga$;

ALTER TABLE "raw"."st_tag_types"
  ADD CONSTRAINT "st_tag_types_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_tag_types_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_tag_types_modified_idx" ON "raw"."st_tag_types" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_tag_types_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_tag_types_full_data_idx" ON "raw"."st_tag_types" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_tag_types_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

CREATE TABLE "raw"."st_employees" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "user_id" bigint,
  "name" text,
  "first_name" text,
  "last_name" text,
  "email" text,
  "phone" text,
  "login_name" text,
  "role" text,
  "role_ids" bigint[],
  "business_unit_id" bigint,
  "manager_id" bigint,
  "hire_date" date,
  "termination_date" date,
  "account_locked" boolean,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_employees"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_employees"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."user_id" IS $pga$The employee's user account (API: userId).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."name" IS $pga$Full name (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."first_name" IS $pga$First name (API: firstName).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."last_name" IS $pga$Last name (API: lastName).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."email" IS $pga$E-mail address (API: email).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."phone" IS $pga$Phone number (API: phoneNumber).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."login_name" IS $pga$Name to log in with (API: loginName).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."role" IS $pga$Built-in role, which the API deprecates in favor of role_ids (API: role).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."role_ids" IS $pga$Roles (API: roleIds).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."business_unit_id" IS $pga$The business unit (API: businessUnitId).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."manager_id" IS $pga$The manager (API: managerId).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."hire_date" IS $pga$First day of work (API: startDate).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."termination_date" IS $pga$Last day of work (API: terminationDate).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."account_locked" IS $pga$Whether the account is locked (API: accountLocked).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_employees"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_employees"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_employees"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_employees"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_employees"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_employees"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_employees" IS $pga$Employees other than technicians. Pay, home address and permissions are dropped as for technicians.$pga$;

ALTER TABLE "raw"."st_employees"
  ADD CONSTRAINT "st_employees_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_employees_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_employees_modified_idx" ON "raw"."st_employees" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_employees_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_employees_full_data_idx" ON "raw"."st_employees" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_employees_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('008_create_reference_resources', now() AT TIME ZONE 'UTC');

COMMIT;

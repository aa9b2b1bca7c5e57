-- Applies 035_create_lazi_customers. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '034_create_lazi_reference' THEN
    RAISE EXCEPTION '035_create_lazi_customers comes after 034_create_lazi_reference, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "lazi"."customers" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
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
  "payment_term_st_id" bigint,
  "tax_exempt" boolean,
  "do_not_mail" boolean,
  "do_not_service" boolean,
  "national_account" boolean,
  "merged_into_id" uuid,
  "created_by_st_id" bigint,
  "tag_type_ids" uuid[],
  "custom_fields" jsonb,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."customers"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."customers"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."customers"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."customers"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."customers"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."customers"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."customers"."name" IS $pga$Name of the customer.$pga$;
COMMENT ON COLUMN "lazi"."customers"."name_key" IS $pga$The first 100 characters of the name in lower case, to search by.$pga$;
COMMENT ON COLUMN "lazi"."customers"."type" IS $pga$Residential or Commercial.$pga$;
COMMENT ON COLUMN "lazi"."customers"."address_street" IS $pga$Billing address: street and number.$pga$;
COMMENT ON COLUMN "lazi"."customers"."address_unit" IS $pga$Billing address: unit or apartment.$pga$;
COMMENT ON COLUMN "lazi"."customers"."address_city" IS $pga$Billing address: city.$pga$;
COMMENT ON COLUMN "lazi"."customers"."address_state" IS $pga$Billing address: state or province, as entered.$pga$;
COMMENT ON COLUMN "lazi"."customers"."address_zip" IS $pga$Billing address: postal code, as entered.$pga$;
COMMENT ON COLUMN "lazi"."customers"."address_country" IS $pga$Billing address: country, as entered.$pga$;
COMMENT ON COLUMN "lazi"."customers"."balance" IS $pga$What the customer owes, in the tenant's currency.$pga$;
COMMENT ON COLUMN "lazi"."customers"."credit_limit" IS $pga$Credit limit, in the tenant's currency.$pga$;
COMMENT ON COLUMN "lazi"."customers"."credit_limit_balance" IS $pga$What is left of the credit limit.$pga$;
COMMENT ON COLUMN "lazi"."customers"."payment_term_st_id" IS $pga$The payment term: ServiceTitan's id.$pga$;
COMMENT ON COLUMN "lazi"."customers"."tax_exempt" IS $pga$Whether sales tax is waived.$pga$;
COMMENT ON COLUMN "lazi"."customers"."do_not_mail" IS $pga$Whether the customer wants no mail.$pga$;
COMMENT ON COLUMN "lazi"."customers"."do_not_service" IS $pga$Whether no work is to be done for the customer.$pga$;
COMMENT ON COLUMN "lazi"."customers"."national_account" IS $pga$Whether it is a national account.$pga$;
COMMENT ON COLUMN "lazi"."customers"."merged_into_id" IS $pga$The customer that this one was merged into.$pga$;
COMMENT ON COLUMN "lazi"."customers"."created_by_st_id" IS $pga$The user who created the record: ServiceTitan's id.$pga$;
COMMENT ON COLUMN "lazi"."customers"."tag_type_ids" IS $pga$Tags on the customer.$pga$;
COMMENT ON COLUMN "lazi"."customers"."custom_fields" IS $pga$The custom fields: an object of their values by the id of their type in ServiceTitan.$pga$;
COMMENT ON COLUMN "lazi"."customers"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."customers"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."customers"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."customers"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."customers"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."customers"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."customers" IS $pga$Customers: who is billed. Phone numbers and e-mail addresses are in st_customer_contacts.$pga$;

ALTER TABLE "lazi"."customers"
  ADD CONSTRAINT "customers_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.customers_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "customers_st_id_idx" ON "lazi"."customers" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.customers_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE "lazi"."customers"
  ADD CONSTRAINT "customers_merged_into_id_fkey" FOREIGN KEY (tenant_id, merged_into_id) REFERENCES lazi.customers (tenant_id, id);

ALTER TABLE "lazi"."customers"
  ADD CONSTRAINT "customers_own_check" CHECK (source = 'servicetitan' OR coalesce(name <> '' AND type IN ('Residential', 'Commercial'), false));

CREATE INDEX "customers_name_idx" ON "lazi"."customers" ("tenant_id", "name_key" "text_pattern_ops");

COMMENT ON INDEX lazi.customers_name_idx IS 'Query: customers by the beginning of the name, whatever the case (name_key ^@)';

CREATE INDEX "customers_merged_idx" ON "lazi"."customers" ("tenant_id", "merged_into_id") WHERE merged_into_id IS NOT NULL;

COMMENT ON INDEX lazi.customers_merged_idx IS 'Query: the customers that were merged into a customer';

ALTER TABLE lazi.customers OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.customers TO lazi_sync;

GRANT SELECT ON lazi.customers TO lazi_reader;

ALTER TABLE "lazi"."customers"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."customers"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."customers" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."customers" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."customer_contacts" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "customer_id" uuid,
  "type" text,
  "value" text,
  "value_key" text GENERATED ALWAYS AS (CASE WHEN type IN ('Phone', 'MobilePhone', 'Fax') THEN left(regexp_replace(value, '[^0-9]', '', 'g'), 100) ELSE lower(left(value, 100)) END) STORED,
  "memo" text,
  "do_not_text" boolean,
  "preferences" jsonb,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."customer_contacts"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."customer_id" IS $pga$The customer.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."type" IS $pga$Phone, MobilePhone, Fax or Email; the API may add others.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."value" IS $pga$The number or address, as entered.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."value_key" IS $pga$To search by: of a number its digits, of all else the first 100 characters in lower case.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."memo" IS $pga$What the contact is for, such as whose number it is.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."do_not_text" IS $pga$Whether the number opted out of text messages.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."preferences" IS $pga$Which notifications go to the contact.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."customer_contacts"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."customer_contacts" IS $pga$Phone numbers and e-mail addresses of customers.$pga$;

ALTER TABLE "lazi"."customer_contacts"
  ADD CONSTRAINT "customer_contacts_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.customer_contacts_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "customer_contacts_st_id_idx" ON "lazi"."customer_contacts" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.customer_contacts_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE "lazi"."customer_contacts"
  ADD CONSTRAINT "customer_contacts_customer_id_fkey" FOREIGN KEY (tenant_id, customer_id) REFERENCES lazi.customers (tenant_id, id);

ALTER TABLE "lazi"."customer_contacts"
  ADD CONSTRAINT "customer_contacts_own_check" CHECK (source = 'servicetitan' OR coalesce(customer_id IS NOT NULL AND type IN ('Phone', 'MobilePhone', 'Email', 'Fax') AND (value <> '' OR deleted_at IS NOT NULL), false));

CREATE INDEX "customer_contacts_customer_idx" ON "lazi"."customer_contacts" ("tenant_id", "customer_id");

COMMENT ON INDEX lazi.customer_contacts_customer_idx IS 'Query: the contacts of a customer';

CREATE INDEX "customer_contacts_value_idx" ON "lazi"."customer_contacts" ("tenant_id", "value_key");

COMMENT ON INDEX lazi.customer_contacts_value_idx IS 'Query: whose phone number or e-mail address this is (value_key =)';

ALTER TABLE lazi.customer_contacts OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.customer_contacts TO lazi_sync;

GRANT SELECT ON lazi.customer_contacts TO lazi_reader;

ALTER TABLE "lazi"."customer_contacts"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."customer_contacts"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."customer_contacts" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."customer_contacts" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."locations" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "customer_id" uuid,
  "name" text,
  "name_key" text GENERATED ALWAYS AS (lower(left(name, 100))) STORED,
  "address_street" text,
  "address_unit" text,
  "address_city" text,
  "address_state" text,
  "address_zip" text,
  "address_country" text,
  "latitude" double precision,
  "longitude" double precision,
  "phone" text,
  "email" text,
  "zone_id" uuid,
  "tax_zone_st_id" bigint,
  "tax_exempt" boolean,
  "merged_into_id" uuid,
  "tag_type_ids" uuid[],
  "custom_fields" jsonb,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."locations"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."locations"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."locations"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."locations"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."locations"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."locations"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."locations"."customer_id" IS $pga$The customer that the location belongs to.$pga$;
COMMENT ON COLUMN "lazi"."locations"."name" IS $pga$Name of the location.$pga$;
COMMENT ON COLUMN "lazi"."locations"."name_key" IS $pga$The first 100 characters of the name in lower case, to search by.$pga$;
COMMENT ON COLUMN "lazi"."locations"."address_street" IS $pga$Street and number.$pga$;
COMMENT ON COLUMN "lazi"."locations"."address_unit" IS $pga$Unit or apartment.$pga$;
COMMENT ON COLUMN "lazi"."locations"."address_city" IS $pga$City.$pga$;
COMMENT ON COLUMN "lazi"."locations"."address_state" IS $pga$State or province, as entered.$pga$;
COMMENT ON COLUMN "lazi"."locations"."address_zip" IS $pga$Postal code, as entered.$pga$;
COMMENT ON COLUMN "lazi"."locations"."address_country" IS $pga$Country, as entered.$pga$;
COMMENT ON COLUMN "lazi"."locations"."latitude" IS $pga$Degrees, -90 to 90; NULL when unknown or out of range.$pga$;
COMMENT ON COLUMN "lazi"."locations"."longitude" IS $pga$Degrees, -180 to 180; NULL when unknown or out of range.$pga$;
COMMENT ON COLUMN "lazi"."locations"."phone" IS $pga$First phone number of the location's contacts.$pga$;
COMMENT ON COLUMN "lazi"."locations"."email" IS $pga$First e-mail address of the location's contacts.$pga$;
COMMENT ON COLUMN "lazi"."locations"."zone_id" IS $pga$Dispatch zone.$pga$;
COMMENT ON COLUMN "lazi"."locations"."tax_zone_st_id" IS $pga$Tax zone: ServiceTitan's id.$pga$;
COMMENT ON COLUMN "lazi"."locations"."tax_exempt" IS $pga$Whether sales tax is waived.$pga$;
COMMENT ON COLUMN "lazi"."locations"."merged_into_id" IS $pga$The location that this one was merged into.$pga$;
COMMENT ON COLUMN "lazi"."locations"."tag_type_ids" IS $pga$Tags on the location.$pga$;
COMMENT ON COLUMN "lazi"."locations"."custom_fields" IS $pga$The custom fields: an object of their values by the id of their type in ServiceTitan.$pga$;
COMMENT ON COLUMN "lazi"."locations"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."locations"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."locations"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."locations"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."locations"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."locations"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."locations" IS $pga$Service locations: where a customer has work done.$pga$;

ALTER TABLE "lazi"."locations"
  ADD CONSTRAINT "locations_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.locations_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "locations_st_id_idx" ON "lazi"."locations" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.locations_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE "lazi"."locations"
  ADD CONSTRAINT "locations_customer_id_fkey" FOREIGN KEY (tenant_id, customer_id) REFERENCES lazi.customers (tenant_id, id);

ALTER TABLE "lazi"."locations"
  ADD CONSTRAINT "locations_zone_id_fkey" FOREIGN KEY (tenant_id, zone_id) REFERENCES lazi.zones (tenant_id, id);

ALTER TABLE "lazi"."locations"
  ADD CONSTRAINT "locations_own_check" CHECK (source = 'servicetitan' OR coalesce(customer_id IS NOT NULL AND name <> '', false));

CREATE INDEX "locations_customer_idx" ON "lazi"."locations" ("tenant_id", "customer_id");

COMMENT ON INDEX lazi.locations_customer_idx IS 'Query: the locations of a customer';

CREATE INDEX "locations_position_idx" ON "lazi"."locations" ("tenant_id", "latitude", "longitude");

COMMENT ON INDEX lazi.locations_position_idx IS 'Query: locations within a bounding box, for those near a point';

CREATE INDEX "locations_zip_idx" ON "lazi"."locations" ("tenant_id", "address_zip");

COMMENT ON INDEX lazi.locations_zip_idx IS 'Query: locations by postal code';

CREATE INDEX "locations_zone_idx" ON "lazi"."locations" ("tenant_id", "zone_id");

COMMENT ON INDEX lazi.locations_zone_idx IS 'Query: locations of a dispatch zone';

CREATE INDEX "locations_name_idx" ON "lazi"."locations" ("tenant_id", "name_key" "text_pattern_ops");

COMMENT ON INDEX lazi.locations_name_idx IS 'Query: locations by the beginning of the name, whatever the case (name_key ^@)';

ALTER TABLE lazi.locations OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.locations TO lazi_sync;

GRANT SELECT ON lazi.locations TO lazi_reader;

ALTER TABLE "lazi"."locations"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."locations"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."locations" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."locations" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."location_contacts" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "location_id" uuid,
  "type" text,
  "value" text,
  "value_key" text GENERATED ALWAYS AS (CASE WHEN type IN ('Phone', 'MobilePhone', 'Fax') THEN left(regexp_replace(value, '[^0-9]', '', 'g'), 100) ELSE lower(left(value, 100)) END) STORED,
  "memo" text,
  "do_not_text" boolean,
  "preferences" jsonb,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."location_contacts"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."location_id" IS $pga$The location.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."type" IS $pga$Phone, MobilePhone, Fax or Email; the API may add others.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."value" IS $pga$The number or address, as entered.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."value_key" IS $pga$To search by: of a number its digits, of all else the first 100 characters in lower case.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."memo" IS $pga$What the contact is for, such as whose number it is.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."do_not_text" IS $pga$Whether the number opted out of text messages.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."preferences" IS $pga$Which notifications go to the contact.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."location_contacts"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."location_contacts" IS $pga$Phone numbers and e-mail addresses of locations.$pga$;

ALTER TABLE "lazi"."location_contacts"
  ADD CONSTRAINT "location_contacts_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.location_contacts_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "location_contacts_st_id_idx" ON "lazi"."location_contacts" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.location_contacts_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE "lazi"."location_contacts"
  ADD CONSTRAINT "location_contacts_location_id_fkey" FOREIGN KEY (tenant_id, location_id) REFERENCES lazi.locations (tenant_id, id);

ALTER TABLE "lazi"."location_contacts"
  ADD CONSTRAINT "location_contacts_own_check" CHECK (source = 'servicetitan' OR coalesce(location_id IS NOT NULL AND type IN ('Phone', 'MobilePhone', 'Email', 'Fax') AND (value <> '' OR deleted_at IS NOT NULL), false));

CREATE INDEX "location_contacts_location_idx" ON "lazi"."location_contacts" ("tenant_id", "location_id");

COMMENT ON INDEX lazi.location_contacts_location_idx IS 'Query: the contacts of a location';

CREATE INDEX "location_contacts_value_idx" ON "lazi"."location_contacts" ("tenant_id", "value_key");

COMMENT ON INDEX lazi.location_contacts_value_idx IS 'Query: whose phone number or e-mail address this is (value_key =)';

ALTER TABLE lazi.location_contacts OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.location_contacts TO lazi_sync;

GRANT SELECT ON lazi.location_contacts TO lazi_reader;

ALTER TABLE "lazi"."location_contacts"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."location_contacts"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."location_contacts" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."location_contacts" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

INSERT INTO public.pgmigrations (name, run_on) VALUES ('035_create_lazi_customers', now() AT TIME ZONE 'UTC');

COMMIT;

-- Applies 002_create_st_locations. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '001_create_raw_schema' THEN
    RAISE EXCEPTION '002_create_st_locations comes after 001_create_raw_schema, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."st_locations" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "customer_id" bigint,
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
  "zone_id" bigint,
  "tax_zone_id" bigint,
  "tax_exempt" boolean,
  "merged_to_id" bigint,
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
COMMENT ON COLUMN "raw"."st_locations"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_locations"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."customer_id" IS $pga$The customer that the location belongs to (API: customerId).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."name" IS $pga$Name of the location (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."name_key" IS $pga$Derived: the first 100 characters of the name in lower case, to search by.$pga$;
COMMENT ON COLUMN "raw"."st_locations"."address_street" IS $pga$Street and number (API: address.street).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."address_unit" IS $pga$Unit or apartment (API: address.unit).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."address_city" IS $pga$City (API: address.city).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."address_state" IS $pga$State or province, as entered (API: address.state).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."address_zip" IS $pga$Postal code, as entered (API: address.zip).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."address_country" IS $pga$Country, as entered (API: address.country).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."latitude" IS $pga$Degrees, -90 to 90; NULL when unknown or out of range (API: address.latitude).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."longitude" IS $pga$Degrees, -180 to 180; NULL when unknown or out of range (API: address.longitude).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."phone" IS $pga$First phone number of the location's contacts; not part of the API's location record.$pga$;
COMMENT ON COLUMN "raw"."st_locations"."email" IS $pga$First e-mail address of the location's contacts; not part of the API's location record.$pga$;
COMMENT ON COLUMN "raw"."st_locations"."zone_id" IS $pga$Dispatch zone (API: zoneId).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."tax_zone_id" IS $pga$Tax zone (API: taxZoneId).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."tax_exempt" IS $pga$Whether sales tax is waived (API: taxExempt).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."merged_to_id" IS $pga$The location that this one was merged into (API: mergedToId).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."tag_type_ids" IS $pga$Tags on the location (API: tagTypeIds).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_locations"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_locations"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_locations"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_locations"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_locations"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_locations"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_locations" IS $pga$Service locations: where a customer has work done.$pga$;

ALTER TABLE "raw"."st_locations"
  ADD CONSTRAINT "st_locations_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_locations_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_locations_customer_idx" ON "raw"."st_locations" ("tenant_id", "customer_id");

COMMENT ON INDEX raw.st_locations_customer_idx IS 'Query: the locations of a customer';

CREATE INDEX "st_locations_position_idx" ON "raw"."st_locations" ("tenant_id", "latitude", "longitude");

COMMENT ON INDEX raw.st_locations_position_idx IS 'Query: locations within a bounding box, for those near a point';

CREATE INDEX "st_locations_zip_idx" ON "raw"."st_locations" ("tenant_id", "address_zip");

COMMENT ON INDEX raw.st_locations_zip_idx IS 'Query: locations by postal code';

CREATE INDEX "st_locations_zone_idx" ON "raw"."st_locations" ("tenant_id", "zone_id");

COMMENT ON INDEX raw.st_locations_zone_idx IS 'Query: locations of a dispatch zone';

CREATE INDEX "st_locations_name_idx" ON "raw"."st_locations" ("tenant_id", "name_key" "text_pattern_ops");

COMMENT ON INDEX raw.st_locations_name_idx IS 'Query: locations by the beginning of the name, whatever the case (name_key ^@)';

CREATE INDEX "st_locations_modified_idx" ON "raw"."st_locations" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_locations_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_locations_full_data_idx" ON "raw"."st_locations" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_locations_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('002_create_st_locations', now() AT TIME ZONE 'UTC');

COMMIT;

-- Applies 005_create_st_technicians. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '004_create_st_appointments' THEN
    RAISE EXCEPTION '005_create_st_technicians comes after 004_create_st_appointments, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."st_technicians" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "user_id" bigint,
  "name" text,
  "first_name" text,
  "last_name" text,
  "email" text,
  "phone" text,
  "mobile" text,
  "login_name" text,
  "business_unit_id" bigint,
  "team" text,
  "team_id" bigint,
  "zone_id" bigint,
  "zone_ids" bigint[],
  "skills" jsonb,
  "positions" text[],
  "role_ids" bigint[],
  "role" text,
  "status" text,
  "hire_date" date,
  "is_managed_tech" boolean,
  "license_type" text,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_technicians"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."user_id" IS $pga$The technician's user account (API: userId).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."name" IS $pga$Full name (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."first_name" IS $pga$First name (API: firstName).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."last_name" IS $pga$Last name (API: lastName).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."email" IS $pga$E-mail address (API: email).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."phone" IS $pga$Phone number (API: phoneNumber).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."mobile" IS $pga$Mobile phone number (API: mobilePhone).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."login_name" IS $pga$Name to log in with (API: loginName).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."business_unit_id" IS $pga$The business unit (API: businessUnitId).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."team" IS $pga$Name of the team (API: team).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."team_id" IS $pga$The team, resolved from its name through the teams resource.$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."zone_id" IS $pga$Main dispatch zone (API: mainZoneId).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."zone_ids" IS $pga$All dispatch zones (API: zoneIds).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."skills" IS $pga$Skills and certifications as an array of {id, name} (API: skills).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."positions" IS $pga$Positions, such as Service or Installer (API: positions).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."role_ids" IS $pga$Roles (API: roleIds).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."role" IS $pga$Name of the role, where a resource tells it; not part of the technician record.$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."status" IS $pga$Idle, Dispatched, Working or Meal; changes all day long (API: status).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."hire_date" IS $pga$First day of work (API: startDate).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."is_managed_tech" IS $pga$Whether the technician is a managed one (API: isManagedTech).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."license_type" IS $pga$NonManagedTech, ManagedTech or ManagedInstaller (API: licenseType).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_technicians"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_technicians" IS $pga$Technicians. Pay, home address and permissions are dropped from full_data unless the tenant keeps them.$pga$;

ALTER TABLE "raw"."st_technicians"
  ADD CONSTRAINT "st_technicians_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_technicians_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_technicians_team_idx" ON "raw"."st_technicians" ("tenant_id", "team") WHERE active AND deleted_at IS NULL;

COMMENT ON INDEX raw.st_technicians_team_idx IS 'Query: active technicians of a team';

CREATE INDEX "st_technicians_business_unit_idx" ON "raw"."st_technicians" ("tenant_id", "business_unit_id") WHERE active AND deleted_at IS NULL;

COMMENT ON INDEX raw.st_technicians_business_unit_idx IS 'Query: active technicians of a business unit';

CREATE INDEX "st_technicians_zone_idx" ON "raw"."st_technicians" USING gin ("zone_ids") WHERE active AND deleted_at IS NULL;

COMMENT ON INDEX raw.st_technicians_zone_idx IS 'Query: active technicians who serve a zone (zone_ids @>)';

CREATE INDEX "st_technicians_skills_idx" ON "raw"."st_technicians" USING gin ("skills" "jsonb_path_ops") WHERE active AND deleted_at IS NULL;

COMMENT ON INDEX raw.st_technicians_skills_idx IS 'Query: active technicians with a skill (skills @>)';

CREATE INDEX "st_technicians_email_idx" ON "raw"."st_technicians" ("tenant_id", (lower(email)));

COMMENT ON INDEX raw.st_technicians_email_idx IS 'Query: a technician by e-mail address, whatever the case';

CREATE INDEX "st_technicians_modified_idx" ON "raw"."st_technicians" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_technicians_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_technicians_full_data_idx" ON "raw"."st_technicians" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_technicians_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('005_create_st_technicians', now() AT TIME ZONE 'UTC');

COMMIT;

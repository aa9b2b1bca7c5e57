-- Applies 034_create_lazi_reference. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '033_create_lazi_schema' THEN
    RAISE EXCEPTION '034_create_lazi_reference comes after 033_create_lazi_schema, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "lazi"."tag_types" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "code" text,
  "color" text,
  "importance" text,
  "is_conversion_opportunity" boolean,
  "is_visible_on_dispatch_board" boolean,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."tag_types"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."name" IS $pga$Name of the tag.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."code" IS $pga$Short code.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."color" IS $pga$Color as hexadecimal digits.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."importance" IS $pga$Medium, High or NULL.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."is_conversion_opportunity" IS $pga$Whether a tagged job is an opportunity.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."is_visible_on_dispatch_board" IS $pga$Whether the board shows it.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."tag_types"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."tag_types" IS $pga$Tag types: what tag_type_ids of other tables refer to.$pga$;

ALTER TABLE "lazi"."tag_types"
  ADD CONSTRAINT "tag_types_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.tag_types_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "tag_types_st_id_idx" ON "lazi"."tag_types" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.tag_types_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE lazi.tag_types OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.tag_types TO lazi_sync;

GRANT SELECT ON lazi.tag_types TO lazi_reader;

ALTER TABLE "lazi"."tag_types"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."tag_types"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."tag_types" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."tag_types" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."business_units" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "official_name" text,
  "email" text,
  "phone" text,
  "currency" text,
  "default_tax_rate" numeric,
  "trade_st_id" bigint,
  "trade_name" text,
  "division_st_id" bigint,
  "division_name" text,
  "account_code" text,
  "tag_type_ids" uuid[],
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."business_units"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."name" IS $pga$Name within the company.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."official_name" IS $pga$Name that customers see.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."email" IS $pga$E-mail address.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."phone" IS $pga$Phone number.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."currency" IS $pga$Currency code, such as USD.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."default_tax_rate" IS $pga$Tax rate of taxable items.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."trade_st_id" IS $pga$The trade: ServiceTitan's id.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."trade_name" IS $pga$Name of the trade.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."division_st_id" IS $pga$The division: ServiceTitan's id.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."division_name" IS $pga$Name of the division.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."account_code" IS $pga$Account code for accounting.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."tag_type_ids" IS $pga$Tags put on its jobs.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."business_units"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."business_units"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."business_units" IS $pga$Business units: the parts of a company that jobs, technicians and invoices belong to.$pga$;

ALTER TABLE "lazi"."business_units"
  ADD CONSTRAINT "business_units_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.business_units_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "business_units_st_id_idx" ON "lazi"."business_units" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.business_units_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE lazi.business_units OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.business_units TO lazi_sync;

GRANT SELECT ON lazi.business_units TO lazi_reader;

ALTER TABLE "lazi"."business_units"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."business_units"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."business_units" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."business_units" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."job_types" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "class" text,
  "priority" text,
  "duration" bigint,
  "sold_threshold" numeric,
  "no_charge" boolean,
  "business_unit_ids" uuid[],
  "tag_type_ids" uuid[],
  "skills" text[],
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."job_types"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."name" IS $pga$Name of the job type.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."class" IS $pga$Group of job types.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."priority" IS $pga$Priority of its jobs.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."duration" IS $pga$Usual length of a job in the API's unit, seconds as its filters say.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."sold_threshold" IS $pga$Subtotal from which a job counts as sold.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."no_charge" IS $pga$Whether its jobs are free of charge.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."business_unit_ids" IS $pga$Business units that do it.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."tag_type_ids" IS $pga$Tags put on its jobs.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."skills" IS $pga$Skills that it takes.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."job_types"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."job_types"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."job_types" IS $pga$Job types.$pga$;

ALTER TABLE "lazi"."job_types"
  ADD CONSTRAINT "job_types_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.job_types_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "job_types_st_id_idx" ON "lazi"."job_types" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.job_types_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE lazi.job_types OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.job_types TO lazi_sync;

GRANT SELECT ON lazi.job_types TO lazi_reader;

ALTER TABLE "lazi"."job_types"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."job_types"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."job_types" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."job_types" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."campaigns" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "category_st_id" bigint,
  "category_name" text,
  "source_name" text,
  "other_source" text,
  "medium" text,
  "other_medium" text,
  "business_unit" text,
  "is_default" boolean,
  "phone_numbers" text[],
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."campaigns"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."name" IS $pga$Name of the campaign.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."category_st_id" IS $pga$The category: ServiceTitan's id.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."category_name" IS $pga$Name of the category.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."source_name" IS $pga$Source, such as Google.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."other_source" IS $pga$Source in own words.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."medium" IS $pga$Medium.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."other_medium" IS $pga$Medium in own words.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."business_unit" IS $pga$Name of the business unit.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."is_default" IS $pga$Whether it is the default campaign.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."phone_numbers" IS $pga$Phone numbers that tell the campaign.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."campaigns"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."campaigns" IS $pga$Marketing campaigns: where jobs come from.$pga$;

ALTER TABLE "lazi"."campaigns"
  ADD CONSTRAINT "campaigns_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.campaigns_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "campaigns_st_id_idx" ON "lazi"."campaigns" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.campaigns_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE lazi.campaigns OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.campaigns TO lazi_sync;

GRANT SELECT ON lazi.campaigns TO lazi_reader;

ALTER TABLE "lazi"."campaigns"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."campaigns"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."campaigns" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."campaigns" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."zones" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "zips" text[],
  "cities" text[],
  "territory_numbers" text[],
  "service_days_enabled" boolean,
  "service_days" text[],
  "business_unit_ids" uuid[],
  "technician_ids" uuid[],
  "created_by_st_id" bigint,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."zones"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."zones"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."zones"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."zones"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."zones"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."zones"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."zones"."name" IS $pga$Name of the zone.$pga$;
COMMENT ON COLUMN "lazi"."zones"."zips" IS $pga$Postal codes in the zone.$pga$;
COMMENT ON COLUMN "lazi"."zones"."cities" IS $pga$Cities in the zone.$pga$;
COMMENT ON COLUMN "lazi"."zones"."territory_numbers" IS $pga$Territory numbers.$pga$;
COMMENT ON COLUMN "lazi"."zones"."service_days_enabled" IS $pga$Whether the zone is served on some days only.$pga$;
COMMENT ON COLUMN "lazi"."zones"."service_days" IS $pga$Those days.$pga$;
COMMENT ON COLUMN "lazi"."zones"."business_unit_ids" IS $pga$Business units that serve it.$pga$;
COMMENT ON COLUMN "lazi"."zones"."technician_ids" IS $pga$Technicians who serve it.$pga$;
COMMENT ON COLUMN "lazi"."zones"."created_by_st_id" IS $pga$The user who created the record: ServiceTitan's id.$pga$;
COMMENT ON COLUMN "lazi"."zones"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."zones"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."zones"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."zones"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."zones"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."zones"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."zones" IS $pga$Dispatch zones.$pga$;

ALTER TABLE "lazi"."zones"
  ADD CONSTRAINT "zones_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.zones_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "zones_st_id_idx" ON "lazi"."zones" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.zones_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE lazi.zones OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.zones TO lazi_sync;

GRANT SELECT ON lazi.zones TO lazi_reader;

ALTER TABLE "lazi"."zones"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."zones"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."zones" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."zones" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."teams" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "created_by_st_id" bigint,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."teams"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."teams"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."teams"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."teams"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."teams"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."teams"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."teams"."name" IS $pga$Name of the team.$pga$;
COMMENT ON COLUMN "lazi"."teams"."created_by_st_id" IS $pga$The user who created the record: ServiceTitan's id.$pga$;
COMMENT ON COLUMN "lazi"."teams"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."teams"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."teams"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."teams"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."teams"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."teams"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."teams" IS $pga$Teams of technicians; a technician names the team and not its id.$pga$;

ALTER TABLE "lazi"."teams"
  ADD CONSTRAINT "teams_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.teams_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "teams_st_id_idx" ON "lazi"."teams" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.teams_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE lazi.teams OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.teams TO lazi_sync;

GRANT SELECT ON lazi.teams TO lazi_reader;

ALTER TABLE "lazi"."teams"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."teams"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."teams" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."teams" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."job_cancel_reasons" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."name" IS $pga$Name of the reason.$pga$;
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."job_cancel_reasons"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."job_cancel_reasons" IS $pga$Reasons for which jobs are cancelled.$pga$;

ALTER TABLE "lazi"."job_cancel_reasons"
  ADD CONSTRAINT "job_cancel_reasons_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.job_cancel_reasons_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "job_cancel_reasons_st_id_idx" ON "lazi"."job_cancel_reasons" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.job_cancel_reasons_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE lazi.job_cancel_reasons OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.job_cancel_reasons TO lazi_sync;

GRANT SELECT ON lazi.job_cancel_reasons TO lazi_reader;

ALTER TABLE "lazi"."job_cancel_reasons"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."job_cancel_reasons"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."job_cancel_reasons" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."job_cancel_reasons" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."job_hold_reasons" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."job_hold_reasons"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."job_hold_reasons"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."job_hold_reasons"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."job_hold_reasons"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."job_hold_reasons"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."job_hold_reasons"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."job_hold_reasons"."name" IS $pga$Name of the reason.$pga$;
COMMENT ON COLUMN "lazi"."job_hold_reasons"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."job_hold_reasons"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."job_hold_reasons"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."job_hold_reasons"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."job_hold_reasons"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."job_hold_reasons"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."job_hold_reasons" IS $pga$Reasons for which jobs are put on hold.$pga$;

ALTER TABLE "lazi"."job_hold_reasons"
  ADD CONSTRAINT "job_hold_reasons_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.job_hold_reasons_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "job_hold_reasons_st_id_idx" ON "lazi"."job_hold_reasons" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.job_hold_reasons_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE lazi.job_hold_reasons OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.job_hold_reasons TO lazi_sync;

GRANT SELECT ON lazi.job_hold_reasons TO lazi_reader;

ALTER TABLE "lazi"."job_hold_reasons"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."job_hold_reasons"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."job_hold_reasons" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."job_hold_reasons" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."employees" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "user_st_id" bigint,
  "name" text,
  "first_name" text,
  "last_name" text,
  "email" text,
  "phone" text,
  "login_name" text,
  "role" text,
  "role_st_ids" bigint[],
  "business_unit_id" uuid,
  "manager_id" uuid,
  "hire_date" date,
  "termination_date" date,
  "account_locked" boolean,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."employees"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."employees"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."employees"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."employees"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."employees"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."employees"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."employees"."user_st_id" IS $pga$The employee's user account: ServiceTitan's id.$pga$;
COMMENT ON COLUMN "lazi"."employees"."name" IS $pga$Full name.$pga$;
COMMENT ON COLUMN "lazi"."employees"."first_name" IS $pga$First name.$pga$;
COMMENT ON COLUMN "lazi"."employees"."last_name" IS $pga$Last name.$pga$;
COMMENT ON COLUMN "lazi"."employees"."email" IS $pga$E-mail address.$pga$;
COMMENT ON COLUMN "lazi"."employees"."phone" IS $pga$Phone number.$pga$;
COMMENT ON COLUMN "lazi"."employees"."login_name" IS $pga$Name to log in with.$pga$;
COMMENT ON COLUMN "lazi"."employees"."role" IS $pga$Built-in role, which the API deprecates in favor of role_ids.$pga$;
COMMENT ON COLUMN "lazi"."employees"."role_st_ids" IS $pga$Roles: ServiceTitan's ids.$pga$;
COMMENT ON COLUMN "lazi"."employees"."business_unit_id" IS $pga$The business unit.$pga$;
COMMENT ON COLUMN "lazi"."employees"."manager_id" IS $pga$The manager.$pga$;
COMMENT ON COLUMN "lazi"."employees"."hire_date" IS $pga$First day of work.$pga$;
COMMENT ON COLUMN "lazi"."employees"."termination_date" IS $pga$Last day of work.$pga$;
COMMENT ON COLUMN "lazi"."employees"."account_locked" IS $pga$Whether the account is locked.$pga$;
COMMENT ON COLUMN "lazi"."employees"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."employees"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."employees"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."employees"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."employees"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."employees"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."employees" IS $pga$Employees other than technicians. Pay, home address and permissions are dropped as for technicians.$pga$;

ALTER TABLE "lazi"."employees"
  ADD CONSTRAINT "employees_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.employees_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "employees_st_id_idx" ON "lazi"."employees" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.employees_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE "lazi"."employees"
  ADD CONSTRAINT "employees_business_unit_id_fkey" FOREIGN KEY (tenant_id, business_unit_id) REFERENCES lazi.business_units (tenant_id, id);

ALTER TABLE "lazi"."employees"
  ADD CONSTRAINT "employees_manager_id_fkey" FOREIGN KEY (tenant_id, manager_id) REFERENCES lazi.employees (tenant_id, id);

ALTER TABLE lazi.employees OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.employees TO lazi_sync;

GRANT SELECT ON lazi.employees TO lazi_reader;

ALTER TABLE "lazi"."employees"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."employees"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."employees" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."employees" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."technicians" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "user_st_id" bigint,
  "name" text,
  "first_name" text,
  "last_name" text,
  "email" text,
  "phone" text,
  "mobile" text,
  "login_name" text,
  "business_unit_id" uuid,
  "team" text,
  "team_id" uuid,
  "zone_id" uuid,
  "zone_ids" uuid[],
  "skills" jsonb,
  "positions" text[],
  "role_st_ids" bigint[],
  "role" text,
  "status" text,
  "hire_date" date,
  "is_managed_tech" boolean,
  "license_type" text,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."technicians"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."user_st_id" IS $pga$The technician's user account: ServiceTitan's id.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."name" IS $pga$Full name.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."first_name" IS $pga$First name.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."last_name" IS $pga$Last name.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."email" IS $pga$E-mail address.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."phone" IS $pga$Phone number.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."mobile" IS $pga$Mobile phone number.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."login_name" IS $pga$Name to log in with.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."business_unit_id" IS $pga$The business unit.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."team" IS $pga$Name of the team.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."team_id" IS $pga$The team, resolved from its name through the teams resource.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."zone_id" IS $pga$Main dispatch zone.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."zone_ids" IS $pga$All dispatch zones.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."skills" IS $pga$Skills and certifications as an array of {id, name}.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."positions" IS $pga$Positions, such as Service or Installer.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."role_st_ids" IS $pga$Roles: ServiceTitan's ids.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."role" IS $pga$Name of the role, where a resource tells it.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."status" IS $pga$Idle, Dispatched, Working or Meal; changes all day long.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."hire_date" IS $pga$First day of work.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."is_managed_tech" IS $pga$Whether the technician is a managed one.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."license_type" IS $pga$NonManagedTech, ManagedTech or ManagedInstaller.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."technicians"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."technicians"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."technicians" IS $pga$Technicians. Pay, home address and permissions are dropped from full_data unless the tenant keeps them.$pga$;

ALTER TABLE "lazi"."technicians"
  ADD CONSTRAINT "technicians_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.technicians_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "technicians_st_id_idx" ON "lazi"."technicians" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.technicians_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE "lazi"."technicians"
  ADD CONSTRAINT "technicians_business_unit_id_fkey" FOREIGN KEY (tenant_id, business_unit_id) REFERENCES lazi.business_units (tenant_id, id);

ALTER TABLE "lazi"."technicians"
  ADD CONSTRAINT "technicians_team_id_fkey" FOREIGN KEY (tenant_id, team_id) REFERENCES lazi.teams (tenant_id, id);

ALTER TABLE "lazi"."technicians"
  ADD CONSTRAINT "technicians_zone_id_fkey" FOREIGN KEY (tenant_id, zone_id) REFERENCES lazi.zones (tenant_id, id);

ALTER TABLE "lazi"."technicians"
  ADD CONSTRAINT "technicians_own_check" CHECK (source = 'servicetitan' OR coalesce(name <> '', false));

CREATE INDEX "technicians_business_unit_idx" ON "lazi"."technicians" ("tenant_id", "business_unit_id") WHERE active AND deleted_at IS NULL;

COMMENT ON INDEX lazi.technicians_business_unit_idx IS 'Query: active technicians of a business unit';

CREATE INDEX "technicians_team_idx" ON "lazi"."technicians" ("tenant_id", "team") WHERE active AND deleted_at IS NULL;

COMMENT ON INDEX lazi.technicians_team_idx IS 'Query: active technicians of a team';

ALTER TABLE lazi.technicians OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.technicians TO lazi_sync;

GRANT SELECT ON lazi.technicians TO lazi_reader;

ALTER TABLE "lazi"."technicians"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."technicians"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."technicians" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."technicians" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

INSERT INTO public.pgmigrations (name, run_on) VALUES ('034_create_lazi_reference', now() AT TIME ZONE 'UTC');

COMMIT;

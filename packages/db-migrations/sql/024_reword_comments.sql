-- Applies 024_reword_comments. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '023_add_subject_of_requests' THEN
    RAISE EXCEPTION '024_reword_comments comes after 023_add_subject_of_requests, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

COMMENT ON SCHEMA raw IS 'The cache of ServiceTitan: one table per resource, and the state of its sync.';

COMMENT ON SCHEMA api IS 'Access to the API.';

COMMENT ON TABLE raw.sync_runs IS 'One row per run: one execution of one sync of one resource for one tenant.';

COMMENT ON TABLE raw.sync_requests IS 'Requests of people and apps for runs and for decisions on quarantined records, executed by workers.';

COMMENT ON TABLE raw.delete_suspects IS 'Rows that seem deleted in ServiceTitan but have no tombstone, because a run found more of them than the limit for one run.';

COMMENT ON TABLE raw.full_sync_pages IS 'The ids that the current full sync has received, one row per page: rows whose id is absent were deleted in ServiceTitan.';

COMMENT ON TABLE raw.rate_limits IS 'The rate limit that all workers of a tenant share. An unlogged table: after a crash it is empty, so that each tenant may use its full limit.';

COMMENT ON TABLE raw.api_drift IS 'API drift: fields and types sent by ServiceTitan that differ from its documentation.';

COMMENT ON COLUMN raw.api_drift.kind IS 'unknown: an undocumented field; missing: a required field is not sent; type: a value that its column cannot store.';

COMMENT ON COLUMN raw.change_positions.trimmed_seq IS 'Changes up to this seq were removed; a consumer whose position is lower must read the tables again.';

COMMENT ON COLUMN raw.change_positions.last_seq IS 'The greatest seq assigned. A page assigns its numbers last and locks this row until it commits, so that raw.changes is in commit order.';

COMMENT ON COLUMN raw.sync_state.cursor IS 'Where the next incremental sync resumes from: the export feed''s continueFrom exactly as received; never parsed.';

COMMENT ON COLUMN raw.sync_state.full_sync_cursor IS 'Where an unfinished full sync resumes from; NULL: no full sync is unfinished.';

COMMENT ON COLUMN raw.sync_state.last_verified_at IS 'When the table was last counted against ServiceTitan and its differences were repaired.';

COMMENT ON COLUMN raw.sync_runs.kind IS 'full: the whole resource; incremental: changes after the stored cursor; hot: the newest changes, without moving the cursor; verify: counts compared with ServiceTitan, differences repaired.';

COMMENT ON COLUMN raw.sync_runs.mended IS 'Rows that a verify run repaired.';

COMMENT ON COLUMN raw.sync_runs.status IS 'interrupted: stopped on request, or its worker exited without finishing the run.';

COMMENT ON COLUMN raw.sync_requests.kind IS 'The kind of the requested run, as in raw.sync_runs; replay or drop: the decision on a quarantined record.';

COMMENT ON COLUMN raw.sync_requests.requested_at IS 'When it was requested.';

COMMENT ON COLUMN raw.sync_requests.requested_by IS 'The name of the requester, for people.';

COMMENT ON COLUMN raw.sync_requests.status IS 'pending: no worker has claimed it yet; otherwise the status of its execution.';

COMMENT ON COLUMN raw.sync_requests.allow_deletes IS 'Whether the run may write more tombstones than the limit for one run.';

COMMENT ON COLUMN raw.sync_requests.subject IS 'What is requested. run: a run of the table; quarantine: a decision on the entry quarantine_id.';

COMMENT ON COLUMN raw.tenants.circuit_open_until IS 'No request is sent to ServiceTitan for this tenant before this moment; NULL: the circuit is closed.';

COMMENT ON COLUMN raw.tenants.circuit_reason IS 'Why the circuit is open: the last failure.';

COMMENT ON COLUMN raw.tenants.time_zone IS 'IANA name of the time zone of the tenant''s days, such as America/Chicago.';

COMMENT ON COLUMN raw.rate_limits.full_at IS 'When the whole limit is available again; each request moves it later.';

COMMENT ON COLUMN raw.quarantine.run_id IS 'The run that last received it.';

COMMENT ON COLUMN api.keys.created_at IS 'When the key was created.';

COMMENT ON COLUMN api.keys.expires_at IS 'When it expires; NULL: never.';

COMMENT ON COLUMN api.keys.scopes IS 'What it permits. read: read the cache; sync: also request syncs; admin: also see payloads and decide on quarantined records.';

COMMENT ON COLUMN raw.st_appointments.technician_ids IS 'Derived: all assigned technicians in the order of assignment, at most 100; NULL: none is assigned.';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('024_reword_comments', now() AT TIME ZONE 'UTC');

COMMIT;

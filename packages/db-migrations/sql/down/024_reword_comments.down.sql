-- Reverts 024_reword_comments. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '024_reword_comments' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 024_reword_comments', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

COMMENT ON SCHEMA raw IS 'ServiceTitan as it is: one cache table a resource, and what the sync knows of each.';

COMMENT ON SCHEMA api IS 'Who may use the API.';

COMMENT ON TABLE raw.sync_runs IS 'One row a run: one execution of one sync of one resource for one tenant.';

COMMENT ON TABLE raw.sync_requests IS 'Runs that people or apps ask for; a worker takes them.';

COMMENT ON TABLE raw.delete_suspects IS 'Rows that look gone from ServiceTitan and have no tombstone, because a run found more of them than it may mark by itself.';

COMMENT ON TABLE raw.full_sync_pages IS 'What the full sync under way has seen, one row a page: rows of the table that it did not see are gone from ServiceTitan.';

COMMENT ON TABLE raw.rate_limits IS 'The rate limit that all workers of a tenant share. Not logged: after a crash it is empty, and that means full.';

COMMENT ON TABLE raw.api_drift IS 'API drift: where ServiceTitan sends other fields or types than were known.';

COMMENT ON COLUMN raw.api_drift.kind IS 'unknown: a field nobody knew; missing: a required field is not sent; type: a value that its column cannot hold.';

COMMENT ON COLUMN raw.change_positions.trimmed_seq IS 'Changes up to this seq were removed; a consumer that is behind it reads the tables anew.';

COMMENT ON COLUMN raw.change_positions.last_seq IS 'The greatest seq given. A page takes its numbers here last of all and holds this row until it commits, hence the order of raw.changes.';

COMMENT ON COLUMN raw.sync_state.cursor IS 'Where the next incremental sync goes on: the export feed''s continueFrom exactly as received; never parsed.';

COMMENT ON COLUMN raw.sync_state.full_sync_cursor IS 'Where a full sync that has begun and not ended goes on; NULL when none is under way.';

COMMENT ON COLUMN raw.sync_state.last_verified_at IS 'When the table was last counted against ServiceTitan and what differed was mended.';

COMMENT ON COLUMN raw.sync_runs.kind IS 'full: the whole resource; incremental: from the stored cursor on; hot: the newest changes, the cursor stays; verify: counted against ServiceTitan, and mended where it differs.';

COMMENT ON COLUMN raw.sync_runs.mended IS 'Rows that a verify run found to differ and wrote anew.';

COMMENT ON COLUMN raw.sync_runs.status IS 'interrupted: stopped on request, or its process ended without a word.';

COMMENT ON COLUMN raw.sync_requests.kind IS 'The kind of run that is asked for, as in raw.sync_runs; replay or drop: settle a record in quarantine.';

COMMENT ON COLUMN raw.sync_requests.requested_at IS 'When it was asked for.';

COMMENT ON COLUMN raw.sync_requests.requested_by IS 'Who asked, for people.';

COMMENT ON COLUMN raw.sync_requests.status IS 'What became of it; pending: no worker has taken it yet.';

COMMENT ON COLUMN raw.sync_requests.allow_deletes IS 'Whether the run may write more tombstones than a run may by itself.';

COMMENT ON COLUMN raw.sync_requests.subject IS 'What the request is about. run: a run of the table; quarantine: the entry in quarantine_id.';

COMMENT ON COLUMN raw.tenants.circuit_open_until IS 'Nothing is asked of ServiceTitan for this tenant before this moment; NULL: no such pause.';

COMMENT ON COLUMN raw.tenants.circuit_reason IS 'Why it is paused: the failure that came last.';

COMMENT ON COLUMN raw.tenants.time_zone IS 'IANA name of the time zone in which the tenant reckons its days, such as America/Chicago.';

COMMENT ON COLUMN raw.rate_limits.full_at IS 'When the tenant may again send as many requests at once as the limit allows; each request moves it on.';

COMMENT ON COLUMN raw.quarantine.run_id IS 'The run that met it last.';

COMMENT ON COLUMN api.keys.created_at IS 'When the key was made.';

COMMENT ON COLUMN api.keys.expires_at IS 'When it ends to be valid; NULL: never.';

COMMENT ON COLUMN api.keys.scopes IS 'What it may do. read: read the cache; sync: also ask for syncs; admin: also see payloads and settle quarantine.';

COMMENT ON COLUMN raw.st_appointments.technician_ids IS 'Derived: all technicians assigned, first assigned first, 100 at the most; NULL when nobody is.';

DELETE FROM public.pgmigrations WHERE name = '024_reword_comments';

COMMIT;

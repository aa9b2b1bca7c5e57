import type { MigrationBuilder } from 'node-pg-migrate'
import { quoteLiteral } from '../src/authoring/v1/sql-text.ts'

interface Wording {
  readonly object: string
  readonly before: string
  readonly after: string
}

const wordings: readonly Wording[] = [
  {
    object: 'SCHEMA raw',
    before: 'ServiceTitan as it is: one cache table a resource, and what the sync knows of each.',
    after: 'The cache of ServiceTitan: one table per resource, and the state of its sync.',
  },
  {
    object: 'SCHEMA api',
    before: 'Who may use the API.',
    after: 'Access to the API.',
  },
  {
    object: 'TABLE raw.sync_runs',
    before: 'One row a run: one execution of one sync of one resource for one tenant.',
    after: 'One row per run: one execution of one sync of one resource for one tenant.',
  },
  {
    object: 'TABLE raw.sync_requests',
    before: 'Runs that people or apps ask for; a worker takes them.',
    after:
      'Requests of people and apps for runs and for decisions on quarantined records, executed by workers.',
  },
  {
    object: 'TABLE raw.delete_suspects',
    before:
      'Rows that look gone from ServiceTitan and have no tombstone, because a run found more of them than it may mark by itself.',
    after:
      'Rows that seem deleted in ServiceTitan but have no tombstone, because a run found more of them than the limit for one run.',
  },
  {
    object: 'TABLE raw.full_sync_pages',
    before:
      'What the full sync under way has seen, one row a page: rows of the table that it did not see are gone from ServiceTitan.',
    after:
      'The ids that the current full sync has received, one row per page: rows whose id is absent were deleted in ServiceTitan.',
  },
  {
    object: 'TABLE raw.rate_limits',
    before:
      'The rate limit that all workers of a tenant share. Not logged: after a crash it is empty, and that means full.',
    after:
      'The rate limit that all workers of a tenant share. An unlogged table: after a crash it is empty, so that each tenant may use its full limit.',
  },
  {
    object: 'TABLE raw.api_drift',
    before: 'API drift: where ServiceTitan sends other fields or types than were known.',
    after: 'API drift: fields and types sent by ServiceTitan that differ from its documentation.',
  },
  {
    object: 'COLUMN raw.api_drift.kind',
    before:
      'unknown: a field nobody knew; missing: a required field is not sent; type: a value that its column cannot hold.',
    after:
      'unknown: an undocumented field; missing: a required field is not sent; type: a value that its column cannot store.',
  },
  {
    object: 'COLUMN raw.change_positions.trimmed_seq',
    before: 'Changes up to this seq were removed; a consumer that is behind it reads the tables anew.',
    after:
      'Changes up to this seq were removed; a consumer whose position is lower must read the tables again.',
  },
  {
    object: 'COLUMN raw.change_positions.last_seq',
    before:
      'The greatest seq given. A page takes its numbers here last of all and holds this row until it commits, hence the order of raw.changes.',
    after:
      'The greatest seq assigned. A page assigns its numbers last and locks this row until it commits, so that raw.changes is in commit order.',
  },
  {
    object: 'COLUMN raw.sync_state.cursor',
    before:
      "Where the next incremental sync goes on: the export feed's continueFrom exactly as received; never parsed.",
    after:
      "Where the next incremental sync resumes from: the export feed's continueFrom exactly as received; never parsed.",
  },
  {
    object: 'COLUMN raw.sync_state.full_sync_cursor',
    before: 'Where a full sync that has begun and not ended goes on; NULL when none is under way.',
    after: 'Where an unfinished full sync resumes from; NULL: no full sync is unfinished.',
  },
  {
    object: 'COLUMN raw.sync_state.last_verified_at',
    before: 'When the table was last counted against ServiceTitan and what differed was mended.',
    after: 'When the table was last counted against ServiceTitan and its differences were repaired.',
  },
  {
    object: 'COLUMN raw.sync_runs.kind',
    before:
      'full: the whole resource; incremental: from the stored cursor on; hot: the newest changes, the cursor stays; verify: counted against ServiceTitan, and mended where it differs.',
    after:
      'full: the whole resource; incremental: changes after the stored cursor; hot: the newest changes, without moving the cursor; verify: counts compared with ServiceTitan, differences repaired.',
  },
  {
    object: 'COLUMN raw.sync_runs.mended',
    before: 'Rows that a verify run found to differ and wrote anew.',
    after: 'Rows that a verify run repaired.',
  },
  {
    object: 'COLUMN raw.sync_runs.status',
    before: 'interrupted: stopped on request, or its process ended without a word.',
    after: 'interrupted: stopped on request, or its worker exited without finishing the run.',
  },
  {
    object: 'COLUMN raw.sync_requests.kind',
    before:
      'The kind of run that is asked for, as in raw.sync_runs; replay or drop: settle a record in quarantine.',
    after:
      'The kind of the requested run, as in raw.sync_runs; replay or drop: the decision on a quarantined record.',
  },
  {
    object: 'COLUMN raw.sync_requests.requested_at',
    before: 'When it was asked for.',
    after: 'When it was requested.',
  },
  {
    object: 'COLUMN raw.sync_requests.requested_by',
    before: 'Who asked, for people.',
    after: 'The name of the requester, for people.',
  },
  {
    object: 'COLUMN raw.sync_requests.status',
    before: 'What became of it; pending: no worker has taken it yet.',
    after: 'pending: no worker has claimed it yet; otherwise the status of its execution.',
  },
  {
    object: 'COLUMN raw.sync_requests.allow_deletes',
    before: 'Whether the run may write more tombstones than a run may by itself.',
    after: 'Whether the run may write more tombstones than the limit for one run.',
  },
  {
    object: 'COLUMN raw.sync_requests.subject',
    before: 'What the request is about. run: a run of the table; quarantine: the entry in quarantine_id.',
    after: 'What is requested. run: a run of the table; quarantine: a decision on the entry quarantine_id.',
  },
  {
    object: 'COLUMN raw.tenants.circuit_open_until',
    before: 'Nothing is asked of ServiceTitan for this tenant before this moment; NULL: no such pause.',
    after:
      'No request is sent to ServiceTitan for this tenant before this moment; NULL: the circuit is closed.',
  },
  {
    object: 'COLUMN raw.tenants.circuit_reason',
    before: 'Why it is paused: the failure that came last.',
    after: 'Why the circuit is open: the last failure.',
  },
  {
    object: 'COLUMN raw.tenants.time_zone',
    before: 'IANA name of the time zone in which the tenant reckons its days, such as America/Chicago.',
    after: "IANA name of the time zone of the tenant's days, such as America/Chicago.",
  },
  {
    object: 'COLUMN raw.rate_limits.full_at',
    before:
      'When the tenant may again send as many requests at once as the limit allows; each request moves it on.',
    after: 'When the whole limit is available again; each request moves it later.',
  },
  {
    object: 'COLUMN raw.quarantine.run_id',
    before: 'The run that met it last.',
    after: 'The run that last received it.',
  },
  {
    object: 'COLUMN api.keys.created_at',
    before: 'When the key was made.',
    after: 'When the key was created.',
  },
  {
    object: 'COLUMN api.keys.expires_at',
    before: 'When it ends to be valid; NULL: never.',
    after: 'When it expires; NULL: never.',
  },
  {
    object: 'COLUMN api.keys.scopes',
    before:
      'What it may do. read: read the cache; sync: also ask for syncs; admin: also see payloads and settle quarantine.',
    after:
      'What it permits. read: read the cache; sync: also request syncs; admin: also see payloads and decide on quarantined records.',
  },
  {
    object: 'COLUMN raw.st_appointments.technician_ids',
    before: 'Derived: all technicians assigned, first assigned first, 100 at the most; NULL when nobody is.',
    after:
      'Derived: all assigned technicians in the order of assignment, at most 100; NULL: none is assigned.',
  },
]

// A comment is metadata: no lock that a query waits for, and apps do not read these texts.

export function up(pgm: MigrationBuilder): void {
  for (const { object, after } of wordings) comment(pgm, object, after)
}

export function down(pgm: MigrationBuilder): void {
  for (const { object, before } of wordings) comment(pgm, object, before)
}

function comment(pgm: MigrationBuilder, object: string, text: string): void {
  pgm.sql(`COMMENT ON ${object} IS ${quoteLiteral(text)}`)
}

import {
  actorKinds,
  auditActions,
  channels,
  formatPosition,
  ledger,
  noPosition,
  parsePosition,
  quarantineActions,
  requestKinds,
  requestStatuses,
  roles,
  runKinds,
  runStatuses,
  type SyncRequest,
  schemaNames,
  schemas,
  tenantSetting,
  verificationOutcomes,
  wasNeverSynced,
} from 'db-migrations/protocol'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const firstColumn = async (sql: string, values: unknown[] = []) =>
  (await database.pool.query({ text: sql, values, rowMode: 'array' })).rows.flat()

/** The values that a CHECK such as `kind IN ('full', 'hot')` allows. */
async function allowedBy(constraint: string): Promise<string[]> {
  const [definition = ''] = await firstColumn(
    'SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = $1',
    [constraint],
  )
  return [...String(definition).matchAll(/'([^']+)'::text/g)].map((match) => match[1] ?? '')
}

test('every schema that migrations create is listed, with its comment as its purpose', async () => {
  const { rows } = await database.pool.query(
    `SELECT nspname AS name, obj_description(oid, 'pg_namespace') AS purpose, nspowner::regrole::text AS owner
       FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'public')
      ORDER BY nspname COLLATE "C"`,
  )
  expect(rows).toEqual(
    schemaNames.toSorted().map((name) => ({ name, purpose: schemas[name], owner: roles.migrator })),
  )
})

test('the roles are those that migrations create and grant schemas to', async () => {
  const granted = await firstColumn(
    `SELECT DISTINCT a.grantee::regrole::text FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) AS a
      WHERE n.nspname = ANY ($1) ORDER BY 1`,
    [schemaNames],
  )
  expect(granted).toEqual(Object.values(roles).toSorted())
})

test('the kinds and statuses are those that the tables accept', async () => {
  expect(await allowedBy('entries_actor_kind_check')).toEqual([...actorKinds])
  expect(await allowedBy('entries_action_check')).toEqual([...auditActions])
  expect(await allowedBy('verifications_outcome_check')).toEqual([...verificationOutcomes])
  expect(await allowedBy('sync_runs_kind_check')).toEqual([...runKinds])
  expect(await allowedBy('sync_runs_status_check')).toEqual([...runStatuses])
  expect(await allowedBy('sync_requests_kind_check')).toEqual([...requestKinds])
  expect(await allowedBy('sync_requests_status_check')).toEqual([...requestStatuses])
})

test('the subject of a request is what the database derives from its kind', async () => {
  const subjectOf = {
    run: [...runKinds],
    quarantine: [...quarantineActions],
  } satisfies Record<SyncRequest['subject'], string[]>
  const request = (kind: string) =>
    firstColumn(
      `INSERT INTO raw.sync_requests (tenant_id, table_name, kind, quarantine_id)
       VALUES (1, 'st_jobs', $1, CASE WHEN $1 = ANY ($2) THEN 1 END) RETURNING subject`,
      [kind, quarantineActions],
    )
  for (const [subject, kinds] of Object.entries(subjectOf)) {
    for (const kind of kinds) expect(await request(kind)).toEqual([subject])
  }
})

test('wasNeverSynced is true of a table without a row, and of a row that was created for a claim', async () => {
  const never = () =>
    firstColumn(
      `SELECT ${wasNeverSynced('state')} FROM (VALUES (9)) AS tenant (id)
         LEFT JOIN raw.sync_state AS state ON state.tenant_id = tenant.id`,
    )
  expect(await never()).toEqual([true])
  await database.pool.query(`INSERT INTO raw.sync_state (tenant_id, table_name) VALUES (9, 'st_jobs')`)
  expect(await never()).toEqual([true])
  await database.pool.query('UPDATE raw.sync_state SET last_full_sync = now() WHERE tenant_id = 9')
  expect(await never()).toEqual([false])
})

test('every policy for one tenant compares with the setting', async () => {
  const conditions = await firstColumn(
    `SELECT coalesce(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
       FROM pg_policy WHERE polname LIKE 'one\\_tenant%'`,
  )
  expect(conditions.length).toBeGreaterThan(0)
  for (const condition of conditions)
    expect(condition).toContain(`current_setting('${tenantSetting}'::text, true)`)
})

test('the ledger records the migrations, and channels are identifiers that need no quotes', async () => {
  expect(await firstColumn(`SELECT count(*)::int FROM ${ledger.schema}.${ledger.table}`)).not.toEqual([0])
  for (const channel of Object.values(channels)) {
    expect(await firstColumn('SELECT quote_ident($1)', [channel])).toEqual([channel])
  }
})

test('a position is one text, with every epoch and seq that PostgreSQL stores', async () => {
  const [text] = await firstColumn(`SELECT gen_random_uuid() || '.' || 9223372036854775807`)
  const position = parsePosition(String(text))
  expect(position?.seq).toBe('9223372036854775807')
  expect(position && formatPosition(position)).toBe(text)
  expect(parsePosition(formatPosition(noPosition))).toEqual(noPosition)
  const [epoch] = String(text).split('.')
  for (const wrong of [
    '',
    '18',
    `${epoch}`,
    `${epoch}.`,
    `${epoch}.01`,
    `${epoch}.9223372036854775808`,
    ` ${text}`,
    `${text}\n`,
    `ABCDEFAB-0000-4000-8000-000000000000.1`,
  ])
    expect([wrong, parsePosition(wrong)]).toEqual([wrong, null])
})

import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Note, readNote } from '../../src/audit/note.ts'
import { sealLog } from '../../src/audit/seal-log.ts'
import { connect } from '../../src/database.ts'
import { newKey, noon, verified, writeSealed } from '../support/audit-log.ts'

// Each test has a log of 12 entries, sealed at 4, 8 and 12, and changes it as a superuser, who may do all.

const key = newKey()
const signed = { keys: [key.publicKey], isRequired: true }
let database: TestDatabase
let client: pg.Client
let tenants = 0
beforeAll(async () => {
  database = await createTestDatabase()
  client = await connect(database.url)
})
afterAll(async () => {
  await client.end()
  await database.close()
})

async function createLog(): Promise<string> {
  const tenantId = String(++tenants)
  await writeSealed(client, tenantId, { seals: 3, entries: 4, key })
  return tenantId
}

/** Runs statements in which `$t` is the tenant. */
async function tamper(tenantId: string, sql: string): Promise<void> {
  await database.pool.query(sql.replaceAll('$t', tenantId))
}

async function notesOf(tenantId: string): Promise<Note[]> {
  const { rows } = await database.pool.query<{ note: string }>(
    'SELECT note FROM audit.seals WHERE tenant_id = $1 ORDER BY size',
    [tenantId],
  )
  return rows.map(({ note }) => readNote(note)).filter((note) => note !== null)
}

const entry = 'tenant_id = $t AND seq = 6'
const seal = 'tenant_id = $t AND size = 8'

/** The columns of `audit.entries` that need another value than a longer text. */
const otherValues: Readonly<Record<string, string>> = {
  at: `at + interval '1 microsecond'`,
  actor_kind: `'worker'`,
  action: `'create'`,
  request_id: 'gen_random_uuid()',
  run_id: 'run_id + 1',
  salt: 'gen_random_uuid()',
  changes_hash: `sha256('x')`,
  tenant_id: '1000 + tenant_id',
  seq: '1000',
}

test('every column of an entry is fixed by the seals', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
      WHERE attrelid = 'audit.entries'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
  )
  const found: Record<string, unknown> = {}
  for (const { name } of rows) {
    const tenantId = await createLog()
    await tamper(
      tenantId,
      `UPDATE audit.entries SET ${name} = ${otherValues[name] ?? `${name} || '!'`} WHERE ${entry}`,
    )
    const { outcome, firstBadSeq } = await verified(client, tenantId, signed)
    found[name] = { outcome, firstBadSeq }
  }
  // Values, and what is missing, are named exactly; of the rest it is known between which two seals it is.
  const exact = ['tenant_id', 'seq', 'changes', 'salt']
  expect(found).toEqual(
    Object.fromEntries(
      rows.map(({ name }) => [name, { outcome: 'broken', firstBadSeq: exact.includes(name) ? 6 : 5 }]),
    ),
  )
})

test.each([
  ['the root of a seal', `UPDATE audit.seals SET root = sha256('x') WHERE ${seal}`, 8],
  ['a frontier', `UPDATE audit.seals SET frontier = ARRAY[sha256('x')] WHERE ${seal}`, 8],
  [
    'a root with its frontier',
    `UPDATE audit.seals SET root = sha256('x'), frontier = ARRAY[sha256('x')] WHERE ${seal}`,
    8,
  ],
  ['the size of a seal', `UPDATE audit.seals SET size = 7 WHERE ${seal}`, 7],
  [
    'the time of a seal',
    `UPDATE audit.seals SET sealed_at = sealed_at + interval '1 second' WHERE ${seal}`,
    8,
  ],
  [
    'the time of its last entry',
    `UPDATE audit.seals SET through_at = through_at + interval '1 ms' WHERE ${seal}`,
    8,
  ],
  ['the hash of the former seal', `UPDATE audit.seals SET prev_seal_hash = sha256('x') WHERE ${seal}`, 8],
  ['a note', `UPDATE audit.seals SET note = replace(note, 'sealed 2026', 'sealed 2027') WHERE ${seal}`, 8],
  [
    'a signature',
    `UPDATE audit.seals SET note = regexp_replace(note, '(— \\S{9} .{20}).', '\\1' || CASE WHEN note ~ '— \\S{9} .{20}A' THEN 'B' ELSE 'A' END) WHERE ${seal}`,
    8,
  ],
  [
    'a root with its frontier, after an entry was changed',
    `UPDATE audit.entries SET reason = 'x' WHERE ${entry}; UPDATE audit.seals SET root = sha256('x'), frontier = ARRAY[sha256('x')] WHERE ${seal}`,
    5,
  ],
  [
    'a removed signature',
    `UPDATE audit.seals SET note = split_part(note, E'\\n\\n', 1) || E'\\n' WHERE ${seal}`,
    8,
  ],
  ['a removed seal', `DELETE FROM audit.seals WHERE ${seal}`, 4],
  [
    'the order of two entries',
    `UPDATE audit.entries SET seq = 1000 WHERE ${entry}; UPDATE audit.entries SET seq = 6 WHERE tenant_id = $t AND seq = 7; UPDATE audit.entries SET seq = 7 WHERE tenant_id = $t AND seq = 1000`,
    5,
  ],
  [
    'changes with their hash',
    `UPDATE audit.entries SET changes = '{}', changes_hash = sha256(uuid_send(salt) || '{}') WHERE ${entry}`,
    5,
  ],
  [
    'values that were emptied without an entry',
    `UPDATE audit.entries SET changes = NULL, salt = NULL WHERE ${entry}`,
    6,
  ],
  ['a removed entry', `DELETE FROM audit.entries WHERE ${entry}`, 6],
  [
    'a removed entry, the others renumbered',
    `DELETE FROM audit.entries WHERE ${entry}; UPDATE audit.entries SET seq = -seq WHERE tenant_id = $t AND seq > 6; UPDATE audit.entries SET seq = -seq - 1 WHERE tenant_id = $t AND seq < 0`,
    5,
  ],
  [
    'an inserted entry, the others renumbered',
    `UPDATE audit.entries SET seq = -seq WHERE tenant_id = $t AND seq > 6; UPDATE audit.entries SET seq = 1 - seq WHERE tenant_id = $t AND seq < 0; INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, action, entity, entity_id) SELECT tenant_id, 7, at, 'cli', 'update', 'raw.tenants', '7' FROM audit.entries WHERE ${entry}; UPDATE audit.positions SET last_seq = 13 WHERE tenant_id = $t`,
    5,
  ],
  [
    'an entry after the end',
    `INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, action, entity, entity_id) SELECT tenant_id, 13, at, 'cli', 'update', 'raw.tenants', '7' FROM audit.entries WHERE ${entry}`,
    13,
  ],
  ['a removed end', `DELETE FROM audit.entries WHERE tenant_id = $t AND seq > 10`, 11],
  [
    'a removed end, with the position',
    `DELETE FROM audit.entries WHERE tenant_id = $t AND seq > 10; UPDATE audit.positions SET last_seq = 10 WHERE tenant_id = $t`,
    11,
  ],
  ['a removed beginning', `DELETE FROM audit.entries WHERE tenant_id = $t AND seq <= 4`, 1],
  ['all entries', `DELETE FROM audit.entries WHERE tenant_id = $t`, 1],
  ['the identity of the log', `UPDATE audit.positions SET epoch = gen_random_uuid() WHERE tenant_id = $t`, 1],
])('%s is found', async (what, sql, firstBadSeq) => {
  const tenantId = await createLog()
  expect(await verified(client, tenantId, signed)).toMatchObject({
    outcome: 'ok',
    sealedTo: 12,
    findings: [],
  })
  await tamper(tenantId, sql)
  expect(await verified(client, tenantId, signed)).toMatchObject({ outcome: 'broken', firstBadSeq })
  // Without a public key only what depends on signatures is not found.
  const unsigned = /signature/.test(what) ? {} : { outcome: 'broken', firstBadSeq }
  expect(await verified(client, tenantId)).toMatchObject(unsigned)
})

describe('what the database alone cannot show, an exported checkpoint does', () => {
  test('an end that was removed with its seal and position', async () => {
    const tenantId = await createLog()
    const notes = await notesOf(tenantId)
    expect(await verified(client, tenantId, { ...signed, notes })).toMatchObject({
      outcome: 'ok',
      checkpoints: 3,
    })
    await tamper(
      tenantId,
      `DELETE FROM audit.entries WHERE tenant_id = $t AND seq > 8; DELETE FROM audit.seals WHERE tenant_id = $t AND size > 8;
       UPDATE audit.positions SET last_seq = 8 WHERE tenant_id = $t`,
    )
    expect(await verified(client, tenantId, signed)).toMatchObject({ outcome: 'ok' })
    expect(await verified(client, tenantId, { ...signed, notes })).toMatchObject({
      outcome: 'broken',
      firstBadSeq: 9,
      checkpoints: 2,
    })
  })

  test('entries that were changed after the last seal that is left', async () => {
    const tenantId = await createLog()
    const notes = await notesOf(tenantId)
    await tamper(
      tenantId,
      `DELETE FROM audit.seals WHERE tenant_id = $t AND size > 4; UPDATE audit.entries SET reason = 'x' WHERE ${entry}`,
    )
    expect(await verified(client, tenantId, signed)).toMatchObject({ outcome: 'ok', sealedTo: 4 })
    expect(await verified(client, tenantId, { ...signed, notes })).toMatchObject({
      outcome: 'broken',
      firstBadSeq: 5,
    })
  })

  test('a log that was written anew from an entry on, and sealed with another key', async () => {
    const tenantId = await createLog()
    const notes = await notesOf(tenantId)
    await tamper(
      tenantId,
      `UPDATE audit.entries SET reason = 'another' WHERE ${entry}; DELETE FROM audit.seals WHERE tenant_id = $t`,
    )
    const other = newKey()
    await sealLog(client, tenantId, { now: noon, key: other })
    const forged = { keys: [other.publicKey], isRequired: true }
    expect(await verified(client, tenantId, forged)).toMatchObject({ outcome: 'ok' })
    expect(await verified(client, tenantId)).toMatchObject({ outcome: 'missing_key', unchecked: 1 })
    expect(await verified(client, tenantId, signed)).toMatchObject({ outcome: 'broken', firstBadSeq: 12 })
    // The first checkpoint still agrees; the next one tells.
    expect(await verified(client, tenantId, { ...forged, notes })).toMatchObject({
      outcome: 'broken',
      firstBadSeq: 5,
      checkpoints: 1,
    })
    const oldest = notes.slice(0, 1)
    expect(await verified(client, tenantId, { ...forged, notes: oldest })).toMatchObject({ outcome: 'ok' })
  })

  test('a log that was sealed anew without a key', async () => {
    const tenantId = await createLog()
    await tamper(tenantId, 'DELETE FROM audit.seals WHERE tenant_id = $t')
    await sealLog(client, tenantId, { now: noon, key: null })
    expect(await verified(client, tenantId)).toMatchObject({ outcome: 'ok', unsigned: 1 })
    expect(await verified(client, tenantId, signed)).toMatchObject({ outcome: 'broken', firstBadSeq: 12 })
  })
})

test('several deviations are all named, and one does not hide the next', async () => {
  const tenantId = await createLog()
  await tamper(
    tenantId,
    `UPDATE audit.entries SET reason = 'x' WHERE tenant_id = $t AND seq = 2; DELETE FROM audit.entries WHERE tenant_id = $t AND seq = 7;
     UPDATE audit.entries SET reason = 'x' WHERE tenant_id = $t AND seq = 12`,
  )
  const { findings } = await verified(client, tenantId, signed)
  expect(findings.map(({ seq }) => seq)).toEqual([1, 7, 9])
})

import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../src/database.ts'
import { checkAudit } from '../../src/doctor/check-audit.ts'
import { writeEntries } from '../support/audit-log.ts'
import { runCommand } from '../support/command.ts'

let database: TestDatabase
let client: pg.Client
let folder: string
const file = (name: string) => join(folder, name)
beforeAll(async () => {
  database = await createTestDatabase()
  client = await connect(database.url)
  folder = mkdtempSync(join(tmpdir(), 'audit-cli-'))
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(file('key'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await writeEntries(client, '7', 5)
})
afterAll(async () => {
  await client.end()
  await database.close()
  rmSync(folder, { recursive: true })
})

const audit = (...args: string[]) =>
  runCommand(['audit', ...args], {
    DATABASE_URL: database.url,
    LAZI_AUDIT_KEY_FILE: file('key'),
    LAZI_AUDIT_EXPORT_FILE: file('exported'),
  })
const verify = (...args: string[]) =>
  audit('verify', '--checkpoint', file('checkpoints'), '--public-key', file('public'), ...args)

test('a log is sealed, exported, listed and verified, and a change of it ends verify with 6', async () => {
  const checkpoint = await audit('checkpoint')
  expect(checkpoint).toMatchObject({ code: 0, stdout: expect.stringMatching(/^lazi-data\/\S+\/7\/\S+\n5\n/) })
  expect(readFileSync(file('exported'), 'utf8')).toContain('\n5\n')
  expect(checkpoint.stderr).toContain('audit checkpoint')
  writeFileSync(file('checkpoints'), checkpoint.stdout)
  const key = await audit('key')
  expect(key.stdout).toMatch(/^lazi-data\+[0-9a-f]{8}\+\S+\n-----BEGIN PUBLIC KEY-----/)
  writeFileSync(file('public'), key.stdout)

  const verified = await verify()
  expect(verified).toMatchObject({ code: 0, stderr: '' })
  expect(verified.stdout).toContain(
    'tenant 7: intact; entries 1 to 5, sealed to 5, 1 seal, 1 checkpoint agrees',
  )

  const listed = JSON.parse(
    (await audit('list', '--entity', 'raw.tenants:7', '--limit', '2', '--json')).stdout,
  )
  expect(listed.entries).toMatchObject([
    { seq: '5', changes: '{"name":{"old":"name 4","new":"name 5"}}' },
    { seq: '4', actorId: 'alice@db-1', reason: 'the 4th time' },
  ])
  const table = (await audit('list', '--entity', 'raw.tenants:7', '--limit', '1')).stdout
  expect(table.split('\n')[0]).toMatch(/^tenant +seq +at +actor +name +on behalf of +action +what/)
  expect(table).toMatch(/ cli:alice@db-1 +alice on db-1 +Dana +update +raw\.tenants 7 /)
  const period = ['--from', '2026-03-01T13:02:00+01:00', '--before', '2026-03-01T12:04:00Z'] as const
  const within = await audit('list', '--tenant', '7', '--entity', 'raw.tenants', '--json', ...period)
  expect(JSON.parse(within.stdout).entries.map(({ seq }: { seq: string }) => seq)).toEqual(['3', '2'])
  expect((await audit('show', '3', '--tenant', '7')).stdout).toMatch(/^reason {6}the 3th time$/m)

  expect(await audit('export', '--tenant', '7', '--to', file('log.gz'))).toMatchObject({ code: 0 })
  const lines = gunzipSync(readFileSync(file('log.gz')))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ type }) => type)).toEqual(['log', ...Array(6).fill('entry'), 'seal'])
  expect(lines[1]).toMatchObject({ seq: 1, leaf: expect.stringMatching(/^[0-9a-f]{64}$/) })

  await database.pool.query(`UPDATE audit.entries SET changes = '{}' WHERE tenant_id = 7 AND seq = 4`)
  const broken = await verify('--tenant', '7', '--json')
  expect(broken.code).toBe(6)
  expect(JSON.parse(broken.stdout)).toMatchObject({
    ok: false,
    logs: [{ tenantId: '7', outcome: 'broken', firstBadSeq: 4 }],
  })
  const { rows } = await database.pool.query(
    'SELECT outcome, first_bad_seq FROM audit.verifications WHERE tenant_id = 7 ORDER BY verified_at',
  )
  expect(rows).toEqual([
    { outcome: 'ok', first_bad_seq: null },
    { outcome: 'broken', first_bad_seq: '4' },
  ])
})

test('wrong use is refused with 2', async () => {
  expect(await audit('list', '--from', '2026-03-01')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--from is not a time with its offset'),
  })
  expect(await audit('verify', '--tenant', '99')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no entry'),
  })
  expect(await audit('show', '99', '--tenant', '7')).toMatchObject({ code: 2 })
  expect(await audit('redact', '99', '--tenant', '7', '--reason', 'x', '--yes')).toMatchObject({ code: 2 })
  expect(await audit('verify', '--checkpoint', file('key'))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no checkpoint'),
  })
  const keyless = await runCommand(['audit', 'key'], { LAZI_AUDIT_KEY_FILE: file('public') })
  expect(keyless).toMatchObject({ code: 2, stderr: expect.stringContaining('openssl genpkey') })
})

test('doctor reports logs that were changed, are unsigned, not exported, or not sealed for long', async () => {
  await database.pool.query(`
    INSERT INTO audit.positions (tenant_id, last_seq, last_at) VALUES (1, 2, now()), (2, 0, now());
    INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, action, entity, entity_id)
    VALUES (1, 2, now() - interval '11 minutes', 'cli', 'update', 'raw.tenants', '1');
    INSERT INTO audit.seals (tenant_id, size, root, frontier, through_at, sealed_at, note, export_error)
    VALUES (1, 1, sha256(''), '{}', now(), now(), 'x', 'disk is full')`)
  const checks = await checkAudit(client)
  const of = (name: string) =>
    checks.filter((check) => check.name === name).map(({ state, detail }) => `${state}: ${detail}`)
  expect(of('audit log of tenant 1')).toEqual([
    'failed: a seal is not exported: disk is full',
    expect.stringMatching(/^warning: an entry of 11 min.* is not sealed$/),
    'warning: sealed to entry 1, unsigned',
  ])
  expect(of('audit log of tenant 2')).toEqual(['ok: nothing is sealed yet'])
  expect(of('audit log of tenant 7')).toEqual([
    expect.stringMatching(/^failed: was changed from entry 4: entry 4:/),
  ])
})

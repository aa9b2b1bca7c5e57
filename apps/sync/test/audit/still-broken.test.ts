import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/database.ts'
import { checkAudit } from '../../src/doctor/check-audit.ts'
import { writeSealed } from '../support/audit-log.ts'
import { runHere } from '../support/command.ts'

// What a verification found stands until one that compares at least as much agrees. The log of tenant 7 is sealed at 4 and
// 8.

let database: TestDatabase
let client: pg.Client
let folder: string
const file = (name: string) => join(folder, name)
beforeEach(async () => {
  database = await createTestDatabase()
  client = await connect(database.url)
  folder = mkdtempSync(join(tmpdir(), 'audit-still-broken-'))
  await writeSealed(client, '7', { seals: 2, entries: 4, key: null })
  const { rows } = await client.query<{ note: string }>('SELECT note FROM audit.seals ORDER BY size')
  writeFileSync(file('oldest'), rows[0]?.note ?? '')
  writeFileSync(file('checkpoints'), rows.map(({ note }) => note).join('\n'))
})
afterEach(async () => {
  await client.end()
  await database.close()
  rmSync(folder, { recursive: true })
})

const audit = (env: Readonly<Record<string, string>>, ...args: string[]) =>
  runHere(['audit', ...args], { DATABASE_URL: database.url, ...env })
const verify = (...args: string[]) => audit({}, 'verify', '--tenant', '7', ...args)

/** The failures that `doctor` reports, with what it advises. */
const failures = async () =>
  (await checkAudit(client))
    .filter(({ state }) => state === 'failed')
    .map(({ detail, advice }) => ({ detail, advice }))

/** Removes the end of the log as only a checkpoint shows it. */
const removeEnd = `
  CREATE TABLE removed AS SELECT * FROM audit.seals WHERE size = 8;
  DELETE FROM audit.entries WHERE tenant_id = 7 AND seq > 4;
  DELETE FROM audit.seals WHERE tenant_id = 7 AND size > 4;
  UPDATE audit.positions SET last_seq = 4 WHERE tenant_id = 7`

test('what a checkpoint showed is not forgotten by a verification without one, or with an older one', async () => {
  await database.pool.query('CREATE TABLE kept AS SELECT * FROM audit.entries')
  await database.pool.query(removeEnd)
  expect(await verify('--checkpoint', file('checkpoints'))).toMatchObject({ code: 6 })
  const again =
    'pnpm sync audit verify --tenant 7 --checkpoint <file> (with a checkpoint of size 8 or greater)'
  const found = [
    {
      detail: expect.stringMatching(
        /^was changed from entry 5: the checkpoint of size 8 has entries that are/,
      ),
      advice: `Verify it again: ${again}`,
    },
  ]
  expect(await failures()).toEqual(found)
  const plain = await verify()
  expect(plain).toMatchObject({ code: 0 })
  expect(plain.stdout).toContain(
    `note: a former verification that compared more found the log changed, and stays valid until this agrees: ${again}`,
  )
  expect(await verify('--checkpoint', file('oldest'))).toMatchObject({ code: 0 })
  expect(await failures()).toEqual(found)

  await database.pool.query(`
    DELETE FROM audit.entries WHERE tenant_id = 7; INSERT INTO audit.entries SELECT * FROM kept;
    INSERT INTO audit.seals SELECT * FROM removed; UPDATE audit.positions SET last_seq = 8 WHERE tenant_id = 7`)
  const whole = await verify('--checkpoint', file('checkpoints'))
  expect(whole).toMatchObject({ code: 0, stdout: expect.not.stringContaining('former verification') })
  expect(await failures()).toEqual([])
})

test('a log that lost its position is reported too', async () => {
  await database.pool.query('DELETE FROM audit.positions WHERE tenant_id = 7')
  expect(await verify()).toMatchObject({ code: 6 })
  expect(await failures()).toMatchObject([
    { detail: expect.stringContaining('audit.positions has no row for the log') },
  ])
})

test('one entry is named in the singular', async () => {
  await database.pool.query(`DELETE FROM audit.entries WHERE tenant_id = 7 AND seq = 1`)
  expect((await verify()).stdout).toContain('entry 1 is missing, and no entry of the installation says')
})

test('what a row showed stands until it is compared again', async () => {
  await database.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (7, 'another')`)
  expect(await verify('--state')).toMatchObject({ code: 6 })
  expect(await verify('--checkpoint', file('checkpoints'))).toMatchObject({ code: 0 })
  const advice = 'Verify it again: pnpm sync audit verify --tenant 7 --state'
  expect(await failures()).toEqual([{ detail: expect.stringContaining('name is "another"'), advice }])
  await database.pool.query(`UPDATE raw.tenants SET name = 'name 4'`)
  expect(await verify('--state', '--checkpoint', file('checkpoints'))).toMatchObject({ code: 0 })
  expect(await failures()).toEqual([])
})

test('what a key showed stands until signatures are checked again', async () => {
  for (const name of ['key', 'other'])
    writeFileSync(
      file(name),
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
    )
  const own = { LAZI_AUDIT_KEY_FILE: file('key'), LAZI_AUDIT_EXPORT_FILE: file('exported') }
  expect(await audit(own, 'verify', '--tenant', '7')).toMatchObject({ code: 0 })
  expect(await audit(own, 'checkpoint')).toMatchObject({ code: 0 })
  expect(await audit({ LAZI_AUDIT_KEY_FILE: file('other') }, 'verify', '--tenant', '7')).toMatchObject({
    code: 6,
  })
  expect(await verify()).toMatchObject({ code: 0 })
  expect(await failures()).toMatchObject([
    { advice: 'Verify it again: pnpm sync audit verify --tenant 7 (with LAZI_AUDIT_KEY_FILE)' },
  ])
  expect(await audit(own, 'verify', '--tenant', '7')).toMatchObject({ code: 0 })
  expect(await failures()).toEqual([])
})

test('with a public key, a log that was never sealed is not broken, and one whose seals were deleted is', async () => {
  writeFileSync(
    file('public'),
    generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
  )
  await database.pool.query('DELETE FROM audit.seals')
  const unsealed = await verify('--public-key', file('public'))
  expect(unsealed).toMatchObject({ code: 0 })
  expect(unsealed.stdout).toContain(
    'note: no entry is sealed yet, so that no signature was checked: pnpm sync audit checkpoint',
  )
  expect(await failures()).toEqual([])

  expect(await audit({}, 'checkpoint')).toMatchObject({ code: 0 })
  expect(await verify()).toMatchObject({ code: 0 })
  await database.pool.query('DELETE FROM audit.seals')
  const deleted = await verify('--public-key', file('public'))
  expect(deleted).toMatchObject({ code: 6 })
  expect(deleted.stdout).toContain('BROKEN from entry 1')
  expect(await failures()).toMatchObject([
    { advice: 'Verify it again: pnpm sync audit verify --tenant 7 --public-key <file>' },
  ])
})

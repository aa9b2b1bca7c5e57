import { expect, test } from 'vitest'
import { commandLine } from '../../src/cli/program.ts'
import { hashSecret } from '../../src/keys/key-text.ts'
import { formatSession } from '../../src/keys/sessions/session-text.ts'
import { createCode } from '../../src/keys/sessions/sign-in-codes.ts'
import { startApiServer } from '../fixtures/api-server.ts'
import { openBrowser } from '../fixtures/browser.ts'

test('no entry has the secret or the hash of a key, a session or a code, or a payload', async () => {
  await using server = await startApiServer()
  const { pool, url } = server.database
  const key = await server.createKey('1', 'admin')
  const payload = 'hourlyRate 31.50'
  await pool.query(
    `INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
     SELECT 1, 'st_jobs', n::text, $1, 'Refused', now(), now() FROM generate_series(1, 2) AS n`,
    [JSON.stringify({ payload })],
  )
  const code = await createCode(pool, { tenantId: '1', keyId: key.split('_')[2] ?? '' })
  if (!code) throw new Error('Expected a code')
  const browser = openBrowser(server)
  await browser.send('POST', '/sessions', { key, body: {} })
  const byKey = [...browser.cookies.values()]
  await browser.send('POST', '/sessions', { body: { code: formatSession(code) } })
  const byCode = [...browser.cookies.values()]
  await browser.send('DELETE', '/sessions', { tenant: '1' })
  await server.get('/api/v2/sync/quarantine/1', key)
  for (const action of ['1/replay', '2/drop'])
    await server.get(`/api/v2/sync/quarantine/${action}`, key, { method: 'POST' })
  const run = (...args: string[]) =>
    commandLine
      .createProgram({ env: { DATABASE_URL: url }, finish: () => undefined })
      .parseAsync(['keys', ...args, '--tenant', '1'], { from: 'user' })
  await run('create', '--name', 'Board')
  await run('link', '2')
  await run('revoke', '2')

  const { rows: entries } = await pool.query<{ action: string; row: string }>(
    'SELECT action, entries::text AS row FROM audit.entries ORDER BY seq',
  )
  const actions = entries.map(({ action }) => action).join(' ')
  expect(actions).toBe('login login logout view request request create create revoke')
  const secrets = [key, ...byKey, ...byCode, formatSession(code)].map((text) => text.slice(-43))
  expect(new Set(secrets).size).toBe(4)
  const { rows: stored } = await pool.query<{ hash: Buffer }>(
    `SELECT secret_hash AS hash FROM api.keys UNION ALL SELECT secret_hash FROM api.sessions
      UNION ALL SELECT secret_hash FROM api.sign_in_codes`,
  )
  const hashes = stored.map(({ hash }) => hash)
  expect(hashes).toHaveLength(6)
  for (const secret of secrets) expect(hashes.some((hash) => hash.equals(hashSecret(secret)))).toBe(true)
  const forbidden = [
    ...secrets,
    ...hashes.flatMap((hash) => [hash.toString('hex'), hash.toString('base64'), hash.toString('base64url')]),
    payload,
    'hourlyRate',
  ]
  const log = JSON.stringify(entries)
  expect(forbidden.filter((text) => log.includes(text))).toEqual([])
})

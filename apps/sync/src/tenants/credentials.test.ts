import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCredentials } from './credentials.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'credentials-'))
})
afterEach(() => rm(dir, { recursive: true }))

const write = async (name: string, text: string, mode = 0o600) => {
  await writeFile(join(dir, name), text)
  await chmod(join(dir, name), mode)
}
const complete = 'SERVICETITAN_CLIENT_ID=an-id\nSERVICETITAN_CLIENT_SECRET="a-secret"\n'

test('the environment has the credentials of one tenant', () => {
  const env = {
    SERVICETITAN_TENANT_ID: '1001001',
    SERVICETITAN_CLIENT_ID: 'an-id',
    SERVICETITAN_CLIENT_SECRET: 'a-secret',
    SERVICETITAN_APP_KEY: 'a-key',
  }
  expect([...readCredentials(env).byTenant]).toEqual([
    [
      '1001001',
      expect.objectContaining({ tenantId: '1001001', clientId: 'an-id', environment: 'production' }),
    ],
  ])
})

test('each file has the credentials of one tenant; omitted variables come from the environment', async () => {
  await write('11.env', complete)
  await write('12.env', `${complete}SERVICETITAN_APP_KEY=its-own\nSERVICETITAN_ENVIRONMENT=integration\n`)
  await write('notes.txt', 'not credentials')
  const { byTenant, warnings } = readCredentials({
    SERVICETITAN_CREDENTIALS_DIR: dir,
    SERVICETITAN_APP_KEY: 'shared',
  })
  expect([...byTenant.values()]).toMatchObject([
    { tenantId: '11', clientSecret: 'a-secret', appKey: 'shared', environment: 'production' },
    { tenantId: '12', appKey: 'its-own', environment: 'integration' },
  ])
  expect(warnings).toEqual([])
})

test('all problems of all tenants are reported together, without any value', async () => {
  await write('11.env', 'SERVICETITAN_CLIENT_SECRET=planted-secret\nSERVICETITAN_ENVIRONMENT=planted-value\n')
  await write('acme.env', complete)
  expect(() => readCredentials({ SERVICETITAN_CREDENTIALS_DIR: dir })).toThrow(
    '11.env: SERVICETITAN_CLIENT_ID is not set; 11.env: SERVICETITAN_APP_KEY is not set; ' +
      '11.env: SERVICETITAN_ENVIRONMENT is not one of production, integration, sandbox; ' +
      'acme.env: its name is not a tenant id; acme.env: SERVICETITAN_APP_KEY is not set. See .env.example.',
  )
})

test('a directory that is empty or missing is reported', () => {
  expect(() => readCredentials({ SERVICETITAN_CREDENTIALS_DIR: dir })).toThrow(/has no file <tenant id>\.env/)
  expect(() => readCredentials({ SERVICETITAN_CREDENTIALS_DIR: join(dir, 'none') })).toThrow(/ENOENT/)
})

test.skipIf(process.platform === 'win32')('a file that every account can read causes a warning', async () => {
  await write('11.env', complete, 0o644)
  const { warnings } = readCredentials({ SERVICETITAN_CREDENTIALS_DIR: dir, SERVICETITAN_APP_KEY: 'shared' })
  expect(warnings).toEqual([expect.stringMatching(/11\.env can be read by every account .* chmod 600/)])
})

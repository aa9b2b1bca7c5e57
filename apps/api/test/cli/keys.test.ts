import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Commands, openCommands } from '../fixtures/commands.ts'

let commands: Commands
beforeAll(async () => {
  commands = await openCommands()
})
afterAll(() => commands[Symbol.asyncDispose]())

const run: Commands['run'] = (...args) => commands.run(...args)

test('create prints a valid key, list shows it without its secret, revoke revokes it', async () => {
  const created = await run(['keys', 'create', '--name', 'Board', '--scope', 'sync', '--json'])
  expect(created).toMatchObject({ code: 0, stderr: expect.stringContaining('only its hash is saved') })
  const { key, keyId, ...rest } = JSON.parse(created.stdout)
  expect(rest).toEqual({
    ok: true,
    tenantId: '1',
    name: 'Board',
    personId: null,
    scopes: ['sync'],
    expiresAt: null,
  })

  const listed = await run(['keys', 'list', '--json'])
  expect(JSON.parse(listed.stdout).keys).toEqual([
    expect.objectContaining({ tenantId: '1', keyId, name: 'Board', scopes: ['sync'], status: 'valid' }),
  ])
  expect(listed.stdout).not.toContain(key.slice(-43))
  expect((await run(['keys', 'list'])).stdout).toMatch(/Board +sync +valid +never +never/)

  expect((await run(['keys', 'revoke', keyId])).stdout).toBe(`Revoked: ${keyId}.\n`)
  expect(JSON.parse((await run(['keys', 'list', '--json'])).stdout).keys[0].status).toBe('revoked')
})

test('create prints only the key on stdout, for scripts', async () => {
  const { stdout } = await commands.startAndWait([
    'keys',
    'create',
    '--name',
    'Script',
    '--expires-in-days',
    '30',
  ])
  expect(stdout).toMatch(/^lazi_1_\d+_[\w-]{43}\n$/)
})

test('link prints a link that signs in once', async () => {
  const { key, keyId } = JSON.parse((await run(['keys', 'create', '--name', 'Link', '--json'])).stdout)
  const linked = await run(['keys', 'link', keyId, '--url', 'https://data.example.com/', '--json'])
  expect(linked).toMatchObject({ code: 0, stderr: expect.stringContaining('within five minutes') })
  const { url, code, expiresAt, ...rest } = JSON.parse(linked.stdout)
  expect(rest).toEqual({ ok: true, tenantId: '1', keyId })
  expect(url).toBe(`https://data.example.com/#code=${code}`)
  expect(expiresAt).toMatch(/^\d{4}-.*Z$/)
  expect(linked.stdout).not.toContain(key.slice(-43))
  const { stdout } = await run(['keys', 'link', keyId], { API_PORT: '4000' })
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:4000\/#code=1_\d+_[\w-]{43}\n$/)
  await run(['keys', 'revoke', keyId])
  expect(await run(['keys', 'link', keyId])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`has no valid key ${keyId}`),
  })
})

test.concurrent.each([
  [['keys', 'create', '--name', ' '], /must not be empty/],
  [
    ['keys', 'create', '--name', 'x', '--scope', 'write'],
    /Choose from: read, write:dispatch, write:records, sync, admin/,
  ],
  [['keys', 'create', '--name', 'x', '--tenant', '9'], /Tenant 9 does not exist/],
  [['keys', 'create', '--name', 'x', '--tenant', '1 OR true'], /not a tenant id/],
  [['keys', 'create', '--name', 'x', '--expires-in-days', '0'], /whole number from 1/],
  [['keys', 'revoke', '999'], /has no key 999/],
  [['keys', 'revoke', 'all'], /not a key id/],
  [['keys', 'create'], /--name/],
  [['keys', 'link', '999'], /has no valid key 999/],
  [['keys', 'link', 'all'], /not a key id/],
  [['keys', 'link', '1', '--url', 'data.example.com'], /not the address of a console/],
  [['keys', 'link', '1', '--url', 'https://data.example.com/t/1'], /not the address of a console/],
  [['serve', '--port', '70000'], /--port is not a whole number from 0 to 65535/],
  [['nonsense'], /unknown command/],
])('%j is refused with exit code 2', async (args, message) => {
  const { code, stdout, stderr } = await run(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(message)
})

test('every command has examples in its help', async () => {
  for (const args of [
    ['serve'],
    ['keys', 'create'],
    ['keys', 'list'],
    ['keys', 'revoke'],
    ['keys', 'link'],
  ]) {
    const { code, stdout } = await run([...args, '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/Examples:\n {2}\$ pnpm/)
  }
  expect((await run(['--help'])).stdout).toMatch(/Exit codes: 0 done/)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Commands, openCommands } from '../fixtures/commands.ts'

let commands: Commands
beforeAll(async () => {
  commands = await openCommands()
})
afterAll(() => commands[Symbol.asyncDispose]())

const run: Commands['run'] = (...args) => commands.run(...args)
const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await run([...args, '--json'])
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

test('a person is added, gets a key, is changed, deactivated and activated', async () => {
  const added = await json('people', 'add', '--name', 'Ada Park', '--role', 'dispatcher')
  expect(added).toMatchObject({ ok: true, tenantId: '1', name: 'Ada Park', email: null, role: 'dispatcher' })
  const { personId } = added
  expect((await run(['people', 'add', '--name', 'Ben', '--role', 'office'])).stdout).toMatch(
    /Added person \d+, Ben, as office\. Create a key: pnpm api keys create --person \d+/,
  )

  const key = await json('keys', 'create', '--name', 'Phone of Ada', '--person', personId)
  expect(key).toMatchObject({ personId, scopes: [], key: expect.stringMatching(/^lazi_1_/) })
  expect((await run(['keys', 'list'])).stdout).toMatch(/Phone of Ada +Ada Park +dispatcher +valid/)

  expect(
    await json('people', 'set', personId, '--role', 'office', '--email', 'ada@example.com'),
  ).toMatchObject({
    role: 'office',
    email: 'ada@example.com',
  })
  expect(await json('people', 'set', personId, '--email', '')).toMatchObject({ email: null })
  expect(await json('people', 'deactivate', personId)).toMatchObject({
    deactivatedAt: expect.stringMatching(/Z$/),
  })
  expect((await run(['people', 'list'])).stdout).toMatch(/Ada Park +office +deactivated/)
  expect((await run(['keys', 'list'])).stdout).toMatch(/Phone of Ada +Ada Park +office +deactivated/)
  expect(await run(['keys', 'create', '--name', 'x', '--person', personId])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`pnpm api people activate ${personId} --tenant 1`),
  })
  expect((await run(['keys', 'link', key.keyId])).code).toBe(2)
  expect(await json('people', 'activate', personId)).toMatchObject({ deactivatedAt: null })
  expect((await run(['keys', 'link', key.keyId])).code).toBe(0)
})

test('without persons, list says how to add one', async () => {
  const other = await run(['people', 'list', '--tenant', '999'])
  expect(other).toMatchObject({ code: 0, stdout: expect.stringContaining('pnpm api people add') })
})

test.concurrent.each([
  [['people', 'add', '--name', ' ', '--role', 'reader'], /--name must have 1 to 200 characters/],
  [['people', 'add', '--name', 'x', '--role', 'owner'], /Choose from: reader, dispatcher, office, admin/],
  [['people', 'add', '--name', 'x'], /--role/],
  [['people', 'add', '--name', 'x', '--role', 'reader', '--email', 'x'], /not an e-mail address/],
  [['people', 'add', '--name', 'x', '--role', 'reader', '--tenant', '9'], /Tenant 9 does not exist/],
  [['people', 'set', '1'], /Nothing to change/],
  [['people', 'set', 'ada', '--role', 'reader'], /not the id of a person/],
  [['people', 'set', '999', '--role', 'reader'], /has no person 999/],
  [['people', 'deactivate', '999'], /has no person 999/],
  [['keys', 'create', '--name', 'x', '--person', '999'], /has no person 999/],
  [['keys', 'create', '--name', 'x', '--person', '1', '--scope', 'admin'], /said by their role/],
])('%j is refused with exit code 2', async (args, message) => {
  const { code, stdout, stderr } = await run(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(message)
})

test('every command has examples in its help', async () => {
  for (const name of ['add', 'list', 'set', 'deactivate', 'activate']) {
    const { code, stdout } = await run(['people', name, '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/Examples:\n {2}\$ pnpm/)
  }
})

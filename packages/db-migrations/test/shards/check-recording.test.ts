import { expect, test } from 'vitest'
import { checkShards } from '../../src/testing/shards/check-recording.ts'
import { exceptions } from '../../src/testing/shards/exceptions.ts'
import { statementRules } from '../../src/testing/shards/statement-rules.ts'

const check = (...session: string[]) => checkShards({ sessions: [session], texts: new Set(session) }, 'api')
const rulesOf = async (...session: string[]) =>
  (await check(...session)).findings.map(({ rule, detail }) => `${rule}: ${detail}`)

test('a finding has the statement, the rule and the remedy', async () => {
  const { findings } = await check('SELECT\n  FROM raw.st_jobs')
  expect(findings).toEqual([
    {
      rule: 'tenant-bound',
      detail: 'raw.st_jobs',
      remedy: expect.stringMatching(/tenant_id = \$n/),
      sql: 'SELECT FROM raw.st_jobs',
    },
  ])
})

test('an exception that is not needed is reported', async () => {
  const { unneeded } = await check('SELECT 1')
  const own = exceptions.filter(({ app }) => app === 'api')
  expect(unneeded).toEqual(own.flatMap(({ name, rules }) => rules.map((rule) => `${name}: ${rule}`)))
})

test('an exception covers its own statement and rules only', async () => {
  const keys = 'SELECT FROM api.keys AS key WHERE $1::bigint IS NULL OR key.tenant_id = $1'
  const { findings, unneeded } = await check(keys, 'SELECT FROM api.keys', `${keys} AND ctid = $2`)
  expect(findings.map(({ rule, sql }) => ({ rule, sql }))).toEqual([
    { rule: 'tenant-bound', sql: 'SELECT FROM api.keys' },
    { rule: 'no-ctid', sql: `${keys} AND ctid = $2` },
  ])
  expect(unneeded).not.toContain('listKeys: tenant-bound')
})

test('every exception has a reason, and rules that exist', () => {
  const rules = [
    ...statementRules.map(({ name }) => name),
    'set-local-alone',
    'one-role-a-transaction',
    'may-insert-defaults',
  ]
  for (const exception of exceptions) {
    expect(exception.reason).toMatch(/\.$/)
    expect(rules).toEqual(expect.arrayContaining([...exception.rules]))
  }
})

test.each([
  {
    name: 'two roles in a transaction',
    session: ['BEGIN', 'SET LOCAL ROLE lazi_reader', 'SET LOCAL ROLE lazi_api'],
    rules: ['one-role-a-transaction: lazi_reader, then lazi_api'],
  },
  {
    name: 'a role in each of two transactions',
    session: [
      'BEGIN',
      'SET LOCAL ROLE lazi_reader',
      'COMMIT',
      'BEGIN',
      'SET LOCAL ROLE lazi_api',
      'ROLLBACK',
    ],
    rules: [],
  },
  {
    name: 'SET LOCAL beside another statement',
    session: [`BEGIN; SET LOCAL jit = 'off'`],
    rules: ['set-local-alone: SET LOCAL'],
  },
  { name: 'SET LOCAL alone', session: ['BEGIN', `SET LOCAL jit = 'off'`], rules: [] },
  {
    name: 'an insert by a role that may not insert defaults',
    session: ['SET ROLE lazi_api', 'INSERT INTO raw.quarantine (tenant_id) VALUES ($1)'],
    rules: [expect.stringMatching(/^may-insert-defaults: lazi_api: raw\.quarantine\.attempts, /)],
  },
  {
    name: 'an insert by a role that may insert all columns',
    session: ['SET ROLE lazi_sync', 'INSERT INTO raw.quarantine (tenant_id) VALUES ($1)'],
    rules: [],
  },
])('messages: $name', async ({ session, rules }) => {
  expect(await rulesOf(...session)).toEqual(rules)
})

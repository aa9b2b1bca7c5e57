import { inTransaction, sendTransaction } from 'cli-kit/postgres'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isDataError } from '../../src/postgres/data-errors.ts'
import { requireThat } from '../../src/postgres/require-that.ts'
import { connect } from '../support/tenant.ts'

let database: TestDatabase
let client: pg.Client
beforeEach(async () => {
  database = await createTestDatabase()
  await database.pool.query('CREATE TABLE note (id integer UNIQUE DEFERRABLE INITIALLY DEFERRED)')
  client = await connect(database.url)
})
afterEach(async () => {
  await client.end()
  await database.close()
})

const add = (id: number) => () => client.query('INSERT INTO note VALUES ($1)', [id])
const notes = async () =>
  (await database.pool.query<{ id: number }>('SELECT id FROM note ORDER BY id')).rows.map(({ id }) => id)

test('pipelined transactions are all committed', async () => {
  const sent = []
  for (const ids of [[1, 2], [3], []])
    sent.push(await sendTransaction(client, () => ids.map((id) => add(id)())))
  for (const { answered } of sent) await answered
  expect(await notes()).toEqual([1, 2, 3])
})

test('a pipelined transaction with a failing statement is rolled back', async () => {
  const fail = () => client.query('SELECT 1 / 0')
  const { answered } = await sendTransaction(client, () => [add(1)(), fail(), add(2)()])
  const behind = await sendTransaction(client, () => [add(3)()])
  await expect(answered).rejects.toThrow(/division by zero/)
  await behind.answered
  expect(await notes()).toEqual([3])
})

test('a pipelined transaction rejects with the reason when its COMMIT fails', async () => {
  await inTransaction(client, add(1))
  // The constraint is deferred to the COMMIT.
  const { answered } = await sendTransaction(client, () => [add(1)()])
  await expect(answered).rejects.toThrow(/duplicate key/)
  expect(await notes()).toEqual([1])
})

test('a transaction is not committed when one of its statements could not be sent', async () => {
  const unsent = async () => {
    await Promise.resolve()
    throw new Error('not sent')
  }
  const { answered } = await sendTransaction(client, () => [add(1)(), unsent(), add(2)()])
  await expect(answered).rejects.toThrow('not sent')
  await inTransaction(client, add(3))
  expect(await notes()).toEqual([3])
})

test('a transaction is rejected as not committed when its work hides a failed statement', async () => {
  const hiding = async () => {
    await add(1)()
    await client.query('SELECT 1 / 0').catch(() => undefined)
  }
  await expect(inTransaction(client, hiding)).rejects.toThrow(/was not committed/)
  expect(await notes()).toEqual([])
})

test('a failed condition rolls back and reports the expected condition', async () => {
  const addToOne = (id: number) => () => [
    client.query(`SELECT ${requireThat('count(*) = 1', 'one note')} FROM note`),
    add(id)(),
  ]
  await inTransaction(client, add(1))
  await (await sendTransaction(client, addToOne(2))).answered
  const { answered } = await sendTransaction(client, addToOne(3))
  const error: unknown = await answered.catch((reason) => reason)
  expect(error).toHaveProperty('message', expect.stringContaining('expected: one note'))
  expect(isDataError(error)).toBe(true)
  expect(await notes()).toEqual([1, 2])
})

import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inTransaction, inTransactionBehind } from '../src/page/transaction.ts'
import { connect } from './faults/tenant.ts'

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

test('transactions behind each other are all committed', async () => {
  let before = Promise.resolve()
  for (const id of [1, 2, 3]) before = (await inTransactionBehind(before, client, add(id))).committed
  await before
  expect(await notes()).toEqual([1, 2, 3])
})

test('nothing stays of a transaction behind one whose COMMIT is refused', async () => {
  await inTransaction(client, add(1))
  // The constraint is looked at by the COMMIT.
  const { committed } = await inTransactionBehind(Promise.resolve(), client, add(1))
  await expect(inTransactionBehind(committed, client, add(2))).rejects.toThrow(/duplicate key/)
  await expect(committed).rejects.toThrow(/duplicate key/)
  expect(await notes()).toEqual([1])
  await inTransaction(client, add(3))
  expect(await notes()).toEqual([1, 3])
})

test('work that hides a failed statement is not taken for committed', async () => {
  const hiding = async () => {
    await add(1)()
    await client.query('SELECT 1 / 0').catch(() => undefined)
  }
  await expect(inTransaction(client, hiding)).rejects.toThrow(/was not committed/)
  expect(await notes()).toEqual([])
})

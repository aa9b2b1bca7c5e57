import { createTestDatabase } from 'db-migrations/testing'
import { expect, test } from 'vitest'
import { projectedId } from '../src/testing/index.ts'

test('projectedId computes the ids that lazi.projected_id computes', async () => {
  await using database = await createTestDatabase()
  const ids = ['0', '1', '4095', '4096', '40233', '987654321012', '1152921504606846975']
  const { rows } = await database.pool.query<{ st_id: string; id: string }>(
    `SELECT st_id::text, lazi.projected_id(1001, 'jobs', st_id) AS id FROM unnest($1::bigint[]) AS st_id`,
    [ids],
  )
  expect(rows).toEqual(ids.map((st_id) => ({ st_id, id: projectedId('1001', 'jobs', st_id) })))
})

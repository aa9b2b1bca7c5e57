import { expect, expectTypeOf, test } from 'vitest'
import type { CamelRow } from '../src/rows.ts'
import { createTestDatabase } from '../src/testing/index.ts'

test('row types match the values that pg returns', async () => {
  type Key = CamelRow<'api.keys', 'key_id' | 'scopes' | 'secret_hash' | 'created_at' | 'expires_at'>
  expectTypeOf<Key>().toEqualTypeOf<{
    readonly keyId: string
    readonly scopes: string[]
    readonly secretHash: Buffer
    readonly createdAt: Date
    readonly expiresAt: Date | null
  }>()
  await using database = await createTestDatabase()
  await database.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (7, 'Seven')`)
  const { rows } = await database.pool.query<Key>(
    `INSERT INTO api.keys (tenant_id, name, scopes, secret_hash) VALUES (7, 'Board', '{read}', sha256('key'))
     RETURNING key_id AS "keyId", scopes, secret_hash AS "secretHash", created_at AS "createdAt",
               expires_at AS "expiresAt"`,
  )
  expect(rows).toEqual([
    {
      keyId: expect.stringMatching(/^\d+$/),
      scopes: ['read'],
      secretHash: expect.any(Buffer),
      createdAt: expect.any(Date),
      expiresAt: null,
    },
  ])
})

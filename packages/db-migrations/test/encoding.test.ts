import { createMigrator } from 'db-migrations'
import { createTestDatabase } from 'db-migrations/testing'
import { resolvePostgres } from 'local-postgres'
import { expect, test } from 'vitest'

test.each(['SQL_ASCII', 'LATIN1'])(
  'a database with the encoding %s is refused by migrator and apps',
  async (encoding) => {
    await using database = await createTestDatabase({ empty: true })
    const name = `${new URL(database.url).pathname.slice(1)}_${encoding.toLowerCase()}`
    await database.pool.query(
      `CREATE DATABASE ${name} ENCODING '${encoding}' TEMPLATE template0 LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'`,
    )
    try {
      const url = Object.assign(new URL(database.url), { pathname: name }).href
      const refused = { code: 'wrong_encoding', message: expect.stringContaining(`ENCODING 'UTF8'`) }
      await expect(createMigrator({ connectionString: url }).up()).rejects.toMatchObject(refused)
      await expect(createMigrator({ connectionString: url }).assertUpToDate()).rejects.toMatchObject(refused)
      await expect(resolvePostgres({ url })).rejects.toMatchObject(refused)
    } finally {
      await database.pool.query(`DROP DATABASE ${name}`)
    }
  },
)

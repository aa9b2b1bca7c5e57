import { notice } from 'cli-kit'
import { openDatabase } from 'db-migrations'
import type { PostgresOptions } from 'local-postgres'
import type pg from 'pg'
import { connect } from '../database.ts'

/** Runs `work` with one connection to a migrated database. @throws as `openDatabase` and `connect` do */
export async function withDatabase<T>(
  options: PostgresOptions,
  work: (client: pg.Client, url: string) => Promise<T>,
): Promise<T> {
  await using database = await openDatabase(options, notice)
  const client = await connect(database.url)
  try {
    return await work(client, database.url)
  } finally {
    await client.end()
  }
}

import { type Env, notice } from 'cli-kit'
import { openDatabase } from 'db-migrations'
import { postgresOptionsFromEnv } from 'local-postgres'
import type pg from 'pg'
import { openPool } from '../database.ts'

/** Runs `work` with a connection of a login that may manage keys and persons. @throws when it may not */
export async function withManager<T>(env: Env, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  await using database = await openDatabase(postgresOptionsFromEnv(env, { direct: true }), notice)
  const pool = openPool(database.url, { max: 1, onError: (error) => notice(error.message) })
  try {
    const client = await pool.connect()
    try {
      await assertMayManage(client)
      return await work(client)
    } finally {
      client.release()
    }
  } finally {
    await pool.end()
  }
}

/** Checked because a login that is only in the API's roles would see no tenant and find no keys. */
async function assertMayManage(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ login: string; may: boolean }>(
    `SELECT session_user AS login, has_table_privilege('api.keys', 'INSERT') AS may`,
  )
  if (rows[0]?.may) return
  throw new Error(
    `${rows[0]?.login} may not manage keys. Use the login that runs the migrations, a member of lazi_migrator.`,
  )
}

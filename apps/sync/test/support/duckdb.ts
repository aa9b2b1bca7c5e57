import { DuckDBInstance } from '@duckdb/node-api'

/** A reader of Parquet files that is not ours. */
export interface DuckDB extends Disposable {
  /** Runs statements. @returns the rows of the last one, with dates and decimals as text */
  query(sql: string): Promise<Record<string, unknown>[]>
}

/** Opens an empty DuckDB. */
export async function openDuckDB(): Promise<DuckDB> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`SET TimeZone = 'UTC'`)
  return {
    query: async (sql) =>
      (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[],
    [Symbol.dispose]() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
